#pragma once

#include "auditor/behaviour/numpy/battery/maker.h"

namespace fairplay::auditor::behaviour::numpy {

/// A bit generator of the release; a RandomState (`legacy`) has one alone.
const char* bits_of(Maker& maker, bool legacy);
/// A call of a freshly seeded Generator or RandomState, without what its kind takes.
Operation stream_call(Maker& maker, const char* kind, bool legacy, const char* bits);

}  // namespace fairplay::auditor::behaviour::numpy
