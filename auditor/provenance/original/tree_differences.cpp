#include "auditor/provenance/original/tree_differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "auditor/provenance/files/file_class.h"
#include "auditor/wording/difference_text.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::database::FileRow;
using signatures::fingerprint::BinaryFormat;

bool is_binary(std::string_view path) {
  const FileSort sort = sort_of(path);
  return sort == FileSort::extension || sort == FileSort::library;
}

bool is_api(DifferenceClass kind) { return kind == DifferenceClass::api_added || kind == DifferenceClass::api_removed; }

/// From Python 3.12 on, upstream's build leaves numpy.distutils out: the reference may be a wheel for an older one.
/// The names of extension modules show it (PEP 3149).
bool is_for_python_312(const SubjectFiles& subject) {
  return std::ranges::any_of(subject.compared, [](const auto& item) {
    if (sort_of(item.first) != FileSort::extension) return false;
    const std::string_view name = base_name(item.first);
    for (const std::string_view start : {".cpython-3", ".cp3"}) {
      const std::size_t at = name.find(start);
      if (at == std::string_view::npos) continue;
      const std::string_view minor = name.substr(at + start.size(), 2);
      return minor.size() == 2 && minor >= "12" && minor <= "99" && minor[1] >= '0' && minor[1] <= '9';
    }
    return false;
  });
}

/// Python and C that isn't excused whole by where it lies.
bool can_be_looked_into(const Places& places, std::string_view path) {
  const bool source = path.ends_with(".py") || path.ends_with(".pyi") || path.ends_with(".h");
  return source && path.starts_with("numpy/") && !places.contains_file("tests", path) &&
         !places.contains_file("docs", path) && !places.contains_file("build", path);
}

class TreeComparison {
 public:
  TreeComparison(const Places& places, const SubjectFiles& subject, const KnownRelease& release,
                 const KnownRelease::Match& reference, bool binaries_official)
      : places_(places),
        subject_(subject),
        release_(release),
        reference_files_(release.files_of(reference)),
        binaries_official_(binaries_official) {}

  TreeDifferences run() {
    for (const auto& [path, file] : subject_.compared) {
      if (!is_binary(path) && !file.is_explained()) compare(path, file);
    }
    for (const auto& [path, row] : reference_files_) {
      if (!is_binary(path) && subject_.find(path) == nullptr && !subject_.may_hold(path)) missing(path);
    }
    report_missing();
    return std::move(result_);
  }

 private:
  void report(DifferenceClass kind, std::string path, std::string name, std::string detail, bool allowed_in_rebuilt,
              DifferenceReason reason = DifferenceReason::other) {
    result_.differences.push_back(
        {{kind, std::move(path), std::move(name), {}, {}, 0, std::move(detail), reason}, allowed_in_rebuilt});
  }

  void compare(const std::string& path, const SubjectFile& file) {
    const auto known = reference_files_.find(path);
    if (known != reference_files_.end() && !file.sha256.empty() && known->second->sha256 == file.sha256) return;
    if (release_.holds(path, file.sha256)) {
      report(DifferenceClass::build, path, {}, "another artifact's of the same release", true);
      return;
    }
    if (file.plain && release_.holds(path, file.plain->sha256)) {
      if (file.plain->delvewheel) {
        report(DifferenceClass::build, path, {}, "delvewheel's lines, which make Windows find the bundled libraries",
               true);
      } else {
        report(DifferenceClass::cosmetic, path, {}, "only its line ends differ", true);
      }
      return;
    }
    const bool is_new = release_.at(path).empty();
    if (file.facts->lost && !is_new) return;  // reported once, with everything that could not be read
    const Change change = is_new ? Change::added : Change::changed;
    // A link that wasn't followed may be a folder's, and Python imports any folder.
    const bool folder =
        is_new && file.facts->entry.kind == signatures::artifact::FileKind::symlink && sort_of(path) == FileSort::other;
    DifferenceClass kind = class_of_file(places_, folder ? path + "/__init__.py" : path, change);
    const bool out_of_reach = is_new && is_out_of_reach(path);
    // Neither a name nor a place hides what the loader takes: other code may load it by its path.
    // The release's own code does nothing new there: NFS renames a module that is in use (".nfs000...").
    const bool disguised = file.facts->format != BinaryFormat::none && !is_content_of_release(file);
    if (disguised) kind = DifferenceClass::binary;
    // What a link leads to wasn't looked at, whatever its place says of files.
    const signatures::artifact::FileEntry& entry = file.facts->entry;
    if (is_new && !out_of_reach && file.sha256.empty() && !entry.dangling &&
        entry.kind == signatures::artifact::FileKind::symlink && kind < DifferenceClass::library_search)
      kind = DifferenceClass::private_code;
    if (sort_of(path) == FileSort::static_library && change == Change::changed && binaries_official_)
      kind = DifferenceClass::binary;
    const bool expected = is_generated_or_edit_point(places_, path);
    const bool allowed = kind <= DifferenceClass::build && (expected || out_of_reach || !is_read_as_source(path));
    if (expected && kind == DifferenceClass::build) result_.unread_statements.push_back(path);
    if (kind == DifferenceClass::private_code && !is_new) result_.changed_sources.push_back(path);
    if (!file.sha256.empty() && !out_of_reach && !disguised && can_be_looked_into(places_, path))
      (is_new ? result_.inside.added : result_.inside.changed).push_back(path);
    const Detail detail = detail_of_file(file, kind, is_new);
    report(kind, path, is_api(kind) && sort_of(path) != FileSort::header ? dotted_name(path) : std::string(),
           detail.text, allowed, detail.reason);
  }

  bool is_content_of_release(const SubjectFile& file) const {
    return !file.sha256.empty() &&
           std::ranges::any_of(reference_files_, [&](const auto& item) { return item.second->sha256 == file.sha256; });
  }

  struct Detail {
    std::string text;
    DifferenceReason reason = DifferenceReason::other;
  };
  static Detail detail_of_file(const SubjectFile& file, DifferenceClass kind, bool is_new) {
    if (file.facts->lost) return {"it could not be read"};
    if (kind == DifferenceClass::binary && file.facts->format != BinaryFormat::none)
      return {"a compiled library or program under the name of another file"};
    if (file.sha256.empty()) return {"a link or special file in place of a file"};
    if (!is_new && kind == DifferenceClass::binary)
      return {"a static library that isn't the release's, beside official extension modules"};
    const auto reason = is_new ? DifferenceReason::not_in_release : DifferenceReason::content;
    return {detail_of(reason), reason};
  }

  /// The highest folder of which nothing is left, or the file itself.
  std::string_view removed_root(std::string_view path) const {
    std::string_view root = path;
    for (std::string_view folder = folder_of(path);
         !folder.empty() && folder != "numpy" && !subject_.holds_folder(folder); folder = folder_of(folder))
      root = folder;
    return root;
  }

  void missing(std::string_view path) {
    const std::string_view root = removed_root(path);
    DifferenceClass kind = class_of_file(places_, path, Change::removed);
    // Distributions split headers and f2py off into packages of their own, whole.
    const bool split_off = root == "numpy/f2py" || root.ends_with("/include") || root.ends_with("/include/numpy");
    if (split_off && kind > DifferenceClass::build) kind = DifferenceClass::build;
    Missing& group = missing_[{std::string(root), kind}];
    ++group.files;
    group.first = group.first.empty() ? std::string(path) : group.first;
    const bool expected = !is_read_as_source(path) || is_generated_or_edit_point(places_, path) ||
                          (root == "numpy/distutils" && without_distutils_);
    group.allowed_in_rebuilt = group.allowed_in_rebuilt && kind <= DifferenceClass::build && expected;
    // Files of a removed folder are reported as the folder.
    if (root == path && kind > DifferenceClass::build && can_be_looked_into(places_, path))
      result_.inside.removed.emplace_back(path);
  }

  void report_missing() {
    for (const auto& [where, group] : missing_) {
      const auto& [path, kind] = where;
      const bool folder = path != group.first;
      const bool named = is_api(kind) && (folder || sort_of(path) != FileSort::header);
      report(kind, path, named ? dotted_name(path) : std::string(),
             folder ? fmt::format("the whole folder is missing, with {} file{} of the release", group.files,
                                  group.files == 1 ? "" : "s")
                    : detail_of(DifferenceReason::missing),
             group.allowed_in_rebuilt, DifferenceReason::missing);
    }
  }

  struct Missing {
    std::size_t files = 0;
    std::string first;
    bool allowed_in_rebuilt = true;
  };

  const Places& places_;
  const SubjectFiles& subject_;
  const KnownRelease& release_;
  std::map<std::string_view, const FileRow*> reference_files_;
  bool binaries_official_;
  bool without_distutils_ = is_for_python_312(subject_);
  std::map<std::pair<std::string, DifferenceClass>, Missing> missing_;
  TreeDifferences result_;
};

}  // namespace

TreeDifferences compare_tree(const Places& places, const SubjectFiles& subject, const KnownRelease& release,
                             const KnownRelease::Match& reference, bool binaries_official) {
  return TreeComparison(places, subject, release, reference, binaries_official).run();
}

}  // namespace fairplay::auditor::provenance
