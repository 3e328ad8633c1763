#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/behaviour/parent/child.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// What every call of a routine wrote, as a digest by the call's number: for comparing two libraries.
using Bits = std::map<std::string, std::map<std::uint64_t, std::uint64_t>>;

/// What a child said, as far as it can be believed: the library under test shares its memory and may have written
/// anything.
struct ChildWords {
  std::optional<CallingConvention> convention;
  std::string configuration, kernel;
  std::string refused;  ///< the library couldn't be loaded or bound: why
  std::string broken;   ///< the probe itself failed: why
  std::string skipped;  ///< there is nothing to probe here: why
  std::vector<Divergence> divergences;
  std::set<std::string, std::less<>> called;  ///< routines
  std::vector<DefinedElsewhere> elsewhere;
  std::vector<std::string> beside;  ///< paths of other BLAS libraries that it loads
  Bits bits;
  std::map<std::size_t, std::vector<std::byte>> answers;  ///< what calls for the parent to judge wrote, by their number
  std::vector<std::string> notes;                         ///< worth knowing, no divergences
  bool cut_short = false;
  bool done = false;
};
ChildWords read_words(const std::string& messages);

/// "killed by SIGSEGV at 0x10 (it says: free(): invalid pointer)"
std::string end_phrase(const ChildEnd& end);

/// What the child's end itself means: a crash, a hang or an exit is a result. Nullopt if it did what it should.
std::optional<Divergence> divergence_of(const ChildEnd& end, const ChildWords& words, int threads);

}  // namespace fairplay::auditor::behaviour
