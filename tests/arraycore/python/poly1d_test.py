#!/usr/bin/env python3
"""Polynomials as objects.

usage: poly1d_test.py FOLDER
"""

from module import Test, ac, main


class Poly1d(Test):
    def test_arithmetic(self):
        p, q = ac.poly1d([1, 2, 3]), ac.poly1d([1, 1])
        for result, expected in ((p * q, [1, 3, 5, 3]), (p + q, [1, 3, 4]), (p - q, [1, 1, 2]), (-p, [-1, -2, -3]),
                                 (p**2, [1, 4, 10, 12, 9]), (2 * p, [2, 4, 6]), (p / 2, [0.5, 1, 1.5]),
                                 (1 - q, [-1, 0]), (p.deriv(), [2, 2]), (q.integ(k=3), [0.5, 1, 3]), (p(q), [1, 4, 6])):
            self.assertEqual(result.coeffs.tolist(), expected)
        quotient, rest = p / q
        self.assertEqual((quotient.c.tolist(), rest.c.tolist()), ([1, 1], [2]))
        with self.assertRaises(ValueError):
            p**-1
        with self.assertRaises(ValueError):
            p**0.5

    def test_parts(self):
        p = ac.poly1d([0, 0, 1, 2, 3])
        self.assertEqual((p.order, len(p), p(2).item(), p[0].item(), p[5].item()), (2, 2, 11, 3, 0))
        p[3] = 7
        self.assertEqual(p.c.tolist(), [7, 1, 2, 3])
        with self.assertRaises(ValueError):
            p[-1] = 1
        self.assertEqual(ac.poly1d([2, 1], True).c.tolist(), [1, -3, 2])
        self.assertEqual(sorted(ac.poly1d([1, -3, 2]).r.tolist()), [1, 2])
        with self.assertRaises(ValueError):
            ac.poly1d([[1]])

    def test_equality(self):
        self.assertEqual(ac.poly1d([0, 1]), ac.poly1d([1]))
        self.assertNotEqual(ac.poly1d([1, 1]), ac.poly1d([1]))
        self.assertRaises(TypeError, hash, ac.poly1d([1]))

    def test_functions_give_objects(self):
        self.assertIsInstance(ac.polymul(ac.poly1d([1, 2]), [1]), ac.poly1d)
        self.assertIsInstance(ac.polydiv([1, 2], ac.poly1d([1]))[0], ac.poly1d)
        self.assertNotIsInstance(ac.polyadd([1], [2]), ac.poly1d)

    def test_text(self):
        for coefficients, text in (
            ([1, -2, 0, 3.5], "   3     2\n1 x - 2 x + 3.5"), ([0], " \n0"),
            ([1 + 2j, 0, -1], "          2\n(1 + 2j) x - 1"),
            ([1 / 3, 1, 3, 0], "        3     2\n0.3333 x + 1 x + 3 x"), ([2, 2], " \n2 x + 2"),
            ([-1, 0, 0], "    2\n-1 x"),
        ):
            self.assertEqual(str(ac.poly1d(coefficients)), text)
        self.assertEqual(str(ac.poly1d([1, 2, 3], variable="z")), "   2\n1 z + 2 z + 3")
        self.assertEqual(repr(ac.poly1d([0, 0, 1])), "poly1d([1])")


if __name__ == "__main__":
    main()
