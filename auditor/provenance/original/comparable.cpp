#include "auditor/provenance/original/comparable.h"

#include <algorithm>

#include "auditor/provenance/records/record_of_files.h"
#include "signatures/artifact/kind.h"
#include "signatures/installers/installer_files.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::artifact::FileKind;

/// What follows "lib/pythonX.Y/site-packages/"; nullopt for other places.
std::optional<std::string_view> below_site_packages(std::string_view path) {
  for (const std::string_view start : {"lib/python", "lib64/python"}) {
    if (!path.starts_with(start)) continue;
    const std::size_t slash = path.find('/', start.size());
    constexpr std::string_view folder = "/site-packages/";
    if (slash == std::string_view::npos || !path.substr(slash).starts_with(folder)) return std::nullopt;
    return path.substr(slash + folder.size());
  }
  return std::nullopt;
}

/// Takes off a wheel's NAME.data/SCHEME/ in front.
std::optional<std::string_view> unpacked(std::string_view member) {
  const std::size_t first = member.find('/');
  if (first == std::string_view::npos || !member.substr(0, first).ends_with(".data")) return member;
  const std::string_view inside = member.substr(first + 1);
  for (const std::string_view scheme : {"purelib/", "platlib/"}) {
    if (inside.starts_with(scheme)) return inside.substr(scheme.size());
  }
  if (inside.starts_with("data/")) return below_site_packages(inside.substr(5));
  return std::nullopt;
}

/// The folder of the territory that `key` is in; nullptr outside of it.
const std::string* territory_of(const OriginInput& input, std::string_view key) {
  const auto found =
      std::ranges::find_if(input.territory, [&](const std::string& folder) { return lies_in(key, folder); });
  return found == input.territory.end() ? nullptr : &*found;
}

/// The path of an installed file as Python and the loader know it: its folder may be a link to one of another name.
std::string installed_path(const OriginInput& input, const std::string& folder, std::string_view key) {
  const std::string_view name = folder == input.package ? "numpy" : signatures::base_name(folder);
  return std::string(name).append(key.substr(folder.size()));
}

}  // namespace

Layout layout_of(const OriginInput& input) {
  using Packed = signatures::artifact::Layout;
  switch (signatures::artifact::traits(input.files->kind).layout) {
    case Packed::sources: return Layout::sources;
    // A NumPy deep inside somebody else's wheel is compared as if it were installed there.
    case Packed::wheel: return installs_at_root(input.import_folder) ? Layout::wheel : Layout::installed;
    case Packed::installed:
    case Packed::one_file: break;
  }
  return Layout::installed;
}

std::optional<std::string_view> comparable_path(std::string_view member, Layout layout) {
  if (member.ends_with(".pyc") || signatures::installers::is_written_by_installer(member)) return std::nullopt;
  if (layout == Layout::installed) return unpacked(member);
  if (layout == Layout::wheel) return unpacked(member).value_or(member);
  const std::size_t slash = member.find('/');
  return slash == std::string_view::npos ? member : member.substr(slash + 1);
}

bool installs_at_root(std::string_view key) {
  const std::string folder = key.empty() ? std::string() : std::string(key) + "/";
  const std::optional<std::string_view> root = unpacked(folder);
  return root && root->empty();
}

const SubjectFile* SubjectFiles::find(std::string_view path) const {
  const auto found = compared.find(path);
  return found == compared.end() ? nullptr : &found->second;
}

SubjectFile* SubjectFiles::find(std::string_view path) {
  const auto found = compared.find(path);
  return found == compared.end() ? nullptr : &found->second;
}

bool SubjectFiles::may_hold(std::string_view path) const {
  return std::ranges::any_of(lost_folders, [&](const std::string& folder) { return lies_in(path, folder); });
}

bool SubjectFiles::holds_folder(std::string_view folder) const {
  const std::string prefix = std::string(folder) + "/";
  const auto next = compared.lower_bound(prefix);
  return next != compared.end() && next->first.starts_with(prefix);
}

SubjectFiles files_of_subject(const OriginInput& input) {
  SubjectFiles files;
  // A wheel may spread the same import folder over its root and several .data folders; elsewhere the folder's own name
  // counts.
  const Layout layout = layout_of(input);
  for (const auto& [key, facts] : input.files->files) {
    const bool lost_folder = facts.entry.kind == FileKind::directory && facts.lost;
    if (facts.entry.kind == FileKind::directory && !lost_folder) continue;
    const std::string* folder = territory_of(input, key);
    const bool along = folder == nullptr && std::ranges::binary_search(input.along, key);
    if (folder == nullptr && !along) continue;
    std::optional<std::string_view> path(key);
    std::string installed;
    if (along) {
      if (!input.import_folder.empty() && lies_in(key, input.import_folder))
        path = std::string_view(key).substr(input.import_folder.size() + 1);
    } else if (layout == Layout::installed && !folder->empty()) {
      installed = installed_path(input, *folder, key);
      path = installed;
    } else if (layout == Layout::wheel) {
      path = unpacked(key).value_or(key);
    } else if (!input.import_folder.empty()) {
      // In an sdist, what is beside its own folder counts as it is: no release has it.
      const bool inside = lies_in(key, input.import_folder) && key != input.import_folder;
      path = inside                      ? std::optional(std::string_view(key).substr(input.import_folder.size() + 1))
             : layout == Layout::sources ? path
                                         : std::nullopt;
    }
    if (!path || path->empty()) continue;
    if (lost_folder) {
      files.lost_folders.emplace(*path);
      ++files.lost;
      continue;
    }
    SubjectFile file{key, &facts, {}};
    if (const signatures::Digest* digest = signatures::find(facts.digests, signatures::Algorithm::sha256))
      file.sha256 = digest->hex();
    // What the loader would take is no bytecode and no installer's note, whatever its name.
    const bool binary = facts.format != signatures::fingerprint::BinaryFormat::none;
    if (path->ends_with(".pyc") && !binary) {
      files.bytecode.emplace(*path, std::move(file));
    } else if (binary || !signatures::installers::is_written_by_installer(*path)) {
      files.lost += facts.lost ? 1 : 0;
      const auto [there, is_new] = files.compared.emplace(*path, std::move(file));
      // Two members for one path: which of them is installed is the installer's choice, so that neither counts as
      // equal.
      if (!is_new) there->second.sha256.clear();
    }
  }
  return files;
}

}  // namespace fairplay::auditor::provenance
