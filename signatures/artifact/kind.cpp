#include "signatures/artifact/kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "signatures/artifact/deb.h"
#include "signatures/artifact/frozen_program.h"
#include "signatures/artifact/kind_row.h"
#include "signatures/artifact/library.h"
#include "signatures/artifact/tar_file.h"
#include "signatures/artifact/zip_file.h"
#include "signatures/enum_names.h"

namespace fairplay::signatures::artifact {
namespace {

// A new kind: an enumerator in kind.h, its reader's header above, and a row here, at the same place as in the
// enumeration. The first row that recognises a file reads it: formats inside a format come before it.
constexpr auto rows = std::to_array<KindRow>({
    {.traits = {.kind = Kind::folder, .name = "folder", .described = "a folder", .layout = Layout::installed}},
    {.traits = {.kind = Kind::program,
                .name = "program",
                .described = "a PyInstaller program",
                .layout = Layout::installed,
                .archive = true,
                .program = true},
     .begins = begins_as_library,
     .holds = holds_frozen_program,
     .open = open_frozen_program},
    {.traits = {.kind = Kind::library, .name = "library", .described = "an ELF library", .layout = Layout::one_file},
     .begins = begins_as_library,
     .open = open_library},
    {.traits = {.kind = Kind::deb,
                .name = "deb",
                .described = "a Debian package",
                .layout = Layout::installed,
                .record = RecordFormat::dpkg_md5sums,
                .metadata = MetadataFormat::debian_control,
                .control_folder = "DEBIAN/",
                .endings = {".deb"},
                .archive = true},
     .begins = begins_as_deb,
     .open = open_deb},
    {.traits = {.kind = Kind::wheel,
                .name = "wheel",
                .described = "a wheel",
                .layout = Layout::wheel,
                .record = RecordFormat::dist_info,
                .metadata = MetadataFormat::dist_info,
                .endings = {".whl"},
                .archive = true},
     .begins = begins_as_zip,
     .ends = ends_as_zip,
     .open = open_zip},
    {.traits = {.kind = Kind::sdist,
                .name = "sdist",
                .described = "an sdist",
                .layout = Layout::sources,
                .metadata = MetadataFormat::pkg_info,
                .endings = {".tar.gz", ".zip"},
                .archive = true},
     .begins = begins_as_tar,
     .open = open_tar},
    // Its readers are the wheel's and the sdist's: what a ZIP or a tar holds says which it is.
    {.traits = {.kind = Kind::bundle,
                .name = "bundle",
                .described = "an archive of installed packages",
                .layout = Layout::installed,
                .record = RecordFormat::dist_info,
                .archive = true}},
});

consteval bool in_order() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].traits.kind != static_cast<Kind>(i)) return false;
  }
  return !is_enumerator<static_cast<Kind>(rows.size())>();
}
static_assert(in_order(), "every kind has one row, in the enumeration's order");

bool has_ending(const KindTraits& traits, std::string_view file_name) {
  return std::ranges::any_of(traits.endings,
                             [&](std::string_view ending) { return !ending.empty() && file_name.ends_with(ending); });
}

}  // namespace

std::span<const KindRow> kind_rows() { return rows; }

const KindTraits& traits(Kind kind) { return rows.at(static_cast<std::size_t>(kind)).traits; }

std::string_view name(Kind kind) { return traits(kind).name; }

std::optional<Kind> kind_named_like(std::string_view file_name) {
  const auto row = std::ranges::find_if(rows, [&](const KindRow& one) { return has_ending(one.traits, file_name); });
  return row == rows.end() ? std::nullopt : std::optional(row->traits.kind);
}

bool named_like_archive(std::string_view path) {
  const auto kind = kind_named_like(path);
  return kind && traits(*kind).archive;
}

bool in_control_folder(std::string_view path) {
  return std::ranges::any_of(rows, [&](const KindRow& row) {
    const std::string_view folder = row.traits.control_folder;
    return !folder.empty() && path.starts_with(folder);
  });
}

std::string described_file_kinds(std::string_view last) {
  std::vector<std::string_view> kinds;
  for (const KindRow& row : rows) {
    if (row.open != nullptr && !row.traits.program)
      kinds.push_back(row.traits.described);  // nobody publishes a NumPy so
  }
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i != 0) text += i + 1 == kinds.size() ? fmt::format(" {} ", last) : ", ";
    text += kinds[i];
  }
  return text;
}

}  // namespace fairplay::signatures::artifact
