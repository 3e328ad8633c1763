#pragma once
// The numbers 0, 1, ... of a register's lanes as template arguments, for shuffles, whose pattern must be constant.

#include <utility>

#include "blas/vector/vector.h"

namespace fairplay::blas::FAIRPLAY_ISA::detail {

template <int... i>
using LaneNumbers = std::integer_sequence<int, i...>;
template <class R>
using AllLanes = std::make_integer_sequence<int, Vector<R>::lanes>;

}  // namespace fairplay::blas::FAIRPLAY_ISA::detail
