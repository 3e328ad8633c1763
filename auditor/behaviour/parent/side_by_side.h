#pragma once

#include "auditor/behaviour/parent/child_words.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// How two libraries did on the same calls: marks the divergences that both have, and counts by routine the calls that
/// gave the same bits.
SideBySide side_by_side(ProbedLibrary& one, ProbedLibrary& other, const Bits& of_one, const Bits& of_other);

}  // namespace fairplay::auditor::behaviour
