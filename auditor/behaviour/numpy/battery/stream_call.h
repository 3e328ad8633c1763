#pragma once

#include <span>
#include <string_view>

#include "auditor/behaviour/numpy/battery/maker.h"

namespace fairplay::auditor::behaviour::numpy {

/// A bit generator of the release; a RandomState (`legacy`) has one alone.
const char* bits_of(Maker& maker, bool legacy);
/// A call of a freshly seeded Generator or RandomState, without what its kind takes.
Operation stream_call(Maker& maker, const char* kind, bool legacy, const char* bits);

/// Gives a draw its distribution's parameters. `whole`: of each 'i' if it is an integer; what it leaves out is a
/// floating number.
void add_parameters(Operation& call, std::span<const double> parameters, std::string_view whole);

}  // namespace fairplay::auditor::behaviour::numpy
