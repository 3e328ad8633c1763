#include "auditor/behaviour/numpy/run/simd_levels.h"

#include <algorithm>

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::vector<std::string> names_in(const Json& about, const char* list) {
  std::vector<std::string> names;
  if (about.contains(list) && about[list].is_array())
    for (const Json& one : about[list])
      if (one.is_string()) names.push_back(one.get<std::string>());
  return names;
}

bool is_avx512(const std::string& name) { return name.starts_with("AVX512") || name == "X86_V4"; }
bool is_avx2(const std::string& name) {
  return is_avx512(name) || name == "AVX2" || name == "FMA3" || name == "FMA4" || name == "X86_V3";
}

}  // namespace

std::vector<SimdLevel> simd_levels(const Json& about) {
  const std::vector<std::string> present = names_in(about, "features");
  std::vector<std::string> usable;
  for (std::string& name : names_in(about, "dispatch"))
    if (std::ranges::find(present, name) != present.end()) usable.push_back(std::move(name));
  std::vector<SimdLevel> levels{{"all", {}}};
  const auto without = [&](const char* name, bool (*off)(const std::string&)) {
    SimdLevel level{name, {}};
    std::ranges::copy_if(usable, std::back_inserter(level.disabled), off);
    if (level.disabled.size() > levels.back().disabled.size()) levels.push_back(std::move(level));
  };
  without("without AVX-512", is_avx512);
  without("without AVX2", is_avx2);
  without("baseline", [](const std::string&) { return true; });
  return levels;
}

}  // namespace fairplay::auditor::behaviour::numpy
