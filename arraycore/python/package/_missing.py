"""Names of NumPy that arraycore hasn't got yet: they raise NotImplementedError when they are called."""

NAMES = """
fromfile frompyfunc nditer
""".split()


def _stub(name):
    def missing(*args, **kwargs):
        raise NotImplementedError(f"arraycore has no {name} yet")

    missing.__name__ = missing.__qualname__ = name
    return missing


def fill_in(namespace):
    for name in NAMES:
        namespace.setdefault(name, _stub(name))
