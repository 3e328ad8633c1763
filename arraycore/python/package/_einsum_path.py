"""In which order einsum may contract its operands, by what that costs: numpy.einsum_path."""

import itertools
import math

from ._creation import asarray

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def letters_of(subscripts):
    """Subscripts in numbers, and Ellipsis, as letters in the same order."""
    return "".join("..." if one is Ellipsis else _LETTERS[one] for one in subscripts)


def called(operands):
    """Subscripts as one text, and arrays, of either way to call einsum."""
    if isinstance(operands[0], str):
        return operands[0], [asarray(one) for one in operands[1:]]
    pairs = len(operands) // 2
    subscripts = ",".join(letters_of(operands[2 * i + 1]) for i in range(pairs))
    if len(operands) % 2:
        subscripts += "->" + letters_of(operands[-1])
    return subscripts, [asarray(one) for one in operands[: 2 * pairs : 2]]


class _Network:
    """The letters of each operand and of the result, and the extent of each letter."""

    def __init__(self, subscripts, arrays):
        inputs, arrow, output = subscripts.replace(" ", "").partition("->")
        terms = inputs.split(",")
        if len(terms) != len(arrays):
            raise ValueError(f"{len(terms)} operands are named, {len(arrays)} given")
        unused = [letter for letter in reversed(_LETTERS) if letter not in subscripts]
        # How many axes each ellipsis stands for; they are aligned at their ends.
        counts = [array.ndim - len(term.replace("...", "")) for term, array in zip(terms, arrays)]
        longest = max((count for term, count in zip(terms, counts) if "..." in term), default=0)
        hidden = "".join(unused[:longest])
        terms = [term.replace("...", hidden[longest - count :]) if "..." in term else term
                 for term, count in zip(terms, counts)]
        if not arrow:
            every = "".join(terms)
            output = hidden + "".join(sorted(one for one in set(every) if every.count(one) == 1 and one not in hidden))
        self.terms, self.output = [frozenset(term) for term in terms], frozenset(output.replace("...", hidden))
        self.extents = {}
        for term, array in zip(terms, arrays):
            if len(term) != array.ndim:
                raise ValueError(f"{term} names {len(term)} axes of an operand with {array.ndim}")
            for letter, extent in zip(term, array.shape):
                known = self.extents.get(letter, 1)
                if known != extent and 1 not in (known, extent):
                    raise ValueError(f"the extents of {letter} are {known} and {extent}")
                self.extents[letter] = max(known, extent)
        if not self.output <= self.extents.keys():
            raise ValueError("the result has a letter that no operand has")

    def size(self, letters):
        return math.prod(self.extents[letter] for letter in letters)

    def contracted(self, terms, positions):
        """The letters that take part, those of the result, and the multiplications and additions."""
        taken = frozenset().union(*(terms[place] for place in positions))
        left = self.output.union(*(term for place, term in enumerate(terms) if place not in positions))
        operations = max(1, len(positions) - 1) + (not taken <= left)
        return taken & left, self.size(taken) * operations


def _after(terms, positions, result):
    return [term for place, term in enumerate(terms) if place not in positions] + [result]


def _optimal(network, limit):
    """The cheapest of all orders whose intermediate results fit."""
    found = [(0, [], network.terms)]
    for count in range(len(network.terms), 1, -1):
        longer = []
        for cost, path, terms in found:
            for pair in itertools.combinations(range(count), 2):
                result, operations = network.contracted(terms, pair)
                if network.size(result) <= limit:
                    longer.append((cost + operations, path + [pair], _after(terms, pair, result)))
        if not longer:
            return min(found, key=lambda one: one[0])[1] + [tuple(range(count))]
        found = longer
    return min(found, key=lambda one: one[0])[1]


def _greedy(network, limit):
    """Each time the pair that saves the most memory; of equal ones the cheapest."""
    terms, path, spent = network.terms, [], 0
    _, naive = network.contracted(terms, range(len(terms)))
    known = []  # (key, pair, letters of the result)

    def tried(pairs):
        for pair in pairs:
            result, operations = network.contracted(terms, pair)
            if network.size(result) <= limit and spent + operations <= naive:
                saved = sum(network.size(terms[place]) for place in pair) - network.size(result)
                yield (-saved, operations), pair, result

    def with_common_letters(pairs):
        return (pair for pair in pairs if terms[pair[0]] & terms[pair[1]])

    pairs = itertools.combinations(range(len(terms)), 2)
    for _ in range(len(terms) - 1):
        known += tried(with_common_letters(pairs))
        if not known:
            known += tried(itertools.combinations(range(len(terms)), 2))
        if not known:
            path.append(tuple(range(len(terms))))
            break
        (_, operations), best, result = min(known, key=lambda one: one[0])
        terms, spent = _after(terms, best, result), spent + operations
        path.append(best)
        moved = [place - sum(gone < place for gone in best) for place in range(len(terms) + 1)]
        known = [(key, tuple(moved[place] for place in pair), letters) for key, pair, letters in known
                 if not set(pair) & set(best)]
        pairs = ((place, len(terms) - 1) for place in range(len(terms) - 1))
    return path


def _chosen(optimize):
    """The algorithm, its limit in elements, and a path that is given."""
    if optimize is True:
        optimize = "greedy"
    if optimize is None or optimize is False:
        return "none", None, None
    if isinstance(optimize, str):
        return optimize, None, None
    if len(optimize) == 2 and isinstance(optimize[0], str) and isinstance(optimize[1], (int, float)):
        return optimize[0], int(optimize[1]), None
    if len(optimize) and optimize[0] == "einsum_path":
        return "given", None, [tuple(step) for step in optimize[1:]]
    raise TypeError(f"Did not understand the path: {optimize}")


def einsum_path(*operands, optimize="greedy"):
    network = _Network(*called(operands))
    algorithm, limit, path = _chosen(optimize)
    count = len(network.terms)
    if limit is None:
        limit = max(map(network.size, [*network.terms, network.output]))
    if path is None and (algorithm == "none" or count < 3 or network.output == network.extents.keys()):
        path = [tuple(range(count))]
    elif algorithm in ("greedy", "optimal"):
        path = (_greedy if algorithm == "greedy" else _optimal)(network, limit)
    elif path is None:
        raise KeyError(f"Path name {algorithm} not found")
    terms, spent, largest = network.terms, 0, network.size(network.output)
    for step in path:
        if not set(step) <= set(range(len(terms))):
            raise ValueError(f"the path contracts {step} of {len(terms)} operands")
        result, operations = network.contracted(terms, step)
        terms, spent, largest = _after(terms, step, result), spent + operations, max(largest, network.size(result))
    if len(terms) != 1:
        raise ValueError(f"the path leaves {len(terms)} operands")
    _, naive = network.contracted(network.terms, range(count))
    text = (f"operations at once: {naive}\noperations by the path: {spent}\n"
            f"largest intermediate result: {largest} elements")
    return ["einsum_path", *path], text


__all__ = ["einsum_path"]
