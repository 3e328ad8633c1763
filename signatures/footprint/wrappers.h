#pragma once

#include "signatures/footprint/value.h"

/// functools.update_wrapper() and what follows from it: a function that stands for another one.
namespace fairplay::signatures::footprint {

class Evaluator;

/// functools.update_wrapper(wrapper, wrapped, assigned): name, module and attributes are copied, and `__wrapped__`
/// leads to the other. A wrapper that couldn't be followed is known to stand for `wrapped` from then on. `assigned` may
/// be null.
void update_wrapper(const Ref& wrapper, const Ref& wrapped, const Ref& assigned);

/// What `__wrapped__` says that it wraps; null without one.
Ref wrapped_by(const Ref& value);

/// Where inspect.unwrap() ends; with `stop`, at the first value that has a `__signature__`.
Ref unwrapped(Ref value, bool stop = false);

/// What callable() says; false also where it isn't known.
bool is_callable(Evaluator& evaluator, const Ref& value);

}  // namespace fairplay::signatures::footprint
