"""Operations that draw random numbers, in NumPy: the counterpart of ../reference/streams.cpp."""

import numpy as np

RELEASE = tuple(int(part) for part in np.__version__.split(".")[:2])


def seed_of(r):
    return r["seed"][0] if len(r["seed"]) == 1 else r["seed"]


def bits_of(r):
    sequence = np.random.SeedSequence(seed_of(r))
    if r.get("spawn") is not None and r["kind"] != "spawned":
        sequence = sequence.spawn(r["spawn"] + 1)[r["spawn"]]
    return getattr(np.random, r["bits"])(sequence)


def number(array):
    """A parameter without axes as Python's number."""
    return array if array.ndim else array.item()


def size_of(r):
    return None if r["size"] is None else tuple(r["size"])


def draw(r, a, source):
    return getattr(source, r["name"])(*[number(one) for one in a], size=size_of(r))


def fill(r, a, source):
    arguments = {"size": size_of(r), "dtype": np.dtype(r["dtype"])}
    if r["name"] == "standard_exponential":
        arguments["method"] = r["method"]
    return getattr(source, r["name"])(*[number(one) for one in a], **arguments)


def integers(r, a, source):
    low, high = (number(one) for one in a)
    dtype = np.dtype(r["dtype"])
    if r["size"] is None:
        dtype = dtype.type  # it is called then
    if r["legacy"]:
        return source.randint(low, high, size_of(r), dtype)
    return source.integers(low, high, size_of(r), dtype, r["endpoint"])


def choice(r, a, source):
    rest = list(a)
    population = rest.pop(0) if r["array"] else r["population"]
    arguments = {"size": size_of(r), "replace": r["replace"], "p": rest.pop(0) if r["p"] else None}
    if not r["legacy"]:
        arguments.update(axis=r["axis"], shuffle=r["shuffle"])
    return source.choice(population, **arguments)


def shuffle(r, a, source):
    source.shuffle(a[0], **({"axis": r["axis"]} if r["axis"] else {}))
    return a[0]


def permutation(r, a, source):
    return source.permutation(a[0] if a else r["count"], **({"axis": r["axis"]} if r["axis"] else {}))


def raw(r, a, source):
    bits = source.bit_generator if RELEASE >= (1, 19) else source._bit_generator
    if r["half"]:
        source.integers(0, 2**32, dtype=np.uint32)
    if r["advance"] is not None and hasattr(bits, "advance"):
        bits.advance(r["advance"])
    if r["jumps"] and hasattr(bits, "jumped"):
        bits = bits.jumped(r["jumps"])
    return bits.random_raw(r["count"])


def multivariate_normal(r, a, source):
    method = {"method": r["method"]} if hasattr(source, "multivariate_hypergeometric") else {}  # both came with 1.18
    return source.multivariate_normal(a[0], a[1], size_of(r), check_valid="ignore", **method)


def state_only(r, a, source):
    if r["name"] == "get_state":
        _, words, position, there, spare = source.get_state()
        spare = np.float64(spare if there else 0).view(np.uint64)
        return np.concatenate([words.astype(np.uint64), np.array([position, there, spare], np.uint64)])
    if r["name"] == "set_state":
        source.set_state(("MT19937", a[0].astype(np.uint32), r["position"], 1, r["spare"]))
        return source.standard_normal(size_of(r))
    if r["name"] == "seed":
        source.standard_normal()
        source.seed(seed_of(r))
        return source.standard_normal(size_of(r))
    if r["name"] == "random_integers":
        return source.random_integers(1, r["high"], size_of(r))
    if r["name"] in ("rand", "randn"):
        return getattr(source, r["name"])(*r["size"])
    return getattr(source, r["name"])(size_of(r))


KINDS = {
    "draw": draw,
    "fill": fill,
    "integers": integers,
    "bytes": lambda r, a, source: np.frombuffer(source.bytes(r["length"]), np.uint8),
    "choice": choice,
    "shuffle": shuffle,
    "permutation": permutation,
    "permuted": lambda r, a, source: source.permuted(a[0], axis=r["axis"]),
    "multinomial": lambda r, a, source: source.multinomial(number(a[0]), a[1], size_of(r)),
    "dirichlet": lambda r, a, source: source.dirichlet(a[0], size_of(r)),
    "urn": lambda r, a, source: source.multivariate_hypergeometric(a[0], r["sample"], size_of(r), r["method"]),
    "multivariate_normal": multivariate_normal,
    "raw": raw,
    "spawned": lambda r, a, source: source.spawn(r["spawn"] + 1)[-1].bit_generator.random_raw(r["count"]),
    "state_only": state_only,
}


def stream(r, a):
    """What is drawn; or, to see whether as many bits were used up, what is drawn after that."""
    source = np.random.RandomState(seed_of(r)) if r["legacy"] else np.random.Generator(bits_of(r))
    if r["warmed"]:
        source.standard_normal() if r["legacy"] else source.integers(0, 2**32, dtype=np.uint32)
    result = KINDS[r["kind"]](r, a, source)
    return source.standard_normal(3) if r["after"] else np.asarray(result)


OPERATIONS = {"stream": stream}
