#pragma once

#include <string>

#include "auditor/facts/origin.h"

namespace fairplay::auditor {

/// What differs, without its path and class: "numpy.load: allow_pickle=False became allow_pickle=True", "ufunc erf
/// added". Empty where all there is to say is that the file's content differs. Raw text of the subject's.
std::string difference_text(const Difference& difference);

/// The detail of a difference of which no more is known than its reason; empty for `other`.
std::string detail_of(DifferenceReason reason);

}  // namespace fairplay::auditor
