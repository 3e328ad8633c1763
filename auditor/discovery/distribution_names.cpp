#include "auditor/discovery/distribution_names.h"

#include "auditor/discovery/paths.h"
#include "signatures/installers/metadata.h"

namespace fairplay::auditor::discovery {
DistributionName distribution_name(std::string_view name) {
  using Kind = DistributionName::Kind;
  struct Suffix {
    std::string_view text;
    Kind kind;
  };
  for (const Suffix suffix : {Suffix{".dist-info", Kind::dist_info}, Suffix{".egg-info", Kind::egg_info},
                              Suffix{".egg", Kind::egg}, Suffix{".egg-link", Kind::egg_link}}) {
    if (!name.ends_with(suffix.text) || name.size() == suffix.text.size()) continue;
    name.remove_suffix(suffix.text.size());
    // "project-version", for eggs also "-pyX.Y-platform"; an egg-link and a source tree's egg-info have no version.
    const std::string_view project = suffix.kind == Kind::egg_link ? name : name.substr(0, name.find('-'));
    return {suffix.kind, signatures::installers::normalised_name(project)};
  }
  return {};
}

bool is_numpy_leftover(std::string_view name) {
  // pip._internal.utils.temp_dir.AdjacentTempDirectory: "~", then characters of this set in place of the next ones.
  constexpr std::string_view replacements = "-~.=%0123456789";
  constexpr std::string_view numpy = "numpy";
  if (!name.starts_with('~') || name.size() < numpy.size()) return false;
  std::size_t same = 1;
  while (same < numpy.size() && replacements.find(name[same]) != std::string_view::npos) ++same;
  if (same == numpy.size() || !name.substr(same).starts_with(numpy.substr(same))) return false;
  const std::string_view rest = name.substr(numpy.size());
  return rest.empty() || rest == ".libs" || rest.starts_with('-');
}

bool installs_top_level_numpy(std::string_view listing) {
  constexpr std::string_view needle = "numpy/__init__.py";
  for (std::size_t at = 0; (at = listing.find(needle, at)) != std::string_view::npos; at += needle.size()) {
    const std::size_t end = at + needle.size();
    const bool ends = end == listing.size() || listing[end] == ',' || listing[end] == '\n' || listing[end] == '\r' ||
                      listing[end] == '"';
    if (!ends) continue;
    std::string_view before = listing.substr(0, at);
    // installed-files.txt counts from the egg-info folder: "../numpy/__init__.py".
    while (before.ends_with("../") || before.ends_with("./")) before.remove_suffix(before.ends_with("../") ? 3 : 2);
    if (before.ends_with('"')) before.remove_suffix(1);
    if (before.empty() || before.ends_with('\n')) return true;
    for (const std::string_view folder : {"site-packages/", "dist-packages/", ".data/purelib/", ".data/platlib/"}) {
      if (before.ends_with(folder)) return true;
    }
  }
  return false;
}

bool names_numpy(std::string_view top_level) {
  for (const std::string& line : paths::split(top_level, "\r\n")) {
    if (paths::trim(line) == "numpy") return true;
  }
  return false;
}

}  // namespace fairplay::auditor::discovery
