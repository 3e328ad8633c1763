#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/rooted_files.h"
#include "signatures/damage.h"
#include "signatures/database/index.h"

namespace fairplay::signatures::database {

/// Called before each step that changes a database's folder, with the step's name: tests end the process there.
using AtStep = std::function<void(std::string_view step)>;

/// A database's folder while it is written: locked, and changed so that a reader, also after a crash, finds either the
/// old content or the new (docs/signatures.md, "How a change is written"). Errors are returned as damage of the file
/// concerned.
class StoreFolder {
 public:
  /// Makes the folder where it isn't there and locks it. Error: another process holds it, or it can't be written.
  static Expected<StoreFolder> open(const std::string& folder, AtStep at_step);

  /// The index's text; nullopt where there is none yet.
  Expected<std::optional<std::string>> index() const;
  /// The text of a file that the index names. Damage where its hash is another's.
  Expected<std::string> text(const ListedFile& listed) const;

  /// Undoes what a killed writer left half done: every manifest and footprint is again the one that `index` names, and
  /// files that no index names are removed.
  std::optional<Damage> repair(const Index& index);

  /// Puts new manifests and footprints (by file name) and then the index that names them in place. `before` is the
  /// index of now.
  std::optional<Damage> replace(const Index& before, const std::map<std::string, std::string>& files,
                                const std::string& index);

 private:
  StoreFolder(std::string folder, artifact::FileDescriptor handle, artifact::FileDescriptor lock, AtStep at_step);
  std::string path(std::string_view name) const { return folder_ + "/" + std::string(name); }
  Damage failed(std::string_view what, std::string_view name) const;
  void step(std::string_view name) const;

  bool has_hash(const std::string& name, const std::string& sha256) const;
  std::optional<Damage> write(const std::string& name, std::string_view text);
  std::optional<Damage> keep_before(const std::string& name);
  std::optional<Damage> remove(const std::string& name);
  std::optional<Damage> rename(const std::string& from, const std::string& to);
  std::optional<Damage> settle();

  std::string folder_;
  artifact::FileDescriptor handle_;  ///< of the folder
  artifact::FileDescriptor lock_;
  artifact::RootedFiles files_;
  AtStep at_step_;
};

}  // namespace fairplay::signatures::database
