#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "signatures/footprint/extension.h"
#include "signatures/footprint/value.h"

namespace fairplay::signatures::footprint {

/// One module of the subject: a source file, or an extension.
struct Module {
  std::string name;  ///< "numpy.lib.npyio"
  std::string file;  ///< its path in the subject
  bool package = false;
  bool begun = false;  ///< evaluation has begun
  std::shared_ptr<Names> names = std::make_shared<Names>();
  std::unique_ptr<python::ModuleSource> source;  ///< null for an extension
  std::unique_ptr<python::Block> code;
  /// Suites that were read on demand, so that what points into them stays.
  std::map<std::uint32_t, std::unique_ptr<python::Block>> suites;
  const ExtensionNames* extension = nullptr;
  bool future_annotations = false;
  bool incomplete = false;  ///< not all of its names could be found
  Ref value;
};

/// Finds the subject's modules (a module's namespace refers to itself through others: the owner has to clear it); reads
/// their source on first use.
class Modules {
 public:
  virtual ~Modules() = default;
  /// Null where the subject has no such module. The same object for the same name.
  virtual Module* find(const std::string& name) = 0;
  virtual int python_minor() const = 0;
};

}  // namespace fairplay::signatures::footprint
