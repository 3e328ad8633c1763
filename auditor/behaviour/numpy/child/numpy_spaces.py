"""Numbers between two ends, and Python's operators on scalars, in NumPy: the counterpart of ../reference/spaces.cpp."""

import operator

import numpy as np

OPERATORS = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv,
             "floor_divide": operator.floordiv, "remainder": operator.mod, "divmod": divmod,
             "left_shift": operator.lshift, "right_shift": operator.rshift, "equal": operator.eq,
             "not_equal": operator.ne, "less": operator.lt, "less_equal": operator.le, "greater": operator.gt,
             "greater_equal": operator.ge}


def linspace(r, a):
    return np.linspace(a[0][()], a[1][()], r["count"], dtype=r["dtype"] and np.dtype(r["dtype"]))


def scalar(r, a):
    result = OPERATORS[r["name"]](a[0][()], a[1][()])
    return np.asarray(result[r["output"]] if r["name"] == "divmod" else result)


OPERATIONS = {"linspace": linspace, "scalar": scalar, "sinc": lambda r, a: np.sinc(a[0])}
