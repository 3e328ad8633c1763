"""Random requests of Fourier transforms. Made without NumPy, as random_requests.py."""

import math

from compute_requests import ALL
from product_requests import ProductRequests

LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 25, 30, 31, 32, 49, 60, 61, 64, 67, 100, 127, 128, 143,
           210, 256, 300, 419, 512]


class FftRequests(ProductRequests):
    OPERATIONS = ["fft"] * 12 + ["fftn"] * 6 + ["fftfreq", "fftshift"]

    def norm(self):
        return self.random.choice(["backward", "backward", "ortho", "forward"] if self.release >= [1, 20] else
                                  [None, None, "ortho"])

    def fft(self):
        name = self.random.choice(["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"])
        dtype = self.kind("fdgFDG" if self.random.random() < 0.6 else ALL)
        if name in ("rfft", "ihfft") and dtype[1] == "c" and self.random.random() < 0.8:
            dtype = self.kind("efdg?bBhHiIlL")
        shape = [self.random.choice([1, 1, 2, 3]) for _ in range(self.random.choice([0, 0, 1, 2]))]
        place = self.random.randrange(len(shape) + 1)
        shape.insert(place, self.random.choice(LENGTHS) if self.random.random() < 0.9 else self.random.randrange(0, 90))
        axis = place - len(shape) if self.random.random() < 0.5 else place
        n = None
        if self.random.random() < 0.3:
            n = self.random.choice(LENGTHS[:24])
        if self.random.random() < 0.02:
            n = self.random.choice([0, -1, -5])
        if self.random.random() < 0.02:
            axis = self.random.choice([7, -9])
        return {"name": name, "n": n, "axis": axis, "norm": self.norm()}, [self.some(dtype, shape)]

    def fftn(self):
        name = self.random.choice(["fftn", "ifftn", "rfftn", "irfftn"])
        dtype = self.kind("fdgFDG" if self.random.random() < 0.6 else ALL)
        if name == "rfftn" and dtype[1] == "c":
            dtype = self.kind("efdg?bBhHiIlL")
        shape = [self.random.choice([1, 2, 3, 4, 5, 6, 8, 9]) for _ in range(self.random.choice([1, 2, 2, 3]))]
        axes = points = None
        if self.random.random() < 0.5:
            axes = [self.random.randrange(-len(shape), len(shape)) for _ in range(self.random.randrange(1, 3))]
        if self.random.random() < 0.3:
            count = len(axes) if axes else self.random.randrange(1, len(shape) + 1)
            points = [self.random.choice([1, 2, 3, 4, 5, 7, 12]) for _ in range(count)]
            if axes is None:
                axes = list(range(-count, 0))
            if self.random.random() < 0.05:
                points.append(3)
        return {"name": name, "points": points, "axes": axes, "norm": self.norm()}, [self.some(dtype, shape)]

    def fftfreq(self):
        return {"name": self.random.choice(["fftfreq", "rfftfreq"]), "n": self.random.randrange(1, 40),
                "spacing": self.random.choice([1.0, 0.1, 2.0, -0.3, 1e-3, self.random.random() + 1e-3])}, []

    def fftshift(self):
        shape = self.shape(self.random.choice([1, 2, 2, 3]))
        axes = None
        if self.random.random() < 0.6:
            axes = [self.random.randrange(-len(shape), len(shape)) for _ in range(self.random.randrange(1, 3))]
            if self.random.random() < 0.05:
                axes[0] = 9
        dtype = self.kind(ALL)
        return {"name": self.random.choice(["fftshift", "ifftshift"]), "axes": axes}, [
            self.some(dtype, shape)]

    def next(self, release):
        self.release = release
        return super().next(release)
