#include "auditor/loading/processor.h"

#include <algorithm>
#include <array>
#include <utility>

#include "auditor/discovery/paths.h"

namespace fairplay::auditor::loading {
namespace {

constexpr std::size_t largest_cpuinfo = 16U << 20;  // thousands of processors; the first one's lines are read

/// What a feature of NumPy (npy_cpu_features.c) is for the kernel; groups are what they imply.
struct Feature {
  std::string_view name;
  std::string_view flags;
};
constexpr std::array features = {
    Feature{"SSE", "sse"},
    Feature{"SSE2", "sse2"},
    Feature{"SSE3", "pni"},
    Feature{"SSSE3", "ssse3"},
    Feature{"SSE41", "sse4_1"},
    Feature{"POPCNT", "popcnt"},
    Feature{"SSE42", "sse4_2"},
    Feature{"CX16", "cx16"},
    Feature{"LAHF", "lahf_lm"},
    Feature{"AVX", "avx"},
    Feature{"F16C", "f16c"},
    Feature{"XOP", "xop"},
    Feature{"FMA4", "fma4"},
    Feature{"FMA3", "fma"},
    Feature{"AVX2", "avx2"},
    Feature{"BMI", "bmi1"},
    Feature{"BMI2", "bmi2"},
    Feature{"LZCNT", "abm"},
    Feature{"MOVBE", "movbe"},
    Feature{"GFNI", "gfni"},
    Feature{"VAES", "vaes"},
    Feature{"VPCLMULQDQ", "vpclmulqdq"},
    Feature{"AVX512F", "avx512f"},
    Feature{"AVX512CD", "avx512cd"},
    Feature{"AVX512_SKX", "avx512f avx512cd avx512bw avx512dq avx512vl"},
    Feature{"AVX512_CLX", "avx512f avx512cd avx512bw avx512dq avx512vl avx512_vnni"},
    Feature{"AVX512_CNL", "avx512f avx512cd avx512bw avx512dq avx512vl avx512ifma avx512vbmi"},
    Feature{"AVX512_ICL",
            "avx512f avx512cd avx512bw avx512dq avx512vl avx512_vnni avx512ifma avx512vbmi avx512_vbmi2 avx512_bitalg "
            "avx512_vpopcntdq"},
    Feature{"X86_V2", "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2"},
    Feature{"X86_V3", "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2 avx avx2 bmi1 bmi2 f16c fma abm movbe"},
    Feature{
        "X86_V4",
        "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2 avx avx2 bmi1 bmi2 f16c fma abm movbe avx512f avx512cd avx512bw "
        "avx512dq avx512vl"},
    Feature{"ASIMD", "asimd"},
    Feature{"ASIMDHP", "asimdhp"},
    Feature{"ASIMDDP", "asimddp"},
    Feature{"ASIMDFHM", "asimdfhm"},
    Feature{"SVE", "sve"},
};

/// A running system's files have this machine's processor: this one's, or a process's root.
bool is_running(const discovery::System& system) {
  const std::string& root = system.files.root();
  return root.empty() || (root.starts_with("/proc/") && root.ends_with("/root"));
}

}  // namespace

std::optional<Processor> Processor::of(const discovery::System& system) {
  if (!is_running(system)) return std::nullopt;
  const auto text = system.files.read("/proc/cpuinfo", largest_cpuinfo);
  return text ? by_cpuinfo(*text) : std::nullopt;
}

std::optional<Processor> Processor::by_cpuinfo(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = discovery::paths::trim(line.substr(0, colon));
    if (key != "flags" && key != "Features") continue;
    Processor processor;
    for (std::string& flag : discovery::paths::split(line.substr(colon + 1), " \t"))
      processor.flags_.insert(std::move(flag));
    if (processor.flags_.empty()) return std::nullopt;
    return processor;
  }
  return std::nullopt;
}

std::vector<std::string> Processor::lacking(std::span<const std::string> wanted) const {
  std::vector<std::string> missing;
  for (const std::string& feature : wanted) {
    const auto known = std::ranges::find(features, feature, &Feature::name);
    if (known == features.end()) continue;
    for (std::string& flag : discovery::paths::split(known->flags, " ")) {
      if (!flags_.contains(flag) && std::ranges::find(missing, flag) == missing.end())
        missing.push_back(std::move(flag));
    }
  }
  return missing;
}

std::vector<std::string> Processor::lacking_of_isa(std::uint32_t levels) const {
  std::vector<std::string> names;
  if ((levels & 2U) != 0) names.emplace_back("X86_V2");
  if ((levels & 4U) != 0) names.emplace_back("X86_V3");
  if ((levels & 8U) != 0) names.emplace_back("X86_V4");
  return lacking(names);
}

std::string isa_text(std::uint32_t levels) {
  for (const auto& [bit, text] : {std::pair{8U, "x86-64-v4"}, {4U, "x86-64-v3"}, {2U, "x86-64-v2"}, {1U, "x86-64"}}) {
    if ((levels & bit) != 0) return text;
  }
  return {};
}

}  // namespace fairplay::auditor::loading
