#include "auditor/behaviour/child/definers.h"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>

#include "auditor/behaviour/calls/routine.h"

namespace fairplay::auditor::behaviour {
namespace {

/// The loaded object that an address is in; nullptr: none.
const link_map* object_of(void* address) {
  Dl_info where{};
  link_map* object = nullptr;
  return address != nullptr && dladdr1(address, &where, reinterpret_cast<void**>(&object), RTLD_DL_LINKMAP) != 0
             ? object
             : nullptr;
}

/// What is loaded already under this name, for as long as this lives.
class Loaded {
 public:
  explicit Loaded(const char* path) : handle_(dlopen(path, RTLD_LAZY | RTLD_NOLOAD)) {}
  ~Loaded() {
    if (handle_ != nullptr) dlclose(handle_);
  }
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  const link_map* object() const {
    link_map* object = nullptr;
    return handle_ != nullptr && dlinfo(handle_, RTLD_DI_LINKMAP, &object) == 0 ? object : nullptr;
  }
  bool defines(const char* name) const { return handle_ != nullptr && object_of(dlsym(handle_, name)) == object(); }

 private:
  void* handle_;
};

}  // namespace

Definers definers_of(const SubjectLibrary& library, const std::string& path) {
  Definers definers;
  const link_map* const own = Loaded(path.c_str()).object();
  if (own == nullptr) return definers;
  auto entry = [&](const char* file) { return std::ranges::find(definers.elsewhere, file, &DefinedElsewhere::path); };
  for (const Routine& routine : routines()) {
    const link_map* const object = object_of(library.routine(routine.name));
    if (object == nullptr || object == own) continue;
    if (entry(object->l_name) == definers.elsewhere.end()) definers.elsewhere.push_back({object->l_name, {}});
    entry(object->l_name)->routines.push_back(routine.name);
  }
  const link_map* object = own;
  while (object->l_prev != nullptr) object = object->l_prev;
  for (; object != nullptr; object = object->l_next) {
    // The program itself has no name, and no BLAS either.
    if (object == own || object->l_name == nullptr || *object->l_name == '\0' ||
        entry(object->l_name) != definers.elsewhere.end())
      continue;
    const Loaded other(object->l_name);
    if (std::ranges::any_of(known_affixes,
                            [&](const Affixes& affixes) { return other.defines(affixes.name_of("dgemm").c_str()); }))
      definers.beside.emplace_back(object->l_name);
  }
  return definers;
}

}  // namespace fairplay::auditor::behaviour
