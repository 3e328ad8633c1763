#include "signatures/artifact/libarchive.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <type_traits>

namespace fairplay::signatures::artifact {
namespace {

// The name it has had since version 3.0.
static_assert(ARCHIVE_VERSION_NUMBER / 1000000 == 3);
constexpr const char* soname = "libarchive.so.13";

struct Loaded {
  Libarchive functions;
  std::string problem;
};

Loaded load() {
  Loaded loaded;
  void* library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);  // never closed
  if (library == nullptr) {
    loaded.problem = fmt::format("archives can't be read without libarchive: {}", dlerror());
    return loaded;
  }
  const auto find = [&](const char* name, auto& function) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
    if (function == nullptr && loaded.problem.empty())
      loaded.problem = fmt::format("archives can't be read: {} lacks {}", soname, name);
  };
#define FAIRPLAY_FIND(name) find(#name, loaded.functions.name);
  FAIRPLAY_LIBARCHIVE_FUNCTIONS(FAIRPLAY_FIND)
#undef FAIRPLAY_FIND
  return loaded;
}

const Loaded& loaded_once() {
  static const Loaded once = load();
  return once;
}

}  // namespace

const std::string& libarchive_problem() { return loaded_once().problem; }

const Libarchive& libarchive() { return loaded_once().functions; }

}  // namespace fairplay::signatures::artifact
