"""Every public method of NumPy's Generator and RandomState, with three requests of 1,000 draws each.

A request is as those of stream_requests.py. It draws 1,000 numbers, or 1,000 times several.
"""

import math
import random

from random_requests import real_bytes
from stream_requests import DISTRIBUTIONS, WHOLE

DRAWS = 1000
SIZES = ([DRAWS], [10, 100], [2, 5, 100])


def reals(numbers, shape=None):
    return "<f8", [len(numbers)] if shape is None else shape, b"".join(real_bytes(one, 8) for one in numbers)


def integers(numbers, shape=None, dtype="<i8"):
    data = b"".join(one.to_bytes(8, "little", signed=dtype == "<i8") for one in numbers)
    return dtype, [len(numbers)] if shape is None else shape, data


def scalar(kind, number):
    return integers([number], []) if kind in WHOLE else reals([number], [])


def drawn(name):
    kinds, known = DISTRIBUTIONS[name]
    return [({"kind": "draw", "name": name, "size": [DRAWS]},
             [scalar(kind, number) for kind, number in zip(kinds.split(), numbers)])
            for numbers in (known if len(known) == 3 else known * 3)]


def filled(name, dtypes=("<f8", "<f4", "<f8"), methods=("zig", "inv", "zig"), parameters=(None, None, None)):
    return [({"kind": "fill", "name": name, "size": size, "dtype": dtype, "method": method},
             [] if parameter is None else [reals([parameter], [])])
            for size, dtype, method, parameter in zip(SIZES, dtypes, methods, parameters)]


def ranged():
    return [({"kind": "integers", "size": [DRAWS], "dtype": dtype, "endpoint": endpoint},
             [integers([low], []), integers([high], [], "<u8" if high >= 2**63 else "<i8")])
            for low, high, dtype, endpoint in ((0, 10, "<i8", False), (-128, 127, "|i1", True),
                                               (5, 2**64 - 1, "<u8", False))]


def bytes_drawn():
    return [({"kind": "bytes", "length": length}, []) for length in (DRAWS, DRAWS + 3, 8 * DRAWS)]


def chosen():
    request = {"kind": "choice", "population": 10**6, "axis": 0, "replace": False, "array": False, "p": False,
               "shuffle": True, "size": [DRAWS]}
    return [(request, []),
            (dict(request, population=4, replace=True, p=True), [reals([0.1, 0.2, 0.3, 0.4])]),
            (dict(request, array=True, shuffle=False), [integers(range(3 * DRAWS))])]


def moved(kind, request):
    """Of a list, of lines, of columns."""
    return [(dict(request, kind=kind), [integers(range(DRAWS))]),
            (dict(request, kind=kind), [integers(range(2 * DRAWS), [DRAWS, 2])]),
            (dict(request, kind=kind), [integers(range(4 * DRAWS), [DRAWS, 2, 2])])]


def permutations():
    return [({"kind": "permutation", "count": DRAWS, "axis": 0}, []),
            *moved("permutation", {"count": None, "axis": 0})[:2]]


def permuted():
    return [(dict(request, axis=axis), arrays)
            for (request, arrays), axis in zip(moved("permuted", {}), (None, 0, 1))]


def multinomial():
    return [({"kind": "multinomial", "size": [DRAWS]}, [integers([n], []), reals(p)])
            for n, p in ((20, [1 / 6] * 6), (1000, [0.5, 0.25, 0.25]), (1, [0.1, 0.9]))]


def dirichlet():
    return [({"kind": "dirichlet", "size": [DRAWS]}, [reals(alpha)])
            for alpha in ([1.0, 2.0, 3.0], [0.01, 0.02], [10.0] * 5)]


def urns():
    return [({"kind": "urn", "size": [DRAWS], "sample": sample, "method": method}, [integers(colors)])
            for colors, sample, method in (([10, 20, 30], 15, "marginals"), ([10, 20, 30], 15, "count"),
                                           ([300, 500, 0, 200], 900, "marginals"))]


# By which root, and the `gap` of stream_verdicts.py.
COVARIANCES = (("svd", 23.0, [[2.0, 0.5, 0.25], [0.5, 1.0, 0.125], [0.25, 0.125, 0.75]]),
               ("eigh", 2.0, [[4.0, -1.0], [-1.0, 9.0]]),
               ("cholesky", 10.0, [[1.0 + (i == j) * (i + 1) for i in range(5)] for j in range(5)]))


def multivariate_normal():
    """RandomState and Generator up to 1.17 take the singular values whatever the method is."""
    return [({"kind": "multivariate_normal", "size": [DRAWS], "method": method, "gap": gap},
             [reals([float(i) for i in range(len(matrix))]), reals(sum(matrix, []), [len(matrix)] * 2)])
            for method, gap, matrix in COVARIANCES]


def of_state(name):
    return [({"kind": "state_only", "name": name, "size": size, "high": high}, [])
            for size, high in zip(SIZES, (1, 6, 2**40))]


def set_states():
    """Words that no seed makes."""
    numbers = random.Random(1)
    return [({"kind": "state_only", "name": "set_state", "size": [DRAWS], "high": 1, "position": position,
              "spare": 0.5 * position}, [integers([numbers.getrandbits(32) for _ in range(624)], dtype="<u8")])
            for position in (0, 300, 624)]


def spawned():
    return [({"kind": "spawned", "spawn": child, "count": DRAWS, "half": False, "jumps": 0, "advance": None}, [])
            for child in (0, 1, 7)]


COMMON = {"bytes": bytes_drawn, "choice": chosen, "multinomial": multinomial, "dirichlet": dirichlet,
          "multivariate_normal": multivariate_normal, "shuffle": lambda: moved("shuffle", {"axis": 0}),
          "permutation": permutations, **{name: lambda name=name: drawn(name) for name in DISTRIBUTIONS}}

# The requests of each method: whoever adds one to NumPy must be answered here.
METHODS = {
    "Generator": {
        **COMMON,
        "random": lambda: filled("random"),
        "standard_normal": lambda: filled("standard_normal"),
        "standard_exponential": lambda: filled("standard_exponential", methods=("zig", "inv", "inv")),
        "standard_gamma": lambda: filled("standard_gamma", parameters=(0.5, 1.0, 5.0)),
        "integers": ranged,
        "permuted": permuted,
        "multivariate_hypergeometric": urns,
        "spawn": spawned,
    },
    "RandomState": {
        **COMMON,
        "randint": lambda: [(dict(request, endpoint=False), arrays) for request, arrays in ranged()],
        **{name: lambda name=name: of_state(name)
           for name in ("get_state", "rand", "randn", "random", "random_integers", "random_sample", "seed",
                        "tomaxint")},
        "set_state": set_states,
    },
}


def requests_of(release, owner, method):
    """[(request, data)] for this release. Each is asked twice: for what is drawn, and for what comes after."""
    found = []
    for number, (given, arrays) in enumerate(METHODS[owner][method]()):
        legacy = owner == "RandomState"
        for after in (False, True):
            if after and given["kind"] in ("spawned", "state_only"):
                continue
            described = [{"d": dtype, "s": shape, "t": strides(shape, len(data) // max(math.prod(shape), 1)), "o": 0,
                          "n": len(data)} for dtype, shape, data in arrays]
            # Every second one begins with half of a word, or with a normal number, left over.
            request = dict(given, op="stream", legacy=legacy, bits="MT19937" if legacy else "PCG64",
                           seed=[2**31 + number], release=list(release), after=after, arrays=described,
                           warmed=number == 1 and given["kind"] != "spawned")
            if request.get("method") and (legacy or release < (1, 18)) and given["kind"] == "multivariate_normal":
                request["method"] = "svd"
            found.append((request, b"".join(data for _, _, data in arrays)))
    return found


def strides(shape, size):
    found = []
    for extent in reversed(shape):
        found.insert(0, size)
        size *= extent
    return found
