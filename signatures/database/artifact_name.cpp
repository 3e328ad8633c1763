#include "signatures/database/artifact_name.h"

#include <fmt/format.h>

#include "signatures/installers/metadata.h"

namespace fairplay::signatures::database {
namespace {

using installers::normalised_name;

// Versions in file names replace what a file name can't hold ('-' by '_', ':' by "%3a"): letters, digits and the places
// of separators remain.
std::string without_separators(std::string_view version) { return normalised_name(version); }

std::string says(std::string_view artifact, std::string_view what, std::string_view named, std::string_view listed) {
  return fmt::format("{} names the {} {}, but is listed under {}", artifact, what, named, listed);
}

std::optional<std::string> wheel(std::string_view artifact, std::string_view project, std::string_view release) {
  const std::size_t name_end = artifact.find('-');
  const std::size_t version_end = name_end == std::string_view::npos ? name_end : artifact.find('-', name_end + 1);
  if (version_end == std::string_view::npos) return fmt::format("{} is no wheel's name: it has no version", artifact);
  const std::string_view named = artifact.substr(0, name_end);
  if (normalised_name(named) != normalised_name(project)) return says(artifact, "project", named, project);
  const std::string_view version = artifact.substr(name_end + 1, version_end - name_end - 1);
  if (without_separators(version) != without_separators(release)) return says(artifact, "release", version, release);
  return std::nullopt;
}

// Old sdists have '-' in their names and their versions: any split that fits will do.
std::optional<std::string> sdist(std::string_view artifact, std::string_view stem, std::string_view project,
                                 std::string_view release) {
  bool project_fits = false;
  for (std::size_t dash = stem.find('-'); dash != std::string_view::npos; dash = stem.find('-', dash + 1)) {
    if (normalised_name(stem.substr(0, dash)) != normalised_name(project)) continue;
    project_fits = true;
    if (without_separators(stem.substr(dash + 1)) == without_separators(release)) return std::nullopt;
  }
  const std::size_t last = stem.rfind('-');
  if (last == std::string_view::npos) return fmt::format("{} is no sdist's name: it has no version", artifact);
  if (project_fits) return says(artifact, "release", stem.substr(last + 1), release);
  return says(artifact, "project", stem.substr(0, last), project);
}

std::string_view without_epoch(std::string_view version) {
  for (const std::string_view colon : {":", "%3a"}) {
    if (const std::size_t at = version.find(colon); at != std::string_view::npos)
      return version.substr(at + colon.size());
  }
  return version;
}

// NAME_VERSION_ARCHITECTURE.deb; apt writes an epoch's colon as %3a, the archive leaves the epoch out.
std::optional<std::string> deb(std::string_view artifact, std::string_view project, std::string_view release) {
  const std::size_t name_end = artifact.find('_');
  const std::size_t version_end = name_end == std::string_view::npos ? name_end : artifact.find('_', name_end + 1);
  if (version_end == std::string_view::npos)
    return fmt::format("{} is no Debian package's name: it has no version", artifact);
  const std::string_view named = artifact.substr(0, name_end);
  if (named != project) return says(artifact, "project", named, project);
  const std::string_view version = artifact.substr(name_end + 1, version_end - name_end - 1);
  if (without_epoch(version) != without_epoch(release)) return says(artifact, "release", version, release);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> disagreement(std::string_view artifact, std::string_view project, std::string_view release) {
  if (artifact.ends_with(".whl")) return wheel(artifact, project, release);
  if (artifact.ends_with(".deb")) return deb(artifact, project, release);
  for (const std::string_view suffix : {".tar.gz", ".zip"}) {
    if (artifact.ends_with(suffix))
      return sdist(artifact, artifact.substr(0, artifact.size() - suffix.size()), project, release);
  }
  return std::nullopt;
}

}  // namespace fairplay::signatures::database
