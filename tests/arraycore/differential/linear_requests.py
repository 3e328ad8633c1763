"""Random requests of products of matrices and tensors. Made without NumPy, as random_requests.py."""

import math

from compute_requests import ALL
from product_requests import ProductRequests


class LinearRequests(ProductRequests):
    OPERATIONS = ["product"] * 10 + ["tensordot"] * 4 + ["einsum"] * 10 + ["tensor_product"] * 5

    def pair(self):
        first = self.kind(ALL)
        return first, first if self.random.random() < 0.7 else self.kind(ALL)

    def extent(self):
        return self.random.choice([0, 1, 1, 2, 3, 3, 4, 5, 7, 8, 9, 16, 17, 33])

    def product(self):
        names = ["matmul"] * 3
        if self.release >= [2, 0]:
            names.append("vecdot")
        if self.release >= [2, 2]:
            names += ["matvec", "vecmat"]
        name = self.random.choice(names)
        n, k, m = self.extent(), self.extent(), self.extent()
        left = {"matmul": [n, k], "vecdot": [k], "matvec": [n, k], "vecmat": [k]}[name]
        right = {"matmul": [k, m], "vecdot": [k], "matvec": [k], "vecmat": [k, m]}[name]
        if name == "matmul" and self.random.random() < 0.2:
            left = [k]
        if name == "matmul" and self.random.random() < 0.2:
            right = [k]
        result = {"matmul": (left[:1] if len(left) == 2 else []) + (right[1:] if len(right) == 2 else []),
                  "vecdot": [], "matvec": [n], "vecmat": [m]}[name]
        if self.random.random() < 0.03:
            right = [right[0] + 1] + right[1:]
        loops = [self.random.choice([1, 2, 3]) for _ in range(self.random.choice([0, 0, 0, 1, 2]))]
        first, second = self.pair()
        vectors = name == "matmul" and 1 in (len(left), len(right))
        if not vectors:
            left, right = self.part(loops) + left, self.part(loops) + right
        arrays = [self.some(first, left), self.some(second, right)]
        request = {"name": name, "out": False, "axes": None, "terms": k}
        # Up to 1.21 NumPy writes outside outputs that are reversed.
        if first == second and self.random.random() < 0.15 and self.release >= [1, 22]:
            request["out"] = True
            if self.random.random() < 0.4 and left == (loops if not vectors else []) + result:
                arrays.append(self.alias(arrays[0][0]))
            elif not vectors or not loops:
                arrays.append(self.some(first, self.loop_shape(arrays, name) + result))
        if request["out"] and len(arrays) == 2:
            request["out"] = False
        return request, arrays

    def loop_shape(self, arrays, name):
        """What the axes that are no matrix' are broadcast to."""
        cores = {"matmul": (2, 2), "vecdot": (1, 1), "matvec": (2, 1), "vecmat": (1, 2)}[name]
        found = []
        for (described, _), core in zip(arrays, cores):
            rest = described["s"][:-core] if len(described["s"]) > core else []
            found = [1] * (len(rest) - len(found)) + found
            rest = [1] * (len(found) - len(rest)) + rest
            found = [max(a, b) if 0 not in (a, b) else 0 for a, b in zip(found, rest)]
        return found

    def tensordot(self):
        first, second = self.pair()
        common = [self.random.choice([1, 2, 3, 5]) for _ in range(self.random.choice([0, 1, 1, 2]))]
        left = [self.random.choice([1, 2, 3]) for _ in range(self.random.choice([0, 1, 2]))]
        right = [self.random.choice([0, 1, 2, 3, 4]) for _ in range(self.random.choice([0, 1, 2]))]
        terms = math.prod(common)
        if self.random.random() < 0.4:
            return {"axes": len(common), "terms": terms}, [self.some(first, left + common), self.some(second, common + right)]
        places = self.random.sample(range(len(left) + len(common)), len(common))
        shape, rest, others = [None] * (len(left) + len(common)), list(left), list(right)
        for place, extent in zip(places, common):
            shape[place] = extent
        shape = [rest.pop() if one is None else one for one in shape]
        second_places = self.random.sample(range(len(right) + len(common)), len(common))
        second_shape = [None] * (len(right) + len(common))
        for place, extent in zip(second_places, common):
            second_shape[place] = extent
        second_shape = [others.pop() if one is None else one for one in second_shape]
        places = [place - len(shape) if self.random.random() < 0.3 else place for place in places]
        return {"axes": [places, second_places], "terms": terms}, [
            self.some(first, shape), self.some(second, second_shape)]

    def tensor_product(self):
        first, second = self.pair()
        name = self.random.choice(["inner", "vdot", "outer", "kron"])
        small = lambda count: [self.random.choice([1, 2, 3, 4]) for _ in range(count)]
        least = 1 if self.release < [2, 0] and first != second else 0
        if name == "inner":
            k = self.extent()
            left, right = small(self.random.choice([0, 1])) + [k], small(self.random.choice([0, 1])) + [k]
            return {"name": name, "terms": k}, [self.some(first, left), self.some(second, right)]
        if name == "vdot":
            shape = self.random.choice([[self.extent()], [2, 3], [4, 3]])
            return {"name": name, "terms": math.prod(shape)}, [
                self.some(first, shape), self.some(second, [math.prod(shape)] if len(shape) == 2 else shape)]
        counts = [self.random.choice([least, 1, 2, 2]) for _ in range(2)]
        return {"name": name, "terms": 1}, [self.some(first, small(counts[0])), self.some(second, small(counts[1]))]

    def einsum(self):
        letters = self.random.sample("abcdijkXYZ", self.random.choice([1, 2, 3, 4]))
        extents = {letter: self.random.choice([1, 2, 3, 4, 5]) for letter in letters}
        if self.random.random() < 0.05:
            extents[letters[0]] = 0
        count = self.random.choice([1, 1, 2, 2, 2, 2, 3])
        terms, shapes = [], []
        ellipsis = [2, 3][: self.random.choice([1, 2])] if self.random.random() < 0.25 else None
        for _ in range(count):
            own = [self.random.choice(letters) for _ in range(self.random.choice([1, 2, 2, 3]))]
            if self.random.random() < 0.6:
                own = list(dict.fromkeys(own))
            shape = [extents[letter] for letter in own]
            text = "".join(own)
            if ellipsis is not None and self.random.random() < 0.7:
                place = self.random.randrange(len(own) + 1)
                axes = ellipsis[self.random.randrange(len(ellipsis) + 1):]
                axes = [1 if self.random.random() < 0.2 else extent for extent in axes]
                text = "".join(own[:place]) + "..." + "".join(own[place:])
                shape = shape[:place] + axes + shape[place:]
            elif self.random.random() < 0.1 and len(set(own)) == len(own):
                shape[self.random.randrange(len(shape))] = 1
            terms.append(text)
            shapes.append(shape)
        used = [letter for letter in letters if any(letter in term for term in terms)]
        subscripts = ",".join(terms)
        if self.random.random() < 0.7:
            output = self.random.sample(used, self.random.randrange(len(used) + 1))
            if self.random.random() < 0.02:
                output.append(self.random.choice("qa"))
            if "..." in subscripts:
                output.insert(self.random.randrange(len(output) + 1), "...")
            subscripts += "->" + "".join(output)
        first = self.kind(ALL)
        kinds = [first if self.random.random() < 0.8 else self.kind(ALL) for _ in range(count)]
        total = math.prod(max(1, extents[letter]) for letter in used)
        return {"name": subscripts, "terms": total}, [self.some(kind, shape) for kind, shape in zip(kinds, shapes)]

    def next(self, release):
        self.release = release
        return super().next(release)
