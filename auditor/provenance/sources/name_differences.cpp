#include "auditor/provenance/sources/name_differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "auditor/provenance/sources/public_names.h"
#include "auditor/provenance/sources/statement_names.h"
#include "signatures/footprint/plausibility.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::leaf_of;
using signatures::footprint::Footprint;
using signatures::footprint::From;
using signatures::footprint::NameKind;
using signatures::footprint::PublicName;

std::string_view parent_of(std::string_view name) { return name.substr(0, std::min(name.rfind('.'), name.size())); }

class Names {
 public:
  Names(const NameComparison& what, ReportedNames& reported, std::vector<Difference>& differences)
      : what_(what), reported_(reported), differences_(differences) {}

  NamesNotCompared run() {
    modules(what_.now, what_.old, DifferenceClass::api_added, "added");
    modules(what_.old, what_.now, DifferenceClass::api_removed, "removed");
    names(what_.now, what_.old, DifferenceClass::api_added, "added");
    names(what_.old, what_.now, DifferenceClass::api_removed, "removed");
    changed();
    for (const auto& [made, neighbour] : {std::pair(&what_.now, &what_.old), std::pair(&what_.old, &what_.now)}) {
      signatures::footprint::Lost lost = lost_since(*made, *neighbour);
      // C code may have none, or have them for the first time.
      std::erase_if(lost.signatures, [&](const std::string& full) { return !is_python(*made, full); });
      if (signatures::footprint::are_too_many(lost.signatures, lost.compared))
        std::ranges::move(lost.signatures, std::back_inserter(not_compared_.signatures));
    }
    return std::move(not_compared_);
  }

 private:
  struct Found {
    std::string full;
    const PublicName* name = nullptr;
    const PublicName* before = nullptr;
  };

  std::string file_of(std::string_view module) const {
    std::string path(module);
    std::ranges::replace(path, '.', '/');
    for (const char* ending : {"/__init__.py", ".py"}) {
      if (what_.paths.contains(path + ending)) return path + ending;
    }
    return path;
  }
  std::string path_of(const Found& found) const {
    return found.name->file.empty() ? file_of(parent_of(found.full)) : path_of_footprint(found.name->file);
  }

  /// Equal for all names of one thing.
  static std::string identity(std::string_view full, const PublicName& name) {
    if (!name.file.empty()) return fmt::format("{}:{}", name.file, name.line);
    return fmt::format("{} {} {}", signatures::footprint::name(name.kind), leaf_of(full), name.signature);
  }

  /// Footprints for two Python versions always differ: then only what a differing file or C code explains counts.
  bool explained(const Found& found) const {
    if (what_.old.python_minor == what_.now.python_minor) return true;
    if (found.name->kind == NameKind::ufunc) return true;
    return what_.differs(path_of(found)) || what_.differs(file_of(parent_of(found.full)));
  }

  static bool is_python(const Footprint& footprint, std::string_view full) {
    const auto module = footprint.modules.find(std::string(parent_of(full)));
    if (module == footprint.modules.end()) return false;
    const auto name = module->second.find(std::string(leaf_of(full)));
    return name != module->second.end() && name->second.from == From::python && !name->second.file.empty();
  }

  void report(DifferenceClass kind, const Found& found, std::string old_text, std::string new_text, std::string detail,
              int line) {
    reported_.name(found.full);
    if (!found.name->file.empty()) reported_.place(path_of_footprint(found.name->file), leaf_of(found.full));
    differences_.push_back(
        {kind, path_of(found), found.full, std::move(old_text), std::move(new_text), line, std::move(detail)});
  }

  void modules(const Footprint& with, const Footprint& without, DifferenceClass kind, std::string_view verb) {
    for (const auto& [module, names] : with.modules) {
      if (without.modules.contains(module) || reported_.holds_name_or_above(module)) continue;
      reported_.name(module);
      const PublicName none;
      if (!explained({module + ".", &none, nullptr})) continue;
      differences_.push_back({kind, file_of(module), module, {}, {}, 0, fmt::format("module {}", verb)});
    }
  }

  void names(const Footprint& with, const Footprint& without, DifferenceClass kind, std::string_view verb) {
    std::map<std::string, Found> best;
    std::set<std::string> reported;
    for (const auto& [module, names] : with.modules) {
      const auto other = without.modules.find(module);
      if (other == without.modules.end()) continue;
      for (const auto& [name, what] : names) {
        if (other->second.contains(name)) continue;
        if (what.file.empty() && (with.incomplete.contains(module) || without.incomplete.contains(module))) {
          not_compared_.modules.insert(module);
          continue;
        }
        Found found{module + "." + name, &what, nullptr};
        // Foreign modules that a module happens to import ("numpy.os").
        if (what.kind == NameKind::module && !with.modules.contains(found.full)) continue;
        const std::string id = identity(found.full, what);
        const bool known = reported_.holds_name_or_above(found.full) ||
                           (!what.file.empty() && reported_.holds_place(path_of_footprint(what.file), name));
        if (known) reported.insert(id);
        if (!explained(found)) continue;
        const auto [place, is_new] = best.try_emplace(id, found);
        if (!is_new && better_name(found.full, place->second.full)) place->second = found;
      }
    }
    for (const auto& [id, found] : best) {
      if (reported.contains(id)) continue;
      // numpy.core.x and numpy.x are one module.
      if (found.name->kind == NameKind::module && reported_.holds_name(leaf_of(found.full))) continue;
      const std::string& signature = found.name->signature;
      const bool added = kind == DifferenceClass::api_added;
      report(kind, found, added ? std::string() : signature, added ? signature : std::string(),
             fmt::format("{} {}", signatures::footprint::name(found.name->kind), verb),
             added ? static_cast<int>(found.name->line) : 0);
    }
  }

  void changed() {
    std::map<std::string, Found> best;
    std::set<std::string> reported;
    for (const auto& [module, names] : what_.now.modules) {
      const auto other = what_.old.modules.find(module);
      if (other == what_.old.modules.end()) continue;
      for (const auto& [name, what] : names) {
        const auto before = other->second.find(name);
        if (before == other->second.end()) continue;
        const PublicName& old = before->second;
        if (old.kind == what.kind && old.signature == what.signature && old.members == what.members) continue;
        Found found{module + "." + name, &what, &old};
        if (what_.now.unfollowed.contains(found.full) || what_.old.unfollowed.contains(found.full)) {
          not_compared_.names.insert(found.full);
          continue;
        }
        const std::string id = identity(found.full, what);
        if (reported_.holds_name(found.full) ||
            (!what.file.empty() && reported_.holds_place(path_of_footprint(what.file), leaf_of(found.full))))
          reported.insert(id);
        if (!explained(found)) continue;
        const auto [place, is_new] = best.try_emplace(id, found);
        if (!is_new && better_name(found.full, place->second.full)) place->second = found;
      }
    }
    for (const auto& [id, found] : best) change(found, reported.contains(id));
  }

  void change(const Found& found, bool reported) {
    const PublicName& old = *found.before;
    const PublicName& now = *found.name;
    const int line = static_cast<int>(now.line);
    if (old.kind != now.kind && !reported) {
      report(DifferenceClass::api_signature, found, std::string(signatures::footprint::name(old.kind)),
             std::string(signatures::footprint::name(now.kind)), {}, line);
      return;
    }
    // The outlines reported the parameters of Python sources; a C function's signature is in its docstring.
    const bool by_surroundings = now.from == From::python && old.from == From::python && !now.file.empty();
    if (!reported && old.signature != now.signature && !old.signature.empty() && !now.signature.empty() &&
        (!by_surroundings || what_.differs(path_of_footprint(now.file)))) {
      report(DifferenceClass::api_signature, found, old.signature, now.signature, {}, line);
    }
    if (what_.old.python_minor != what_.now.python_minor) return;  // bases from Python's own library have other members
    members(found, old.members, now.members, DifferenceClass::api_removed, "member removed");
    members(found, now.members, old.members, DifferenceClass::api_added, "member added");
  }

  void members(const Found& found, const std::vector<std::string>& with, const std::vector<std::string>& without,
               DifferenceClass kind, std::string_view detail) {
    std::vector<std::string> differing;
    std::ranges::set_difference(with, without, std::back_inserter(differing));
    for (const std::string& member : differing) {
      const std::string full = found.full + "." + member;
      const std::string once = fmt::format("{} {}", detail, member);  // a base class's member is its subclasses', too
      if (reported_.holds_name(full) || reported_.holds_name(once)) continue;
      const std::string path = path_of(found);
      if (reported_.holds_place(path, member)) continue;
      reported_.name(full);
      reported_.name(once);
      differences_.push_back({kind, path, full, {}, {}, 0, std::string(detail)});
    }
  }

  const NameComparison& what_;
  ReportedNames& reported_;
  std::vector<Difference>& differences_;
  NamesNotCompared not_compared_;
};

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& one : texts) {
    if (text.size() > 300) return text + "; ...";
    text += (text.empty() ? "" : "; ") + one;
  }
  return text;
}

/// "NPY_MAX(a, b)" of a macro's declaration.
std::string_view macro_head(std::string_view declaration) {
  std::size_t end = 0;
  while (end < declaration.size() && declaration[end] != ' ' && declaration[end] != '(') ++end;
  if (end < declaration.size() && declaration[end] == '(')
    end = std::min(declaration.find(')', end), declaration.size() - 1) + 1;
  return declaration.substr(0, end);
}

std::string header_name(std::string_view file) {
  std::string path = path_of_footprint(file);
  // NumPy 2.0 moved the folder; the rest of the path identifies a header.
  if (path.starts_with("numpy/_core/")) path.erase(6, 1);
  return path;
}

}  // namespace

NamesNotCompared compare_names(const NameComparison& what, ReportedNames& reported,
                               std::vector<Difference>& differences) {
  return Names(what, reported, differences).run();
}

std::set<std::string> compare_c_api(const signatures::footprint::CApi& old, const signatures::footprint::CApi& now,
                                    const std::set<std::string>& changed, std::vector<Difference>& differences) {
  using signatures::footprint::CEntry;
  using signatures::footprint::CKind;
  std::set<std::string> reported;
  const auto report = [&](DifferenceClass kind, const std::string& name, const CEntry& at, std::string old_text,
                          std::string new_text, std::string detail, int line) {
    std::string path = path_of_footprint(at.file);
    reported.insert(path);
    if (name.starts_with('_')) kind = DifferenceClass::private_code;
    differences.push_back(
        {kind, std::move(path), name, std::move(old_text), std::move(new_text), line, std::move(detail)});
  };
  std::set<std::string> headers;
  for (const std::string& path : changed) headers.insert(header_name(path));
  const auto in_changed = [&](const CEntry& entry) { return headers.contains(header_name(entry.file)); };
  for (const auto& [name, entry] : now.entries) {
    const auto before = old.entries.find(name);
    const int line = static_cast<int>(entry.line);
    if (before == old.entries.end()) {
      if (in_changed(entry))
        report(DifferenceClass::api_added, name, entry, {}, entry.declaration,
               fmt::format("{} added", signatures::footprint::name(entry.kind)), line);
      continue;
    }
    const CEntry& was = before->second;
    if (!in_changed(entry) && !in_changed(was)) continue;
    if (was.kind != entry.kind) {
      report(DifferenceClass::api_signature, name, entry, was.declaration, entry.declaration,
             fmt::format("a {} became a {}", signatures::footprint::name(was.kind),
                         signatures::footprint::name(entry.kind)),
             line);
    } else if (was.members != entry.members) {
      std::vector<std::string> removed;
      std::vector<std::string> added;
      std::ranges::copy_if(was.members, std::back_inserter(removed), [&](const std::string& member) {
        return std::ranges::find(entry.members, member) == entry.members.end();
      });
      std::ranges::copy_if(entry.members, std::back_inserter(added), [&](const std::string& member) {
        return std::ranges::find(was.members, member) == was.members.end();
      });
      const std::string_view what = entry.kind == CKind::enum_ ? "constants" : "members";
      const std::string detail = removed.empty() && added.empty() ? fmt::format("its {} stand in another order", what)
                                 : removed.empty()                ? fmt::format("{} added", what)
                                 : added.empty()                  ? fmt::format("{} removed", what)
                                                                  : std::string();
      report(DifferenceClass::api_signature, name, entry, joined(removed), joined(added), detail, line);
    } else if (was.declaration != entry.declaration) {
      const bool value = entry.kind == CKind::macro && macro_head(was.declaration) == macro_head(entry.declaration);
      report(value ? DifferenceClass::api_behaviour : DifferenceClass::api_signature, name, entry, was.declaration,
             entry.declaration, {}, line);
    }
  }
  for (const auto& [name, entry] : old.entries) {
    if (!now.entries.contains(name) && in_changed(entry))
      report(DifferenceClass::api_removed, name, entry, entry.declaration, {},
             fmt::format("{} removed", signatures::footprint::name(entry.kind)), 0);
  }
  return reported;
}

}  // namespace fairplay::auditor::provenance
