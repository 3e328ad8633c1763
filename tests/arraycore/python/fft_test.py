#!/usr/bin/env python3
"""Fourier transforms through the module: names and defaults of numpy.fft, and accuracy."""

import cmath
import math

from module import Test, ac, main


class Transforms(Test):
    def test_against_the_definition(self):
        for n in (1, 2, 3, 5, 8, 12, 61, 100):
            x = [complex(math.sin(3 * j), math.cos(5 * j * j)) for j in range(n)]
            expected = [sum(x[j] * cmath.exp(-2j * cmath.pi * j * k / n) for j in range(n)) for k in range(n)]
            for mine, other in zip(ac.fft.fft(x).tolist(), expected):
                self.assertAlmostEqual(mine, other, delta=1e-11)

    def test_there_and_back(self):
        table = ac.reshape(ac.arange(60.0), (3, 4, 5))
        for there, back in ((ac.fft.fft, ac.fft.ifft), (ac.fft.fft2, ac.fft.ifft2), (ac.fft.fftn, ac.fft.ifftn)):
            for norm in (None, "backward", "ortho", "forward"):
                again = back(there(table, norm=norm), norm=norm)
                self.assertLess(float(ac.max(ac.abs(again - table))), 1e-13)
        for there, back in ((ac.fft.rfft, ac.fft.irfft), (ac.fft.ihfft, ac.fft.hfft)):
            self.assertLess(float(ac.max(ac.abs(back(there(table), 5) - table))), 1e-13)
        for there, back in ((ac.fft.rfft2, ac.fft.irfft2), (ac.fft.rfftn, ac.fft.irfftn)):
            last = (4, 5) if back is ac.fft.irfft2 else (3, 4, 5)
            self.assertLess(float(ac.max(ac.abs(back(there(table), last) - table))), 1e-13)

    def test_errors(self):
        for wrong in (lambda: ac.fft.fft([]), lambda: ac.fft.fft([1.0], 0), lambda: ac.fft.fft([1.0], norm="none"),
                      lambda: ac.fft.fftn([[1.0]], (1, 2), (0,)), lambda: ac.fft.fftfreq(0)):
            self.assertRaises(ValueError, wrong)
        self.assertRaises(TypeError, ac.fft.rfft, [1j])
        self.assertRaises(IndexError, ac.fft.fft, [1.0], None, 3)

    def test_frequencies(self):
        self.assertEqual(ac.fft.fftfreq(4, 0.5).tolist(), [0, 0.5, -1, -0.5])
        self.assertEqual(ac.fft.rfftfreq(4).tolist(), [0, 0.25, 0.5])
        self.assertEqual(ac.fft.fftshift(ac.arange(5)).tolist(), [3, 4, 0, 1, 2])
        self.assertEqual(ac.fft.ifftshift([3, 4, 0, 1, 2], (0,)).tolist(), [0, 1, 2, 3, 4])


if __name__ == "__main__":
    main()
