#!/usr/bin/env python3
"""Orders of contraction, which are NumPy's.

usage: einsum_path_test.py FOLDER
"""

from module import Test, ac, main


def path(subscripts, *shapes, **options):
    return ac.einsum_path(subscripts, *(ac.zeros(shape) for shape in shapes), **options)[0]


class Paths(Test):
    CHAIN = ("ab,bc,cd,de->ae", (10, 5), (5, 20), (20, 5), (5, 2))

    def test_algorithms(self):
        self.assertEqual(path(*self.CHAIN), ["einsum_path", (1, 2), (1, 2), (0, 1)])
        self.assertEqual(path(*self.CHAIN, optimize="optimal"), ["einsum_path", (2, 3), (1, 2), (0, 1)])
        self.assertEqual(path(*self.CHAIN, optimize=False), ["einsum_path", (0, 1, 2, 3)])
        self.assertEqual(path(*self.CHAIN, optimize=("greedy", 3)), ["einsum_path", (0, 1, 2, 3)])

    def test_what_has_no_choice(self):
        self.assertEqual(path("ij,kl->", (2, 2), (3, 3)), ["einsum_path", (0, 1)])
        self.assertEqual(path("ij,kl,mn->ijklmn", (2, 2), (3, 3), (2, 2)), ["einsum_path", (0, 1, 2)])
        self.assertEqual(path("i...,ij->...j", (2, 3), (2, 4)), ["einsum_path", (0, 1)])

    def test_a_given_path(self):
        given = ["einsum_path", (0, 1), (0, 1)]
        self.assertEqual(path("ij,jk,kl", (2, 3), (3, 4), (4, 5), optimize=given), given)
        for wrong in (["einsum_path", (0, 1)], ["einsum_path", (0, 5), (0, 1)]):
            with self.assertRaises(ValueError):
                path("ij,jk,kl", (2, 3), (3, 4), (4, 5), optimize=wrong)

    def test_costs(self):
        text = ac.einsum_path("ij,jk,kl->il", ac.zeros((2, 3)), ac.zeros((3, 4)), ac.zeros((4, 5)))[1]
        self.assertIn("operations at once: 360", text)
        self.assertIn("by the path: 180", text)

    def test_subscripts_in_numbers(self):
        self.assertEqual(ac.einsum_path(ac.zeros((2, 3)), [0, 1], ac.zeros((3, 4)), [1, 2])[0], ["einsum_path", (0, 1)])
        self.assertEqual(ac.einsum(ac.ones((2, 3)), [0, 1], [1]).tolist(), [2, 2, 2])

    def test_what_is_wrong(self):
        for wrong in (lambda: path("ij", (2, 2), (3, 3)), lambda: path("ij", (2,)), lambda: path("i,i", (2,), (3,)),
                      lambda: path("i->j", (2,))):
            self.assertRaises(ValueError, wrong)
        with self.assertRaises(KeyError):
            path(*self.CHAIN, optimize="fastest")
        with self.assertRaises(TypeError):
            path(*self.CHAIN, optimize=[1, 2, 3])


if __name__ == "__main__":
    main()
