#include "auditor/provenance/comparison/patches.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "auditor/provenance/comparison/line_difference.h"
#include "auditor/wording/listing.h"
#include "signatures/python/statements.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::Damage;
using signatures::unified_diffs::FilePatch;
using signatures::unified_diffs::MarkedLine;
using signatures::unified_diffs::SeriesPatch;

/// Lines of a file, from 1; `last` counts.
struct Span {
  std::size_t first = 1;
  std::size_t last = 1;
};

/// What is at a line of a source: the statement that begins there with its suite, decorators in front; else the
/// line itself.
Span span_at(std::string_view source, std::size_t line) {
  std::vector<Damage> ignored;
  const signatures::python::Statements statements = signatures::python::split(source, {}, ignored);
  std::size_t first = line;
  for (const auto& statement : statements.all) {
    if (statement.line > line) break;
    if (statement.kind == signatures::python::StatementKind::decorator) {
      first = std::min<std::size_t>(first, statement.line);
      continue;
    }
    if (statement.line == line) {
      const std::string_view text = source.substr(statement.begin, statement.end - statement.begin);
      return {first, line + static_cast<std::size_t>(std::ranges::count(text, '\n'))};
    }
    first = line;
  }
  return {line, line};
}

/// One file that patches touch.
struct Touched {
  std::vector<std::pair<std::size_t, const FilePatch*>> patches;  ///< index of the patch
};

/// A file with its patches applied, compared with the new one.
struct Patched {
  std::vector<std::size_t> marks;  ///< of every new line that is the patched text's: 0 or the patch's index + 1
  std::vector<bool> unexplained;   ///< by new line, from 0, and one for the end
  bool whole = false;              ///< the two are equal
};

class Explanation {
 public:
  Explanation(const std::vector<SeriesPatch>& patches, Build& old, Build& now, Comparison& comparison)
      : patches_(patches), old_(old), now_(now), comparison_(comparison) {}

  void run() {
    comparison_.with_patches = true;
    for (const SeriesPatch& patch : patches_)
      comparison_.patches.push_back({patch.patch.name, patch.patch.subject, PatchUse::Standing::elsewhere, 0, {}});
    sort_by_file();
    read_texts();
    for (const auto& [path, touched] : touched_) apply_all(path, touched);
    for (ComparedDifference& compared : comparison_.differences) explain(compared);
    for (std::size_t i = 0; i < patches_.size(); ++i) judge(i);
  }

 private:
  static std::string path_of(const FilePatch& file, unsigned strip) {
    return std::string(
        signatures::unified_diffs::stripped(file.new_path.empty() ? file.old_path : file.new_path, strip));
  }

  const SubjectFile* find(const Build& build, const std::string& path) const { return build.files().find(path); }
  bool is_in_builds(const std::string& path) const {
    return find(old_, path) != nullptr || find(now_, path) != nullptr;
  }
  bool differs(const std::string& path) const {
    const SubjectFile* old = find(old_, path);
    const SubjectFile* now = find(now_, path);
    return old == nullptr || now == nullptr || old->sha256.empty() || old->sha256 != now->sha256;
  }

  void sort_by_file() {
    for (std::size_t i = 0; i < patches_.size(); ++i) {
      for (const FilePatch& file : patches_[i].patch.files) {
        const std::string path = path_of(file, patches_[i].strip);
        if (is_in_builds(path)) touched_[path].patches.emplace_back(i, &file);
      }
    }
  }

  void read_texts() {
    std::set<std::string, std::less<>> wanted;
    for (const auto& [path, touched] : touched_) {
      if (differs(path)) wanted.insert(path);
    }
    old_texts_ = old_.texts(wanted);
    now_texts_ = now_.texts(wanted);
  }

  /// The text of a file, empty where the build hasn't got it; nullopt where it can't be had.
  static std::optional<std::string_view> text(const Build& build,
                                              const std::map<std::string, std::string, std::less<>>& texts,
                                              const std::string& path) {
    if (const auto found = texts.find(path); found != texts.end()) return found->second;
    return build.files().find(path) == nullptr ? std::optional<std::string_view>("") : std::nullopt;
  }

  void apply_all(const std::string& path, const Touched& touched) {
    if (!differs(path)) return;
    const auto old = text(old_, old_texts_, path);
    const auto now = text(now_, now_texts_, path);
    if (!old || !now) {
      for (const auto& [index, file] : touched.patches)
        troubles_[index].push_back(fmt::format("the text of {} isn't known, only its hash", path));
      return;
    }
    std::vector<MarkedLine> lines = signatures::unified_diffs::marked_lines(*old);
    for (const auto& [index, file] : touched.patches) {
      if (const auto damage = apply(*file, lines, index + 1, patches_[index].patch.name)) {
        troubles_[index].push_back(fmt::format("it doesn't apply to {}: {}{}{}", path, damage->place,
                                               damage->place.empty() ? "" : ": ", damage->reason));
      }
    }
    const std::string patched = text_of(lines);
    Patched result;
    result.whole = patched == *now;
    const std::vector<std::string_view> now_lines = lines_of(*now);
    result.unexplained = differing_lines(lines_of(patched), now_lines);
    // Lines that both have keep their order, so that walking both gives each its mark.
    result.marks.assign(now_lines.size() + 1, 0);
    std::size_t from = 0;
    for (std::size_t i = 0; i < now_lines.size(); ++i) {
      if (result.unexplained[i] && (from >= lines.size() || lines[from].text != now_lines[i])) continue;
      while (from < lines.size() && lines[from].text != now_lines[i]) ++from;
      if (from < lines.size()) result.marks[i] = lines[from++].mark;
    }
    patched_.emplace(path, std::move(result));
  }

  void explain(ComparedDifference& compared) {
    const auto found = patched_.find(compared.difference.path);
    if (found == patched_.end()) return;
    const Patched& patched = found->second;
    std::set<std::size_t> by;  // patch indices
    if (compared.difference.line > 0) {
      const Span span =
          span_at(*text(now_, now_texts_, found->first), static_cast<std::size_t>(compared.difference.line));
      for (std::size_t line = span.first; line <= span.last && line <= patched.marks.size(); ++line) {
        if (patched.unexplained[line - 1] && !patched.whole) return;  // a part of it is nobody's
        if (const std::size_t mark = patched.marks[line - 1]; mark != 0) by.insert(mark - 1);
      }
    } else if (!patched.whole) {
      return;
    }
    // What isn't at a particular line, or was removed altogether: all patches that touch the file.
    if (by.empty() && patched.whole) {
      for (const auto& [index, file] : touched_.find(found->first)->second.patches) by.insert(index);
    }
    for (const std::size_t index : by) {
      compared.patches.push_back(patches_[index].patch.name);
      ++comparison_.patches[index].differences;
    }
  }

  void judge(std::size_t index) {
    PatchUse& use = comparison_.patches[index];
    std::vector<std::string> equal;
    std::vector<std::string> absent;
    for (const FilePatch& file : patches_[index].patch.files) {
      const std::string path = path_of(file, patches_[index].strip);
      if (!is_in_builds(path))
        absent.push_back(path);
      else if (!differs(path))
        equal.push_back(path);
    }
    const auto troubles = troubles_.find(index);
    if (use.differences != 0) {
      use.standing = PatchUse::Standing::explains;
    } else if (troubles != troubles_.end()) {
      use.standing = PatchUse::Standing::unproven;
      use.why = troubles->second.front();
    } else if (!equal.empty() || absent.size() != patches_[index].patch.files.size()) {
      use.standing = PatchUse::Standing::not_needed;
      use.why = equal.empty() ? "no difference is left to it"
                              : fmt::format("{} {} in both", first_few(equal),
                                            equal.size() == 1 ? "is the same" : "are the same");
    } else {
      use.why = absent.empty() ? "it changes no file"
                               : fmt::format("it changes {}, which the builds don't hold", first_few(absent));
    }
  }

  const std::vector<SeriesPatch>& patches_;
  Build& old_;
  Build& now_;
  Comparison& comparison_;
  std::map<std::string, Touched> touched_;
  std::map<std::string, std::string, std::less<>> old_texts_;
  std::map<std::string, std::string, std::less<>> now_texts_;
  std::map<std::string, Patched, std::less<>> patched_;
  std::map<std::size_t, std::vector<std::string>> troubles_;
};

}  // namespace

void explain_by_patches(const std::vector<SeriesPatch>& patches, Build& old, Build& now, Comparison& comparison) {
  Explanation(patches, old, now, comparison).run();
}

}  // namespace fairplay::auditor::provenance
