"""Names of NumPy that arraycore hasn't got yet: they raise NotImplementedError when they are called."""

NAMES = """
array2string bartlett base_repr binary_repr blackman busday_count busday_offset cross format_float_positional
format_float_scientific fromfile fromstring genfromtxt geomspace hamming hanning histogram2d histogramdd i0 insert
is_busday kaiser load loadtxt logspace packbits piecewise poly polyadd polyfit polyval save savetxt savez triu_indices
tril_indices unpackbits
""".split()


def _stub(name):
    def missing(*args, **kwargs):
        raise NotImplementedError(f"arraycore has no {name} yet")

    missing.__name__ = missing.__qualname__ = name
    return missing


def fill_in(namespace):
    for name in NAMES:
        namespace.setdefault(name, _stub(name))
