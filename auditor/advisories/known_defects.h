#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/known_defects.h"
#include "auditor/facts/subject.h"
#include "signatures/advisories/match.h"

namespace fairplay::auditor {

/// Looks every BLAS of these subjects up in `book`. `run_here`: the ids of those that are installed on this machine, so
/// that this CPU is what they run on; of others (archives, unpacked roots) the kernel isn't known. What can't be looked
/// up is listed in the subject's `not_checked`.
std::vector<KnownDefects> known_defects(std::span<Subject> subjects, const std::set<std::string, std::less<>>& run_here,
                                        const signatures::advisories::Book& book);

/// The same of the NumPys themselves, by the release that a subject was found to be or to be made from. Of one whose
/// origin is unknown, or that somebody modified, nothing is claimed: its `not_checked` says what its release has.
std::vector<KnownNumpyDefects> known_numpy_defects(std::span<Subject> subjects,
                                                   const std::set<std::string, std::less<>>& run_here,
                                                   const signatures::advisories::Book& book);

}  // namespace fairplay::auditor
