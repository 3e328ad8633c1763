"""Fourier transforms, under the names of numpy.fft."""

from . import _core
from ._creation import asarray
from ._ufuncs import axes_of, written_to


def _along_one(name, function):
    def transform(a, n=None, axis=-1, norm=None, out=None):
        return written_to(out, function(asarray(a), n, axis, norm))

    transform.__name__ = transform.__qualname__ = name
    return transform


def _along_several(name, function, default_axes=None):
    def transform(a, s=None, axes=default_axes, norm=None, out=None):
        return written_to(out, function(asarray(a), axes_of(s), axes_of(axes), norm))

    transform.__name__ = transform.__qualname__ = name
    return transform


fft = _along_one("fft", _core.fft)
ifft = _along_one("ifft", _core.ifft)
rfft = _along_one("rfft", _core.rfft)
irfft = _along_one("irfft", _core.irfft)
hfft = _along_one("hfft", _core.hfft)
ihfft = _along_one("ihfft", _core.ihfft)
fftn = _along_several("fftn", _core.fftn)
ifftn = _along_several("ifftn", _core.ifftn)
rfftn = _along_several("rfftn", _core.rfftn)
irfftn = _along_several("irfftn", _core.irfftn)
fft2 = _along_several("fft2", _core.fftn, (-2, -1))
ifft2 = _along_several("ifft2", _core.ifftn, (-2, -1))
rfft2 = _along_several("rfft2", _core.rfftn, (-2, -1))
irfft2 = _along_several("irfft2", _core.irfftn, (-2, -1))


def fftfreq(n, d=1.0, device=None, *, dtype=None):
    result = _core.fftfreq(n, d)
    return result if dtype is None else asarray(result, dtype=dtype)


def rfftfreq(n, d=1.0, device=None, *, dtype=None):
    result = _core.rfftfreq(n, d)
    return result if dtype is None else asarray(result, dtype=dtype)


def fftshift(x, axes=None):
    return _core.fftshift(asarray(x), axes_of(axes))


def ifftshift(x, axes=None):
    return _core.ifftshift(asarray(x), axes_of(axes))


__all__ = ["fft", "fft2", "fftfreq", "fftn", "fftshift", "hfft", "ifft", "ifft2", "ifftn", "ifftshift", "ihfft",
           "irfft", "irfft2", "irfftn", "rfft", "rfft2", "rfftfreq", "rfftn"]
