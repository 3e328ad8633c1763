#pragma once

#include <cstddef>
#include <string>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Python's str of NumPy's scalar, UTF-8: "1.5", "abc", "b'abc'", "2020-02-29", "7 seconds". Error: a time that has no
/// text.
Expected<std::string> scalar_str(const std::byte* place, DType dtype, Release release = newest_release);

/// Its repr: "1.5" or, from 2.0 on, "np.float64(1.5)"; "numpy.datetime64('2020-02-29')". Error: the same.
Expected<std::string> scalar_repr(const std::byte* place, DType dtype, Release release = newest_release);

}  // namespace fairplay::arraycore
