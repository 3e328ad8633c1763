"""Polynomials as objects, over the functions of their coefficients."""

import operator

from ._creation import asarray, zeros
from ._elementwise import iscomplex
from ._shapes import atleast_1d
from ._selection import trim_zeros
from . import _polynomials


def _is_number(value):
    return isinstance(value, (int, float, complex)) or getattr(value, "ndim", None) == 0


class poly1d:
    """A polynomial by its coefficients, the highest power first, or by its roots with `r=True`."""

    __hash__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            self.variable, self._coeffs = c_or_r.variable, c_or_r.coeffs.copy()
        else:
            self.variable = "x"
            given = atleast_1d(asarray(_polynomials.poly(c_or_r) if r else c_or_r))
            if given.ndim > 1:
                raise ValueError("Polynomial must be 1d only.")
            trimmed = trim_zeros(given, trim="f")
            self._coeffs = trimmed if trimmed.size else zeros(1, dtype=given.dtype)
        if variable is not None:
            self.variable = variable

    @property
    def coeffs(self):
        return self._coeffs

    c = coef = coefficients = coeffs

    @property
    def order(self):
        return self._coeffs.size - 1

    o = order

    @property
    def roots(self):
        return _polynomials.roots(self._coeffs)

    r = roots

    @property
    def __array_interface__(self):
        return self._coeffs.__array_interface__

    def __repr__(self):
        return "poly1d" + repr(self._coeffs).removeprefix("array")

    def __str__(self):
        return _two_lines(_terms(self._coeffs.tolist(), self.variable))

    def __call__(self, value):
        if not isinstance(value, poly1d):
            return _polynomials.polyval(self._coeffs, value)
        result = poly1d([0])
        for coefficient in self._coeffs.tolist():
            result = result * value + coefficient
        return result

    def __neg__(self):
        return poly1d(-self._coeffs)

    def __pos__(self):
        return self

    def __mul__(self, other):
        if _is_number(other):
            return poly1d(self._coeffs * other)
        return poly1d(_polynomials.polymul(self._coeffs, poly1d(other)._coeffs))

    __rmul__ = __mul__

    def __add__(self, other):
        return poly1d(_polynomials.polyadd(self._coeffs, poly1d(other)._coeffs))

    __radd__ = __add__

    def __sub__(self, other):
        return poly1d(_polynomials.polysub(self._coeffs, poly1d(other)._coeffs))

    def __rsub__(self, other):
        return poly1d(_polynomials.polysub(poly1d(other)._coeffs, self._coeffs))

    def __pow__(self, power):
        if not _is_number(power) or int(power) != power or power < 0:
            raise ValueError("Power to non-negative integers only.")
        result = poly1d([1])
        for _ in range(int(power)):
            result = self * result
        return result

    def __truediv__(self, other):
        if _is_number(other):
            return poly1d(self._coeffs / other)
        return tuple(poly1d(part) for part in _polynomials.polydiv(self._coeffs, poly1d(other)._coeffs))

    def __rtruediv__(self, other):
        return poly1d(other) / self if not _is_number(other) else poly1d(other / self._coeffs)

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return self._coeffs.shape == other._coeffs.shape and bool((self._coeffs == other._coeffs).all())

    def __len__(self):
        return self.order

    def __iter__(self):
        return iter(self._coeffs)

    def __getitem__(self, power):
        """The coefficient of a power; 0 of those that aren't there."""
        if not 0 <= operator.index(power) <= self.order:
            return zeros((), dtype=self._coeffs.dtype)
        return self._coeffs[self.order - power]

    def __setitem__(self, power, value):
        if operator.index(power) < 0:
            raise ValueError("Does not support negative powers.")
        if power > self.order:
            grown = zeros(power + 1, dtype=self._coeffs.dtype)
            grown[power - self.order :] = self._coeffs
            self._coeffs = grown
        self._coeffs[self.order - power] = value

    def integ(self, m=1, k=0):
        return poly1d(_polynomials.polyint(self._coeffs, m, k))

    def deriv(self, m=1):
        return poly1d(_polynomials.polyder(self._coeffs, m))


def _coefficient_text(coefficient):
    number = complex(coefficient)
    if not iscomplex(number):
        return f"{number.real:.4g}"
    imaginary = f"{number.imag:.4g}j"
    return imaginary if number.real == 0 else f"({number.real:.4g} + {imaginary})"


def _terms(coefficients, variable):
    """What stands before each power that is above 1, with that power, and what stands behind the last."""
    parts, rest = [], ""
    for place, coefficient in enumerate(coefficients):
        power, text = len(coefficients) - 1 - place, _coefficient_text(coefficient)
        if text == "0" and len(coefficients) > 1:
            continue
        if rest or parts:
            rest += " - " if text.startswith("-") else " + "
            text = text.removeprefix("-")
        rest += text if power == 0 else f"{text} {variable}"
        if power > 1:
            parts.append((rest, str(power)))
            rest = ""
    return parts, rest


def _two_lines(terms, width=70):
    """Powers stand in a line of their own above the polynomial."""
    parts, rest = terms
    finished, powers, line = " ", "", ""
    for text, power in parts:
        above, below = " " * (len(text) - 1) + power, text + " " * (len(power) - 1)
        if max(len(line) + len(below), len(powers) + len(above)) > width:
            finished += powers + "\n" + line + "\n "
            powers, line = above, below
        else:
            powers, line = powers + above, line + below
    return finished + powers + "\n" + line + rest


__all__ = ["poly1d"]
