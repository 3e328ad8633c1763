#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/footprint/module.h"

namespace fairplay::signatures::footprint {

/// The files of a NumPy that its footprint is read from, in memory: sources, stubs, extensions, headers.
class Subject : public Modules {
 public:
  ~Subject() override;

  /// Reads them from a stream, on up to `jobs` threads. Nothing that is outside a folder "numpy", unless
  /// `package_root`: then the stream's root is the package's own folder.
  static Expected<std::unique_ptr<Subject>> read(artifact::FileStream& stream, bool package_root, unsigned jobs,
                                                 std::vector<Damage>& damage);

  /// Splits, parses and examines all of them, on up to `jobs` threads.
  void prepare(unsigned jobs, std::vector<Damage>& damage);

  Module* find(const std::string& name) override;
  int python_minor() const override { return python_minor_; }

  /// Full names of all modules whose files are there, sorted; tests left out.
  const std::vector<std::string>& module_names() const { return names_; }
  /// A file's content by its path in the package ("core/include/numpy/ndarraytypes.h"); null without it.
  const std::string* content(const std::string& path) const;
  /// The stub beside a module's file; null without one.
  const std::string* stub(const Module& module) const;
  const std::map<std::string, std::string>& contents() const { return files_; }

 private:
  void index();
  Candidates candidates(const std::string& module) const;

  std::string prefix_;                        ///< in the stream: "lib/python3.11/site-packages/numpy/"
  std::map<std::string, std::string> files_;  ///< content by path in the package
  std::map<std::string, std::unique_ptr<Module>> modules_;
  std::map<std::string, ExtensionNames> extensions_;
  std::vector<std::string> names_;
  int python_minor_ = 11;
};

}  // namespace fairplay::signatures::footprint
