"""The Fourier transforms in NumPy: the counterpart of ../reference/fft.cpp."""

import numpy as np


def fft(r, a):
    return getattr(np.fft, r["name"])(a[0], r["n"], r["axis"], r["norm"])


def fftn(r, a):
    return getattr(np.fft, r["name"])(a[0], r["points"], r["axes"], r["norm"])


OPERATIONS = {
    "fft": fft,
    "fftn": fftn,
    "fftfreq": lambda r, a: getattr(np.fft, r["name"])(r["n"], r["spacing"]),
    "fftshift": lambda r, a: getattr(np.fft, r["name"])(a[0], r["axes"]),
}
