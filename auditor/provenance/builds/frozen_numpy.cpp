#include "auditor/provenance/builds/frozen_numpy.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "auditor/provenance/records/record_of_files.h"
#include "auditor/wording/listing.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::database::Database;
using signatures::database::Known;
using signatures::database::Manifest;

struct FrozenBinary {
  std::string path;  ///< from the import folder, as manifests write it
  std::string sha256;
};

std::vector<FrozenBinary> binaries_of(const FrozenNumpy& numpy) {
  std::vector<FrozenBinary> binaries;
  const std::string_view import_folder = signatures::folder_of(numpy.package);
  for (const auto& [key, facts] : numpy.files->files) {
    const bool inside = lies_in(key, numpy.package) ||
                        std::ranges::any_of(numpy.libraries, [&](const auto& folder) { return lies_in(key, folder); });
    const signatures::Digest* sha256 = signatures::find(facts.digests, signatures::Algorithm::sha256);
    if (!inside || !facts.elf || sha256 == nullptr) continue;
    const std::size_t from = import_folder.empty() ? 0 : import_folder.size() + 1;
    binaries.push_back({key.substr(from), sha256->hex()});
  }
  return binaries;
}

/// "2.2" of "2.2.6".
std::string_view series_of(std::string_view release) {
  const auto first = release.find('.');
  return first == std::string_view::npos ? release : release.substr(0, release.find('.', first + 1));
}

/// The releases that may have been frozen: the one that metadata name, else those of the series that had a bundled
/// library.
std::set<std::string> releases_to_try(Database& database, const std::vector<FrozenBinary>& binaries,
                                      const std::string& version) {
  if (database.knows("numpy", version)) return {version};
  std::set<std::string> series;
  for (const FrozenBinary& binary : binaries) {
    if (binary.path.starts_with("numpy/")) continue;
    for (const Known& known : database.with_library(binary.sha256)) {
      if (known.manifest->project() == "numpy") series.emplace(series_of(known.manifest->release()));
    }
  }
  std::set<std::string> releases;
  for (const std::string& release : database.releases_of("numpy")) {
    if (series.contains(std::string(series_of(release)))) releases.insert(release);
  }
  return releases;
}

struct FrozenFrom {
  Known known;
  std::size_t artifact = 0;
  std::size_t equal = 0;
};

/// The artifact that has most of these binaries.
std::optional<FrozenFrom> frozen_from(Database& database, const std::vector<FrozenBinary>& binaries,
                                      const std::set<std::string>& releases) {
  std::optional<FrozenFrom> best;
  for (const std::string& release : releases) {
    for (const Known& known : database.manifests("numpy", release)) {
      std::vector<std::size_t> equal(known.manifest->artifacts().size(), 0);
      for (const FrozenBinary& binary : binaries) {
        for (const auto& row : known.manifest->files_at(binary.path)) {
          if (row.sha256 != binary.sha256) continue;
          for (std::size_t i = 0; i < equal.size(); ++i) equal[i] += known.manifest->set(row).contains(i) ? 1 : 0;
        }
      }
      const auto most = std::ranges::max_element(equal);
      if (most == equal.end() || *most == 0 || (best && best->equal >= *most)) continue;
      best = FrozenFrom{known, static_cast<std::size_t>(most - equal.begin()), *most};
    }
  }
  return best;
}

}  // namespace

void judge_frozen_numpy(const OriginTools& tools, const FrozenNumpy& numpy, Subject& subject) {
  subject.intact.verdict = Verdict::unknown;
  subject.intact.why = "it is part of a program, which keeps no record of its files";
  const std::string frozen = "frozen into a program: its Python modules are bytecode or machine code";
  subject.original.verdict = OriginVerdict::unknown;
  subject.original.why = frozen;
  subject.not_checked.push_back({"numpy's Python modules", frozen + ", and no release has these to compare with"});
  if (tools.database == nullptr || tools.database->databases().empty()) return;

  const std::vector<FrozenBinary> binaries = binaries_of(numpy);
  const auto from = frozen_from(*tools.database, binaries, releases_to_try(*tools.database, binaries, subject.version));
  if (!from) return;
  const auto& artifact = from->known.manifest->artifacts()[from->artifact];
  subject.release = std::string(from->known.manifest->release());
  if (subject.version.empty()) subject.version = *subject.release;
  if (tools.found != nullptr && from->equal == binaries.size()) tools.found->emplace(artifact.name);
  subject.original.nearest =
      Nearest{std::string(artifact.name), static_cast<double>(from->equal) / static_cast<double>(binaries.size())};
  subject.original.why = fmt::format("{}; {} of {} are those of {}", frozen, from->equal,
                                     counted(binaries.size(), "binary", "binaries"), artifact.name);
  if (from->known.database != nullptr) {
    subject.original.database = from->known.database->name;
    subject.original.signed_by = from->known.database->signed_by;
  }
}

}  // namespace fairplay::auditor::provenance
