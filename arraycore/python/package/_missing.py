"""Names of NumPy that arraycore hasn't got yet: they raise NotImplementedError when they are called."""

NAMES = """
argpartition argsort array2string average bartlett base_repr binary_repr bincount blackman busday_count busday_offset
convolve corrcoef correlate cov cross diff digitize dot ediff1d einsum format_float_positional format_float_scientific
fromfile fromstring genfromtxt geomspace gradient hamming hanning histogram histogram2d histogramdd i0 in1d inner
insert interp intersect1d is_busday isin kaiser kron lexsort linalg_norm load loadtxt logspace matmul matvec median
nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum
nanvar packbits partition percentile piecewise poly polyadd polyfit polyval quantile round around save savetxt savez
searchsorted setdiff1d setxor1d sort sort_complex tensordot trapezoid triu_indices tril_indices union1d unique
unique_all unique_counts unique_inverse unique_values unpackbits vdot vecdot vecmat
""".split()


def _stub(name):
    def missing(*args, **kwargs):
        raise NotImplementedError(f"arraycore has no {name} yet")

    missing.__name__ = missing.__qualname__ = name
    return missing


def fill_in(namespace):
    for name in NAMES:
        namespace.setdefault(name, _stub(name))
