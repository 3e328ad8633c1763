#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "auditor/provenance/source_trees/known_trees.h"
#include "auditor/provenance/sources/compare_sources.h"

namespace fairplay::tests {

using Files = std::map<std::string, std::string>;

/// A tree in memory. Its footprint lists what `exports` says: public name -> path and the name of the definition there,
/// whose line is found in the text; a path alone makes a constant.
class MadeUpTree : public auditor::provenance::LiveTree {
 public:
  struct Export {
    std::string path;
    std::string definition;
    signatures::footprint::NameKind kind = signatures::footprint::NameKind::function;
    signatures::footprint::From from = signatures::footprint::From::python;
    std::string signature{};
    std::vector<std::string> members{};
  };
  using Exports = std::map<std::string, Export>;

  explicit MadeUpTree(Files files, Exports exports = {}, signatures::footprint::CApi c_api = {}, int minor = 11,
                      std::set<std::string> incomplete = {}, std::set<std::string> unfollowed = {})
      : LiveTree(
            paths_of(files),
            [files](const auto& paths) {
              Texts texts;
              for (const std::string& path : paths) texts.emplace(path, files.at(path));
              return texts;
            },
            [this, files, exports, c_api, minor, incomplete, unfollowed] {
              ++evaluated;
              auto footprint = footprint_of(files, exports, c_api, minor);
              footprint->incomplete.insert(incomplete.begin(), incomplete.end());
              footprint->unfollowed.insert(unfollowed.begin(), unfollowed.end());
              return footprint;
            },
            2) {}

  int evaluated = 0;  ///< how often the footprint was asked for

 private:
  static std::vector<std::string> paths_of(const Files& files) {
    std::vector<std::string> paths;
    for (const auto& [path, text] : files) paths.push_back(path);
    return paths;
  }

  static std::optional<signatures::footprint::Footprint> footprint_of(const Files& files, const Exports& exports,
                                                                      const signatures::footprint::CApi& c_api,
                                                                      int minor) {
    signatures::footprint::Footprint footprint;
    footprint.python_minor = minor;
    footprint.c_api = c_api;
    footprint.modules["numpy"];
    for (const auto& [full, what] : exports) {
      const std::size_t dot = full.rfind('.');
      signatures::footprint::PublicName name;
      name.kind = what.kind;
      name.from = what.from;
      name.signature = what.signature;
      name.members = what.members;
      if (!what.definition.empty()) {
        name.file = what.path;
        const auto file = files.find(what.path);
        const std::string& text = file == files.end() ? name.file : file->second;
        std::size_t at = std::string::npos;
        for (const char* word : {"def ", "class "}) at = std::min(at, text.find(word + what.definition));
        if (at != std::string::npos)
          name.line = static_cast<std::uint32_t>(
              1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
      }
      footprint.modules[full.substr(0, dot)][full.substr(dot + 1)] = name;
    }
    return footprint;
  }
};

/// The changes between two sets of files.
inline auditor::provenance::SourceChanges changes_between(const Files& old, const Files& now) {
  auditor::provenance::SourceChanges changes;
  for (const auto& [path, text] : old) {
    const auto other = now.find(path);
    if (other == now.end())
      changes.removed.push_back(path);
    else if (other->second != text)
      changes.changed.push_back(path);
  }
  for (const auto& [path, text] : now) {
    if (!old.contains(path)) changes.added.push_back(path);
  }
  return changes;
}

}  // namespace fairplay::tests
