#include "auditor/provenance/records/intact.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/records/bytecode.h"
#include "signatures/elf/recognition.h"
#include "signatures/installers/installer_files.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::Digest;
using signatures::artifact::FileKind;
using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;
using signatures::installers::is_written_by_installer;

bool is_bytecode(std::string_view key) { return key.ends_with(".pyc"); }

/// What Python would import, or the loader would load, from its place.
bool is_importable(std::string_view key) {
  const std::string_view name = base_name(key);
  if (name.ends_with(".py") || name.ends_with(".pyd")) return true;
  return signatures::elf::named_like_library(name);
}

/// Compares one subject's files; keeps the counts that decide the verdict.
class Comparison {
 public:
  Comparison(const IntactInput& input, std::vector<NotChecked>& not_checked)
      : input_(input), not_checked_(not_checked) {}

  Intact run() {
    const FileRecord& record = *input_.record;
    result_.record = record.label;
    result_.record_version = record.version;
    if (record.label.empty() || !record.has_digests()) {
      result_.why =
          !record.missing_why.empty() ? record.missing_why : fmt::format("{} carries no hashes", record.label);
      return std::move(result_);
    }
    for (const auto& [key, expectation] : record.files) compare(key, expectation);
    find_extras();
    std::sort(result_.failed.begin(), result_.failed.end(),
              [](const FileDeviation& a, const FileDeviation& b) { return a.path < b.path; });
    report_unchecked();
    decide();
    return std::move(result_);
  }

 private:
  void fail(std::string shown, FileDeviation::Why why, Territory territory, bool importable, std::string detail) {
    result_.failed.push_back({std::move(shown), why, territory, importable, std::move(detail)});
  }

  void compare(const std::string& key, const Expectation& expectation) {
    const FileFacts* facts = input_.files->find(key);
    if (facts == nullptr || facts->entry.kind == FileKind::directory) {
      compare_absent(key, expectation);
      return;
    }
    if (facts->lost) {
      ++unread_;
      return;
    }
    if (expectation.digests.empty()) {
      if (is_bytecode(key)) {
        judge_loose_bytecode(key, expectation.shown, *facts);
      } else if (!is_written_by_installer(key)) {
        ++without_digest_;
      }
      return;
    }
    ++result_.checked;
    const Digest* found = nullptr;
    for (const Digest& expected : expectation.digests) {
      found = signatures::find(facts->digests, expected.algorithm);
      if (found != nullptr && *found == expected) return;
    }
    if (found == nullptr) {  // a link to nowhere, or a special file in its place
      fail(expectation.shown, FileDeviation::Why::changed, expectation.territory, is_importable(key),
           "it is no regular file");
      spoilt_other_ = spoilt_other_ || expectation.territory == Territory::package;
      return;
    }
    // The repackager wrote its own name there; that is why its RECORD is only advice.
    if (input_.record->authority != FileRecord::Authority::owner && is_written_by_installer(key)) return;
    // Installers recompile bytecode that a wheel shipped; RECORD then still has the shipped file's row (seen with
    // numpy/distutils/__pycache__/conv_template.cpython-311.pyc of 1.26 and 2.x).
    if (is_bytecode(key)) {
      judge_loose_bytecode(key, expectation.shown, *facts);
      return;
    }
    fail(expectation.shown, FileDeviation::Why::changed, expectation.territory, is_importable(key),
         facts->entry.size == 0 ? std::string("it is empty")
                                : fmt::format("{} is {}, recorded {}", name(found->algorithm), found->hex(),
                                              expectation.digests.front().hex()));
    if (expectation.territory != Territory::package) return;
    const bool binary = facts->format != BinaryFormat::none || key.ends_with(".a");
    (binary ? spoilt_binary_ : spoilt_other_) = true;
  }

  void compare_absent(const std::string& key, const Expectation& expectation) {
    if (expectation.digests.empty() || is_bytecode(key) || is_written_by_installer(key)) return;
    if (std::find(input_.record->excluded.begin(), input_.record->excluded.end(), key) !=
        input_.record->excluded.end()) {
      ++excluded_;
      return;
    }
    if (input_.files->in_lost_folder(key)) {
      ++unread_;
      return;
    }
    fail(expectation.shown, FileDeviation::Why::missing, expectation.territory, is_importable(key),
         "recorded, but not there");
    if (expectation.territory == Territory::package) spoilt_other_ = true;
  }

  void judge_loose_bytecode(const std::string& key, const std::string& shown, const FileFacts& facts) {
    const BytecodeVerdict verdict = judge_bytecode(key, facts, *input_.files, input_.times_count, input_.read_source);
    if (verdict.standing == BytecodeVerdict::Standing::belongs) {
      bytecode_.add(key);
      return;
    }
    const bool foreign = verdict.standing == BytecodeVerdict::Standing::foreign;
    fail(shown, FileDeviation::Why::extra, Territory::package, foreign, verdict.why);
    spoilt_other_ = spoilt_other_ || foreign;
  }

  /// A file without a row, as its record would write it.
  std::string shown(const std::string& key) const {
    const std::string& folder = input_.import_folder;
    if (folder.empty()) return key;
    if (key != folder && lies_in(key, folder)) return key.substr(folder.size() + 1);
    // A folder that is a link is read where it leads to.
    for (const std::string& owned : input_.owned_folders) {
      if (!owned.empty() && lies_in(key, owned)) return std::string(base_name(owned)) + key.substr(owned.size());
    }
    return key;
  }

  void find_extras() {
    for (const auto& [key, facts] : input_.files->files) {
      if (facts.entry.kind == FileKind::directory || input_.record->files.contains(key)) continue;
      const bool owned = std::any_of(input_.owned_folders.begin(), input_.owned_folders.end(),
                                     [&, &file = key](const std::string& folder) { return lies_in(file, folder); });
      if (!owned || is_written_by_installer(key)) continue;
      if (is_bytecode(key)) {
        judge_loose_bytecode(key, shown(key), facts);
        continue;
      }
      const bool importable =
          is_importable(key) && !(is_out_of_reach(shown(key)) && facts.format == BinaryFormat::none);
      fail(shown(key), FileDeviation::Why::extra, Territory::package, importable,
           importable ? "nobody recorded it, and it can be imported or loaded" : "nobody recorded it");
      spoilt_other_ = spoilt_other_ || importable;
    }
  }

  void report_unchecked() {
    for (NotChecked& line : bytecode_.described()) not_checked_.push_back(std::move(line));
    if (without_digest_ != 0)
      not_checked_.push_back(
          {fmt::format("{} files of {}", without_digest_, result_.record), "their rows carry no hash"});
    if (excluded_ != 0)
      not_checked_.push_back({fmt::format("{} files of {}", excluded_, result_.record),
                              "dpkg was told not to unpack them (path-exclude)"});
    if (input_.record->installer == Installer::dpkg)
      not_checked_.push_back(
          {"deliberate changes", "dpkg records MD5, which guards against accident, not against intent"});
  }

  void decide() {
    const auto count = [&](auto matches) {
      return std::count_if(result_.failed.begin(), result_.failed.end(), matches);
    };
    const auto changed = count([](const FileDeviation& d) {
      return d.territory == Territory::package && d.why == FileDeviation::Why::changed;
    });
    const auto missing = count([](const FileDeviation& d) {
      return d.territory == Territory::package && d.why == FileDeviation::Why::missing;
    });
    const auto added = count([](const FileDeviation& d) { return d.why == FileDeviation::Why::extra && d.importable; });
    if (spoilt_other_ || (spoilt_binary_ && input_.record->authority == FileRecord::Authority::owner)) {
      result_.verdict = Verdict::no;
      std::vector<std::string> parts;
      if (changed != 0) parts.push_back(fmt::format("{} changed", changed));
      if (missing != 0) parts.push_back(fmt::format("{} missing", missing));
      if (added != 0) parts.push_back(fmt::format("{} added", added));
      result_.why = fmt::format("{} against {}", fmt::join(parts, ", "), result_.record);
    } else if (spoilt_binary_) {
      result_.why = fmt::format(
          "{} binaries differ from {}, which no installer vouches for: a distribution may have stripped or relinked "
          "them",
          changed, result_.record);
    } else if (unread_ != 0) {
      result_.why = fmt::format("{} files could not be read", unread_);
    } else {
      result_.verdict = Verdict::yes;
      result_.why = fmt::format("{} files match {}", result_.checked, result_.record);
    }
  }

  const IntactInput& input_;
  std::vector<NotChecked>& not_checked_;
  Intact result_;
  UncomparedBytecode bytecode_{input_.python};
  std::uint64_t without_digest_ = 0;
  std::uint64_t excluded_ = 0;
  std::uint64_t unread_ = 0;
  bool spoilt_binary_ = false;  ///< a binary of the package changed
  bool spoilt_other_ = false;   ///< anything else that makes it not intact
};

}  // namespace

Intact compare_with_record(const IntactInput& input, std::vector<NotChecked>& not_checked) {
  return Comparison(input, not_checked).run();
}

}  // namespace fairplay::auditor::provenance
