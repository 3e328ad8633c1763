"""Random numbers, under the names of numpy.random. What NumPy returns as a scalar is an array without axes here."""

import operator
import secrets
import warnings

from . import _core
from ._creation import asarray

_MASK32 = 2**32 - 1


def _size(size):
    """A shape, or None."""
    if size is None:
        return None
    return [operator.index(size)] if hasattr(size, "__index__") else [operator.index(extent) for extent in size]


def _words(integer):
    """An integer's words of 32 bits, the lowest first."""
    integer = operator.index(integer)
    if integer < 0:
        raise ValueError("expected non-negative integer")
    words = [integer & _MASK32]
    while integer := integer >> 32:
        words.append(integer & _MASK32)
    return words


def _words_of(entropy):
    if isinstance(entropy, str):
        return _words(int(entropy, 16 if entropy.startswith("0x") else 10))
    if hasattr(entropy, "__index__") and not getattr(entropy, "ndim", 0):
        return _words(entropy)
    if isinstance(entropy, float):
        raise TypeError("seed must be integer")
    if hasattr(entropy, "tolist"):
        entropy = entropy.tolist()
    return [word for one in entropy for word in _words_of(one)]


class SeedSequence:
    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if entropy is None:
            entropy = secrets.randbits(32 * pool_size)
        self.entropy = entropy
        self.spawn_key = tuple(spawn_key)
        self.pool_size = pool_size
        self.n_children_spawned = n_children_spawned
        self._seed = _core.SeedWords(_words_of(entropy), _words_of(self.spawn_key), pool_size)

    @property
    def pool(self):
        return self._seed.pool()

    @property
    def state(self):
        return {"entropy": self.entropy, "spawn_key": self.spawn_key, "pool_size": self.pool_size,
                "n_children_spawned": self.n_children_spawned}

    def generate_state(self, n_words, dtype="u4"):
        return self._seed.generate_state(n_words, dtype)

    def spawn(self, n_children):
        if n_children < 0:
            raise ValueError("n_children must be non-negative")
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [type(self)(self.entropy, spawn_key=self.spawn_key + (first + i,), pool_size=self.pool_size)
                for i in range(n_children)]


class BitGenerator:
    def __init__(self, seed=None):
        self._seed_seq = seed if isinstance(seed, SeedSequence) else SeedSequence(seed)
        self._bits = _core.seeded_bits(type(self).__name__, self._seed_seq._seed)

    @property
    def seed_seq(self):
        return self._seed_seq

    def spawn(self, n_children):
        return [type(self)(seed) for seed in self._seed_seq.spawn(n_children)]

    def random_raw(self, size=None, output=True):
        words = self._bits.raw(_size(size) or [])
        return words if output else None

    def jumped(self, jumps=1):
        other = type(self)(0)
        other._bits = self._bits.jumped(jumps)
        return other

    def advance(self, delta):
        delta = operator.index(delta) % 2**256
        self._bits.advance([delta >> 64 * i & (2**64 - 1) for i in range(4)])
        return self

    @property
    def state(self):
        return dict({"bit_generator": type(self).__name__}, **self._described(self._bits.state()))

    @state.setter
    def state(self, state):
        if not isinstance(state, dict):
            raise TypeError("state must be a dict")
        if state.get("bit_generator") != type(self).__name__:
            raise ValueError(f"state must be for a {type(self).__name__} PRNG")
        self._bits.set_state(self._state_words(state))

    @staticmethod
    def _spare(state):
        return [int(bool(state["has_uint32"])), int(state["uinteger"])]


def _integers(array):
    return [int(one) for one in asarray(array).tolist()]


class MT19937(BitGenerator):
    def _legacy_seeding(self, seed):
        self._bits = _legacy_bits(seed)

    def _described(self, words):
        return {"state": {"key": asarray(words[:624], "u4"), "pos": words[624]}}

    def _state_words(self, state):
        return _integers(state["state"]["key"]) + [int(state["state"]["pos"])]


class PCG64(BitGenerator):
    def _described(self, words):
        return {"state": {"state": words[0] << 64 | words[1], "inc": words[2] << 64 | words[3]},
                "has_uint32": words[4], "uinteger": words[5]}

    def _state_words(self, state):
        numbers = state["state"]["state"], state["state"]["inc"]
        return [part for one in numbers for part in divmod(one, 2**64)] + self._spare(state)


class PCG64DXSM(PCG64):
    pass


class Philox(BitGenerator):
    def __init__(self, seed=None, counter=None, key=None):
        if seed is not None and key is not None:
            raise ValueError("seed and key cannot be both used")
        super().__init__(seed)
        counter = self._parts(0 if counter is None else counter, 4)
        if key is not None:
            self._seed_seq = None
            self._bits = _core.philox_of_key(self._parts(key, 2), counter)
        elif any(counter):
            self.advance(sum(one << 64 * i for i, one in enumerate(counter)))

    @staticmethod
    def _parts(number, count):
        if not hasattr(number, "__index__") or getattr(number, "ndim", 0):
            parts = _integers(number)
            if len(parts) != count:
                raise ValueError(f"{count} elements are needed")
            return parts
        number = operator.index(number)
        if not 0 <= number < 2 ** (64 * count):
            raise ValueError(f"must be positive and less than 2**{64 * count}")
        return [number >> 64 * i & (2**64 - 1) for i in range(count)]

    def _described(self, words):
        return {"state": {"counter": asarray(words[:4], "u8"), "key": asarray(words[4:6], "u8")},
                "buffer": asarray(words[6:10], "u8"), "buffer_pos": words[10], "has_uint32": words[11],
                "uinteger": words[12]}

    def _state_words(self, state):
        parts = state["state"]["counter"], state["state"]["key"], state["buffer"]
        return [one for part in parts for one in _integers(part)] + [int(state["buffer_pos"])] + self._spare(state)


class SFC64(BitGenerator):
    def _described(self, words):
        return {"state": {"state": asarray(words[:4], "u8")}, "has_uint32": words[4], "uinteger": words[5]}

    def _state_words(self, state):
        return _integers(state["state"]["state"]) + self._spare(state)


def _legacy_bits(seed):
    if hasattr(seed, "squeeze"):
        seed = seed.squeeze().tolist()
    if hasattr(seed, "__index__"):
        if not 0 <= operator.index(seed) <= _MASK32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        return _core.legacy_bits(operator.index(seed))
    numbers = [operator.index(one) for one in seed]
    if any(not 0 <= one <= _MASK32 for one in numbers):
        raise ValueError("Seed must be between 0 and 2**32 - 1")
    return _core.legacy_bits_of_numbers(numbers)


def _drawing(name, parameters):
    """A method that draws from the distribution of that name: [(parameter, default)]."""
    missing = object()

    def method(self, *given, size=missing, **named):
        names = [one for one, _ in parameters]
        values = {one: default for one, default in parameters if default is not None}
        if len(given) > len(names):
            if len(given) > len(names) + 1 or size is not missing:
                raise TypeError(f"{name}() takes {len(names)} parameters and a size")
            size = given[-1]
        values.update(zip(names, given))
        unknown = set(named) - set(names)
        if unknown:
            raise TypeError(f"{name}() got an unexpected keyword argument {sorted(unknown)[0]!r}")
        values.update(named)
        lacking = [one for one in names if one not in values]
        if lacking:
            raise TypeError(f"{name}() lacks {', '.join(lacking)}")
        size = None if size is missing else size
        return self._source.draw(name, [asarray(values[one]) for one in names], _size(size))

    method.__name__ = method.__qualname__ = name
    return method


# The parameters of the distributions, with their defaults.
_DISTRIBUTIONS = {
    "beta": "a b", "binomial": "n p", "chisquare": "df", "exponential": "scale=1", "f": "dfnum dfden",
    "gamma": "shape scale=1", "geometric": "p", "gumbel": "loc=0 scale=1", "hypergeometric": "ngood nbad nsample",
    "laplace": "loc=0 scale=1", "logistic": "loc=0 scale=1", "lognormal": "mean=0 sigma=1", "logseries": "p",
    "negative_binomial": "n p", "noncentral_chisquare": "df nonc", "noncentral_f": "dfnum dfden nonc",
    "normal": "loc=0 scale=1", "pareto": "a", "poisson": "lam=1", "power": "a", "rayleigh": "scale=1",
    "standard_cauchy": "", "standard_t": "df", "triangular": "left mode right", "uniform": "low=0 high=1",
    "vonmises": "mu kappa", "wald": "mean scale", "weibull": "a", "zipf": "a",
}


def _methods(names):
    made = {}
    for name, text in names.items():
        parts = [one.partition("=") for one in text.split()]
        made[name] = _drawing(name, [(one, float(default) if default else None) for one, _, default in parts])
    return made


class _Drawing:
    """What Generator and RandomState have in common."""

    def bytes(self, length):
        return self._source.bytes(length)

    def dirichlet(self, alpha, size=None):
        return self._source.dirichlet(asarray(alpha), _size(size))

    def multinomial(self, n, pvals, size=None):
        return self._source.multinomial(asarray(n), asarray(pvals), _size(size))


for _name, _method in _methods(_DISTRIBUTIONS).items():
    setattr(_Drawing, _name, _method)


def _into(out, numbers):
    """The numbers, or the array `out` filled with them."""
    if out is None:
        return numbers
    if out.dtype != numbers.dtype:
        raise TypeError(f"Supplied output array has the wrong type. Expected {numbers.dtype}, got {out.dtype}")
    out[...] = numbers
    return out


def _size_with(size, out):
    if out is None:
        return _size(size)
    if size is not None and _size(size) != list(out.shape):
        raise ValueError("size must match out.shape when used together")
    return list(out.shape)


def _checked_covariance(drawn, check_valid):
    numbers, positive_semidefinite = drawn
    if check_valid not in ("warn", "raise", "ignore"):
        raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")
    message = "covariance is not symmetric positive-semidefinite."
    if not positive_semidefinite and check_valid == "raise":
        raise ValueError(message)
    if not positive_semidefinite and check_valid == "warn":
        warnings.warn(message, RuntimeWarning, stacklevel=3)
    return numbers


class Generator(_Drawing):
    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        if method not in ("eigh", "svd", "cholesky"):
            raise ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")
        drawn = _core.multivariate_normal(self._source, asarray(mean), asarray(cov), _size(size), method, tol)
        return _checked_covariance(drawn, check_valid)

    def __init__(self, bit_generator):
        if not isinstance(bit_generator, BitGenerator):
            raise ValueError("Invalid bit generator. The bit generator must be instantiated.")
        self._bit_generator = bit_generator
        self._source = _core.RandomGenerator(bit_generator._bits)

    @property
    def bit_generator(self):
        return self._bit_generator

    def spawn(self, n_children):
        return [type(self)(one) for one in self._bit_generator.spawn(n_children)]

    def random(self, size=None, dtype="f8", out=None):
        return _into(out, self._source.random(_size_with(size, out) or [], dtype))

    def standard_normal(self, size=None, dtype="f8", out=None):
        return _into(out, self._source.standard_normal(_size_with(size, out) or [], dtype))

    def standard_exponential(self, size=None, dtype="f8", method="zig", out=None):
        return _into(out, self._source.standard_exponential(_size_with(size, out) or [], dtype, method != "zig"))

    def standard_gamma(self, shape, size=None, dtype="f8", out=None):
        return _into(out, self._source.standard_gamma(asarray(shape), _size_with(size, out), dtype))

    def integers(self, low, high=None, size=None, dtype="i8", endpoint=False):
        low, high = (0, low) if high is None else (low, high)
        return self._source.integers(asarray(low), asarray(high), _size(size), dtype, endpoint)

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        p = None if p is None else asarray(p)
        if hasattr(a, "__index__") and not getattr(a, "ndim", 0):
            return self._source.places(operator.index(a), _size(size), replace, p, shuffle)
        return self._source.choice(asarray(a), _size(size), replace, p, axis, shuffle)

    def shuffle(self, x, axis=0):
        if isinstance(x, list):
            x[:] = [x[i] for i in self.permutation(len(x)).tolist()]
            return
        self._source.shuffle(x, axis)

    def permutation(self, x, axis=0):
        if hasattr(x, "__index__") and not getattr(x, "ndim", 0):
            return self._source.permutation_of(operator.index(x))
        return self._source.permutation(asarray(x), axis)

    def permuted(self, x, *, axis=None, out=None):
        return _into(out, self._source.permuted(asarray(x), axis))

    def multivariate_hypergeometric(self, colors, nsample, size=None, method="marginals"):
        if method not in ("count", "marginals"):
            raise ValueError('method must be "count" or "marginals".')
        return self._source.urn(asarray(colors), operator.index(nsample), _size(size), method == "count")


def default_rng(seed=None):
    if isinstance(seed, Generator):
        return seed
    if isinstance(seed, RandomState):
        return Generator(seed._bit_generator)
    return Generator(seed if isinstance(seed, BitGenerator) else PCG64(seed))


class RandomState(_Drawing):
    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8):
        drawn = _core.legacy_multivariate_normal(self._source, asarray(mean), asarray(cov), _size(size), tol)
        return _checked_covariance(drawn, check_valid)

    def __init__(self, seed=None):
        if isinstance(seed, BitGenerator):
            self._bit_generator = seed
        else:
            self._bit_generator = MT19937()
            if seed is not None:
                self._bit_generator._legacy_seeding(seed)
        self._source = _core.LegacyGenerator(self._bit_generator._bits)

    def seed(self, seed=None):
        self.__init__(seed)

    def get_state(self, legacy=True):
        state = self._bit_generator.state
        there, number = self._source.spare()
        if legacy and state["bit_generator"] == "MT19937":
            return ("MT19937", state["state"]["key"], state["state"]["pos"], there, number)
        return dict(state, has_gauss=there, gauss=number)

    def set_state(self, state):
        if not isinstance(state, dict):
            if state[0] != "MT19937":
                raise ValueError("set_state can only be used with legacy MT19937 state instances.")
            there, number = state[3:5] if len(state) > 3 else (0, 0.0)
            state = {"bit_generator": "MT19937", "state": {"key": state[1], "pos": state[2]}, "has_gauss": there,
                     "gauss": number}
        self._bit_generator.state = state
        self._source.set_spare(bool(state.get("has_gauss", 0)), float(state.get("gauss", 0.0)))

    def random_sample(self, size=None):
        return self._source.random_sample(_size(size) or [])

    random = random_sample

    def rand(self, *args):
        return self.random_sample(args)

    def randn(self, *args):
        return self.standard_normal(args)

    def tomaxint(self, size=None):
        return self._source.tomaxint(_size(size) or [])

    def randint(self, low, high=None, size=None, dtype="i8"):
        low, high = (0, low) if high is None else (low, high)
        return self._source.randint(asarray(low), asarray(high), _size(size), dtype)

    def random_integers(self, low, high=None, size=None):
        low, high = (1, low) if high is None else (low, high)
        return self.randint(low, int(high) + 1, size)

    def choice(self, a, size=None, replace=True, p=None):
        p = None if p is None else asarray(p)
        if hasattr(a, "__index__") and not getattr(a, "ndim", 0):
            return self._source.places(operator.index(a), _size(size), replace, p)
        return self._source.choice(asarray(a), _size(size), replace, p)

    def shuffle(self, x):
        if isinstance(x, list):
            x[:] = [x[i] for i in self.permutation(len(x)).tolist()]
            return
        self._source.shuffle(x)

    def permutation(self, x):
        if hasattr(x, "__index__") and not getattr(x, "ndim", 0):
            return self._source.permutation_of(operator.index(x))
        return self._source.permutation(asarray(x))


for _name, _method in _methods({"standard_exponential": "", "standard_normal": "", "standard_gamma": "shape"}).items():
    setattr(RandomState, _name, _method)

# The functions of one RandomState that all share.
_shared = RandomState()
for _name in [*_DISTRIBUTIONS, "bytes", "choice", "dirichlet", "get_state", "multinomial", "multivariate_normal",
              "permutation", "rand", "randint", "randn", "random", "random_integers", "random_sample", "seed",
              "set_state", "shuffle", "standard_exponential", "standard_gamma", "standard_normal"]:
    globals()[_name] = getattr(_shared, _name)
ranf = sample = _shared.random_sample
