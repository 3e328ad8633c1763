"""Functions called again and again, alone and by several threads: what they leave behind, and whether they disturb each
other."""

import ctypes
import gc
import json
import os
import sys
import threading

import numpy as np


def calls(size, largest=2.0):
    """Public functions with operands of about `size` float64, to be called again and again: [(name, call)]."""
    a = np.linspace(1.0, largest, size)
    m = a[: int(size**0.5) ** 2].reshape(int(size**0.5), -1)
    m = m + np.eye(len(m)) * len(m)
    i = np.arange(size)[::-1].copy()
    legacy = np.random.RandomState(1)
    found = [
        ("numpy.add", lambda: np.add(a, a)), ("numpy.exp", lambda: np.exp(a)), ("numpy.sin", lambda: np.sin(a)),
        ("numpy.power", lambda: np.power(a, a)), ("numpy.greater", lambda: np.greater(a, 1.5)),
        ("numpy.sum", lambda: np.sum(a)), ("numpy.cumsum", lambda: np.cumsum(a)), ("numpy.var", lambda: np.var(a)),
        ("numpy.maximum.reduce", lambda: np.maximum.reduce(a)), ("numpy.sort", lambda: np.sort(a[::-1])),
        ("numpy.argsort", lambda: np.argsort(a[::-1], kind="stable")),
        ("numpy.partition", lambda: np.partition(a[::-1], size // 2)),
        ("numpy.unique", lambda: np.unique(i)), ("numpy.searchsorted", lambda: np.searchsorted(a, a)),
        ("numpy.take", lambda: np.take(a, i)), ("numpy.ndarray.__getitem__", lambda: a[i]),
        ("numpy.where", lambda: np.where(a > 1.5, a, -a)), ("numpy.concatenate", lambda: np.concatenate([a, a])),
        ("numpy.ndarray.astype", lambda: a.astype("f4")), ("numpy.ndarray.copy", lambda: a[::2].copy()),
        ("numpy.percentile", lambda: np.percentile(a, [10, 50])), ("numpy.median", lambda: np.median(a)),
        ("numpy.interp", lambda: np.interp(a, a, a)), ("numpy.histogram", lambda: np.histogram(a)[0]),
        ("numpy.dot", lambda: np.dot(m, m)), ("numpy.einsum", lambda: np.einsum("ij,jk->ik", m, m)),
        ("numpy.fft.fft", lambda: np.fft.fft(a)), ("numpy.linalg.solve", lambda: np.linalg.solve(m, m)),
        ("numpy.frombuffer", lambda: np.frombuffer(a.tobytes())), ("numpy.array", lambda: np.array([a, a])),
    ]
    drawing = [("numpy.random.RandomState.normal", lambda: legacy.normal(size=size))]
    return found, drawing


def ufuncs():
    """[(name, ufunc)] of those that work element by element. Names that are deprecated are another's."""
    return [(name, one) for name, one in sorted(vars(np).items())
            if isinstance(one, np.ufunc) and one.__name__ == name and not getattr(one, "signature", None)]


def ufunc_calls(size, largest=2.0):
    """Every ufunc that takes float64."""
    a = np.linspace(1.0, largest, size)
    found = []
    for name, ufunc in ufuncs():
        operands = (a,) * ufunc.nin
        if "d" * ufunc.nin in [types.partition("->")[0] for types in ufunc.types]:
            found.append(("numpy." + name, lambda ufunc=ufunc, operands=operands: ufunc(*operands)))
    return found


def reduction_calls(size, largest=2.0):
    """Every ufunc that reduces float64 to float64, along both axes of a matrix."""
    m = np.linspace(1.0, largest, size).reshape(-1, 64)
    return [("numpy.%s.reduce" % name, lambda ufunc=ufunc: (ufunc.reduce(m, 0), ufunc.reduce(m, 1)))
            for name, ufunc in ufuncs() if "dd->d" in ufunc.types]


def drawing_calls(size, seed=1):
    """Streams of generators that each call makes for itself."""
    def legacy():
        return np.random.RandomState(seed)

    found = [("RandomState.normal", lambda: legacy().normal(size=size)),
             ("RandomState.random_sample", lambda: legacy().random_sample(size)),
             ("RandomState.standard_gamma", lambda: legacy().standard_gamma(3.5, size)),
             ("RandomState.permutation", lambda: legacy().permutation(size))]
    if hasattr(np.random, "default_rng"):
        found += [("Generator." + method, lambda method=method: getattr(np.random.default_rng(seed), method)(size))
                  for method in ("standard_normal", "random", "standard_exponential", "permutation")]
    return [("numpy.random." + name, call) for name, call in found]


def shared_draws(size, rounds):
    """What four threads draw from one generator, which locks itself for each call: the calls of a single thread's stream in
    some order. [name, [calls that aren't among those, calls]]"""
    makers = [("RandomState.random_sample", lambda: np.random.RandomState(5).random_sample)]
    if hasattr(np.random, "default_rng"):
        makers.append(("Generator.random", lambda: np.random.default_rng(5).random))
    differing = []
    for name, make in makers:
        draw = make()
        alone = sorted(draw(size).tobytes() for _ in range(4 * rounds))
        draw = make()
        together = sorted(one.tobytes() for kept in at_once([lambda: draw(size)] * 4, rounds) for one in kept)
        wrong = sum(one != other for one, other in zip(alone, together))
        if wrong:
            differing.append(["numpy.random." + name, [wrong, len(alone)]])
    return differing


def bytes_of(result):
    return b"".join(one.tobytes() for one in result) if isinstance(result, tuple) else result.tobytes()


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class MemoryInUse(ctypes.Structure):
    """glibc's struct mallinfo2."""

    _fields_ = [(name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks",
                                                     "fsmblks", "uordblks", "fordblks", "keepcost")]


try:
    mallinfo = ctypes.CDLL(None).mallinfo2
    mallinfo.restype = MemoryInUse
except (AttributeError, OSError):
    mallinfo = None  # another C library, or a glibc before 2.33


def in_blocks():
    """Bytes in the C library's blocks that weren't given back; 0 where nobody counts them."""
    if mallinfo is None:
        return 0
    counted = mallinfo()
    return counted.uordblks + counted.hblkhd


# What a call may leave behind in blocks: caches fill up slowly.
LEAST_BLOCKS = 16


def left_by(call, count):
    """What a call leaves behind: bytes in pages, bytes in the C library's blocks, and how many of Python's blocks."""
    gc.collect()
    before = resident(), in_blocks(), sys.getallocatedblocks()
    for _ in range(count):
        call()
    gc.collect()
    after = resident(), in_blocks(), sys.getallocatedblocks()
    return [(late - early) / count for early, late in zip(before, after)]


def growth(r, a):
    """What each call leaves behind: bytes, of those that leave half of an operand's size and more, or blocks, of those
    that leave some in each of two rounds."""
    # Enough that what the import freed again can't hold it.
    size, left = 2048, []
    for count, some in ((1000, sum(calls(size), [])), (400, ufunc_calls(size))):
        for name, call in some:
            try:
                for _ in range(count // 4):
                    call()
                pages, blocks, objects = left_by(call, count)
                if pages < 8 * size / 2 and (blocks >= LEAST_BLOCKS or objects >= 0.9):
                    again = left_by(call, count)
                    blocks, objects = min(blocks, again[1]), min(objects, again[2])
            except Exception:
                continue  # what a function computes, and whether it does, others ask
            if pages >= 8 * size / 2:
                left.append([name, {"bytes": int(pages)}])
            elif blocks >= LEAST_BLOCKS:
                left.append([name, {"bytes": int(blocks)}])
            elif objects >= 0.9:
                left.append([name, {"objects": round(objects)}])
    return json.dumps(left)


def at_once(many, rounds):
    """What a thread for each call of `many` gets, where all make theirs `rounds` times at once."""
    results, together = [[] for _ in many], threading.Barrier(len(many))

    def work(call, kept):
        together.wait()
        for _ in range(rounds):
            # Comparing would keep the others waiting, and they shall meet.
            kept.append(call())

    workers = [threading.Thread(target=work, args=each) for each in zip(many, results)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


def disturbed(many, rounds):
    """How many calls differ from what they give alone, where a thread each makes those of `many` at once."""
    expected = [bytes_of(call()) for call in many]
    return sum(bytes_of(one) != alone
               for alone, kept in zip(expected, at_once(many, rounds)) for one in kept)


def threads(r, a):
    """Calls whose results differ when four threads make them at once, two of them on the same operands; without a
    global interpreter lock eight, six of them."""
    sharing = 2 if getattr(sys, "_is_gil_enabled", lambda: True)() else 6
    differing = shared_draws(2000, 6)
    for bursts, rounds, sides in (
            (1, 12, [calls(4096, largest)[0] for largest in (2.0, 3.0, 5.0)]),
            # Large operands: a call must last for others to come in between.
            (2, 8, [ufunc_calls(65536, largest) for largest in (2.0, 3.0, 5.0)]),
            (1, 8, [reduction_calls(65536, largest) for largest in (2.0, 3.0, 5.0)]),
            (1, 6, [drawing_calls(65536, seed) for seed in (1, 2, 3)])):
        for same in zip(*[sides[0]] * (sharing - 1), *sides):
            try:
                wrong = sum(disturbed([call for _, call in same], rounds) for _ in range(bursts))
            except Exception:
                continue
            if wrong:
                differing.append([same[0][0], [wrong, bursts * rounds * len(same)]])
    return json.dumps(differing)


GIVES_TEXTS = True
OPERATIONS = {"growth": growth, "threads": threads}
