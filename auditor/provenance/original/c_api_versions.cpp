#include "auditor/provenance/original/c_api_versions.h"

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/version.h"
#include "signatures/database/release_order.h"
#include "signatures/installers/numpy_config.h"

namespace fairplay::auditor::provenance {
namespace {

/// Since 2.0 Python imports numpy._core; a numpy/core with a binary of its own is then left of an older release.
std::string_view imported_core(const SubjectFiles& files, const Subject& subject) {
  constexpr std::string_view newer = "numpy/_core";
  constexpr std::string_view older = "numpy/core";
  const std::string release = public_part(subject.version);
  if (release.empty()) return files.holds_folder(newer) ? newer : older;
  return signatures::database::released_before(release, "2.0.0.dev0") ? older : newer;
}

bool is_in(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace

void read_header_versions(const SubjectFiles& files, Subject& subject) {
  const std::string_view core = imported_core(files, subject);
  for (const auto& [path, file] : files.compared) {
    if (!signatures::installers::is_numpy_config(path) || !is_in(path, core) || !file.facts->text) continue;
    const auto versions = signatures::installers::parse_numpy_config(*file.facts->text);
    subject.c_api.headers = {versions.abi, versions.api};
  }
}

void read_binary_version(const SubjectFiles& files, const KnownRelease& known, const OriginInput& input,
                         Subject& subject) {
  const std::string_view folder = imported_core(files, subject);
  const auto is_core = [&](std::string_view path) {
    if (sort_of(path) != FileSort::extension || !is_in(path, folder)) return false;
    const std::string name = dotted_name(path);
    return name.ends_with("._multiarray_umath") || name == "numpy.core.multiarray";
  };
  const SubjectFile* core = nullptr;
  std::string_view core_path;
  for (const auto& [path, file] : files.compared) {
    // Up to 1.15 it is multiarray; where both are, the newer one has the table.
    if (!is_core(path) || (core != nullptr && path.find("_multiarray_umath") == std::string::npos)) continue;
    core = &file;
    core_path = path;
  }
  if (core == nullptr || core->sha256.empty() || core->damaged) return;
  if (known.holds(core_path, core->sha256)) {
    subject.c_api.binary = subject.c_api.release;
    return;
  }
  if (const auto versions = input.read_c_api ? input.read_c_api(core->key) : std::nullopt) {
    subject.c_api.binary = *versions;
  } else {
    subject.not_checked.push_back({"the C-API version that the binary has", "it could not be decoded"});
  }
}

}  // namespace fairplay::auditor::provenance
