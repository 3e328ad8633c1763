"""The Fourier transforms in NumPy: the counterpart of ../reference/fft.cpp."""

import numpy as np


def fft(r, a):
    return getattr(np.fft, r["name"])(a[0], r["n"], r["axis"], r["norm"])


def fftn(r, a):
    return getattr(np.fft, r["name"])(a[0], r["points"], r["axes"], r["norm"])


def fft_out(r, a):
    """Into an output that held something else."""
    result = fft(r, a)
    out = np.full_like(result, 77)
    getattr(np.fft, r["name"])(a[0], r["n"], r["axis"], r["norm"], out=out)
    return out


OPERATIONS = {
    "fft_out": fft_out,
    "fft": fft,
    "fftn": fftn,
    "fftfreq": lambda r, a: getattr(np.fft, r["name"])(r["n"], r["spacing"]),
    "fftshift": lambda r, a: getattr(np.fft, r["name"])(a[0], r["axes"]),
}
