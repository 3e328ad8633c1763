#!/usr/bin/env python3
"""Random numbers through the module: numbers that NumPy's own documents or tests give, states, seeds of any length."""

from module import Test, ac, bits, main

R = ac.random
NUMPYS_BY_CHOLESKY = [-2.013592677000506, 1.9913337973301055]  # NumPy 2.5.5


class Seeds(Test):
    def test_integers_of_any_length(self):
        self.assertEqual(R.SeedSequence(0).generate_state(2).tolist(), [0xB0F478BE, 0xDB2CD7E7])
        self.assertEqual(R.SeedSequence([1, 2**40, 3]).generate_state(1, "u8").tolist(), [0x57B66840C35F6D21])
        self.assertEqual(R.SeedSequence(2**100).generate_state(4).tolist(),
                         R.SeedSequence([0, 0, 0, 16]).generate_state(4).tolist())
        for seed, error in ((-1, ValueError), (1.5, TypeError)):
            with self.assertRaises(error):
                R.SeedSequence(seed)

    def test_children(self):
        parent = R.SeedSequence(12345)
        parent.spawn(2)
        (third,) = parent.spawn(1)
        self.assertEqual(third.spawn_key, (2,))
        self.assertEqual(third.generate_state(1).tolist(), [0x264CDB38])


class States(Test):
    def test_a_state_can_be_set(self):
        for kind in (R.MT19937, R.PCG64, R.PCG64DXSM, R.Philox, R.SFC64):
            one, other = kind(1), kind(2)
            R.Generator(one).integers(0, 2**32, dtype="u4")
            other.state = one.state
            a, b = (R.Generator(bits).standard_normal(10, dtype="f4") for bits in (one, other))
            self.check_bits(a, bits(b))
            with self.assertRaises(ValueError):
                other.state = dict(one.state, bit_generator="another")

    def test_positions_outside_are_refused(self):
        twister = R.MT19937(1)
        state = twister.state
        state["state"]["pos"] = 625
        with self.assertRaises(ValueError):
            twister.state = state

    def test_advancing(self):
        one, other = R.PCG64(1), R.PCG64(1)
        one.random_raw(1000)
        self.assertEqual(one.random_raw().tolist(), other.advance(1000).random_raw().tolist())
        self.assertEqual(R.Philox(key=0, counter=2**256 - 1).random_raw().tolist(), 0x16554D9ECA36314C)
        with self.assertRaises(TypeError):
            R.SFC64(1).advance(1)

    def test_the_spare_normal_number_is_part_of_a_state(self):
        one = R.RandomState(7)
        one.standard_normal()
        other = R.RandomState(8)
        other.set_state(one.get_state())
        self.check_bits(one.standard_normal(5), bits(other.standard_normal(5)))


class Numbers(Test):
    def test_numpys(self):
        rng = R.default_rng(12345)
        self.assertEqual(rng.random().tolist(), 0.22733602246716966)
        self.assertEqual(R.RandomState(12345).randint(0, 100, 3).tolist(), [98, 29, 1])
        self.assertEqual(R.RandomState(12345).normal(size=1).tolist(), [-0.20470765948471295])

    def test_parameters(self):
        rng = R.default_rng(1)
        self.assertEqual(rng.normal([0, 10, 20], 0).tolist(), [0, 10, 20])
        self.assertEqual(rng.normal(loc=3.0, scale=0, size=(1, 2)).tolist(), [[3.0, 3.0]])
        self.assertEqual(rng.binomial(5, [0, 1]).tolist(), [0, 5])
        for call, error in ((lambda: rng.beta(1), TypeError), (lambda: rng.beta(1, 2, 3, 4), TypeError),
                            (lambda: rng.beta(0, 1), ValueError), (lambda: rng.beta(1, c=2), TypeError),
                            (lambda: rng.uniform(-1.7e308, 1.7e308), OverflowError),
                            (lambda: rng.binomial(2.5, 0.5), TypeError)):
            with self.assertRaises(error):
                call()

    def test_several_variables(self):
        mean, cov = [1.0, -2.0], [[4.0, 1.0], [1.0, 9.0]]
        for method in ("svd", "eigh", "cholesky"):
            x = R.default_rng(5).multivariate_normal(mean, cov, 20000, method=method)
            found = ac.cov(x.T).tolist()
            for i in range(2):
                self.assertLess(abs(ac.mean(x[:, i]).tolist() - mean[i]), 0.1)
                for j in range(2):
                    self.assertLess(abs(found[i][j] - cov[i][j]), 0.3, method)
        x = R.default_rng(12345).multivariate_normal([0, 1], [[2, 1], [1, 3]], method="cholesky").tolist()
        for got, expected in zip(x, NUMPYS_BY_CHOLESKY):
            self.assertLess(abs(got - expected), 1e-14)
        with self.assertRaises(ValueError):
            R.default_rng(1).multivariate_normal(mean, [[1, 0], [0, -1]], check_valid="raise")
        with self.assertRaises(ValueError):
            R.default_rng(1).multivariate_normal(mean, [[1.0]])

    def test_an_output(self):
        out = ac.zeros((2, 2), "f4")
        self.assertIs(R.default_rng(1).random(dtype="f4", out=out), out)
        self.check_bits(out, bits(R.default_rng(1).random((2, 2), "f4")))
        with self.assertRaises(TypeError):
            R.default_rng(1).random(out=out)

    def test_by_release(self):
        with ac.release("1.21"):
            old = R.default_rng(1).random(100, "f4")
        self.assertTrue((ac.abs(R.default_rng(1).random(100, "f4") - old) < 2**-22).all())
        self.assertFalse((R.default_rng(1).random(100, "f4") == old).all())

    def test_order(self):
        rng = R.default_rng(3)
        a = ac.arange(12).reshape(3, 4)
        rng.shuffle(a, axis=1)
        self.assertEqual(sorted(ac.ravel(a).tolist()), list(range(12)))
        self.assertEqual(sorted(rng.choice(5, 5, replace=False).tolist()), [0, 1, 2, 3, 4])
        self.assertEqual(sorted(rng.permutation([3, 1, 2]).tolist()), [1, 2, 3])
        some = ["a", "b", "c"]
        rng.shuffle(some)
        self.assertEqual(sorted(some), ["a", "b", "c"])
        with self.assertRaises(ValueError):
            rng.choice(3, 4, replace=False)


if __name__ == "__main__":
    main()
