#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/loads.h"
#include "auditor/loading/linkages.h"

/// What the dynamic loader would say, worked out from files alone: ld.so(8), dlopen(3); glibc's elf/dl-load.c,
/// dl-version.c and dl-lookup.c; musl's ldso/dynlink.c.
namespace fairplay::auditor::loading {

/// One reason why an object can't be loaded.
struct LoadFailure {
  using Kind = LoadProblem::Kind;
  Kind kind = Kind::library_missing;
  std::string wanted;                ///< the library's name, the version, or the first symbol
  std::string by;                    ///< path of the object that wants it
  std::string in;                    ///< version_missing: path of the library without it
  std::vector<std::string> symbols;  ///< symbol_missing: all of them, as they are wanted
  std::string newest{};              ///< version_missing: as LoadProblem has it
};

/// One process, as it would be after an interpreter started: its executable and the libraries that come with that.
/// Objects are added as `dlopen(path, RTLD_NOW | RTLD_LOCAL)` adds them, which is how CPython imports modules.
class Process {
 public:
  /// `executable`: the interpreter's path; empty where none is known. What Python itself defines is then taken for
  /// granted.
  Process(Linkages& linkages, const std::string& executable, bool musl);

  /// Everything that keeps the object from being loaded, each cause once; empty where it loads.
  std::vector<LoadFailure> open(const std::string& path);

  /// Real paths of what is loaded, in loading order; the interpreter first.
  const std::vector<std::string>& objects() const { return order_; }

  /// An object whose notes ask for more than a processor has.
  struct Demand {
    std::string path;
    std::uint32_t isa = 0;  ///< as Linkage::isa_needed
  };
  /// Of all objects so far, in loading order, those that ask for anything.
  std::vector<Demand> demands() const;

  /// False where a limit was met: what is missing wasn't looked for to the end.
  bool complete() const { return complete_; }

  static constexpr std::size_t most_objects = 2000;       ///< of one process
  static constexpr std::size_t most_needed = 1024;        ///< DT_NEEDED entries of one object; real ones have 50
  static constexpr std::size_t most_failures = 64;        ///< told of one object that is opened
  static constexpr std::size_t longest_path = 1U << 16;   ///< bytes of a DT_RPATH or DT_RUNPATH that are searched
  static constexpr std::size_t most_look_ups = 40000000;  ///< of symbols in libraries, over the whole process

 private:
  struct Object {
    std::string path;    ///< links resolved
    std::string origin;  ///< folder of the path it was found by ($ORIGIN)
    const signatures::elf::Linkage* linkage = nullptr;
    std::vector<const Object*> needed;  ///< those that are there
    const Object* loader = nullptr;     ///< who brought it: DT_RPATH is inherited
  };
  using Scope = std::vector<const Object*>;

  /// Adds an object and all it needs that isn't there yet; its scope in the loader's order, breadth first.
  Scope load(const std::string& name, const std::vector<std::string>& chain, std::vector<LoadFailure>& failures);
  Object* add(const std::string& name, const std::string& found_by, const std::string& real, const Object* loader,
              std::vector<LoadFailure>& failures);
  void load_needed(Object& object, std::vector<LoadFailure>& failures);
  std::vector<std::string> find(const std::string& needed, const Object& object) const;
  static Scope breadth_first(const Object* first);
  static std::string newest_there(const std::string& wanted, const Object& library, const Scope& scope);
  void check_versions(const Object& object, const Scope& scope, std::vector<LoadFailure>& failures,
                      std::set<std::string_view>& lacking) const;
  void check_symbols(const Object& object, const Scope& scope, const std::set<std::string_view>& lacking,
                     std::vector<LoadFailure>& failures);
  bool defined_somewhere(const signatures::elf::WantedSymbol& symbol, const Scope& scope) const;

  Linkages& linkages_;
  bool musl_;
  bool knows_executable_ = false;
  bool complete_ = true;
  std::size_t look_ups_ = 0;
  std::map<std::string, std::unique_ptr<Object>, std::less<>> objects_;  ///< by real path
  std::map<std::string, Object*, std::less<>> names_;                    ///< by soname and by the name looked up
  std::vector<std::string> order_;                                       ///< real paths, in loading order
  Scope global_;
};

}  // namespace fairplay::auditor::loading
