#include "auditor/behaviour/child/openmp_region.h"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "signatures/name_parts.h"

namespace fairplay::auditor::behaviour {

bool is_openmp_runtime(std::string_view path) {
  const std::string_view name = signatures::base_name(path);
  constexpr std::array<std::string_view, 4> stems{"libgomp", "libomp", "libiomp5", "libiomp"};
  return std::ranges::any_of(stems, [&](std::string_view stem) {
    return name.starts_with(stem) &&
           (name.substr(stem.size()).starts_with('.') || name.substr(stem.size()).starts_with('-'));
  });
}

std::vector<std::string> openmp_runtimes() {
  std::vector<std::string> found;
  dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* given) {
        auto& all = *static_cast<std::vector<std::string>*>(given);
        const std::string path = object->dlpi_name != nullptr ? object->dlpi_name : "";
        if (is_openmp_runtime(path) && std::ranges::find(all, path) == all.end()) all.push_back(path);
        return 0;
      },
      &found);
  return found;
}

std::expected<OpenMpRegion, std::string> OpenMpRegion::make() {
  const std::vector<std::string> loaded = openmp_runtimes();
  void* runtime = dlopen(loaded.empty() ? "libgomp.so.1" : loaded.front().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (runtime == nullptr) {
    const char* why = dlerror();
    return std::unexpected(std::string("there is no OpenMP runtime: ") +
                           (why != nullptr ? why : "the loader doesn't say why"));
  }
  OpenMpRegion region;
  region.parallel_ = reinterpret_cast<Parallel>(dlsym(runtime, "GOMP_parallel"));
  if (region.parallel_ == nullptr) return std::unexpected("the OpenMP runtime has no GOMP_parallel");
  return region;
}

int OpenMpRegion::run(int threads, const std::function<void(int)>& body) const {
  struct Shared {
    const std::function<void(int)>& body;
    std::atomic<int> next = 0;
  } shared{body};
  parallel_(
      [](void* given) {
        auto* own = static_cast<Shared*>(given);
        own->body(own->next++);
      },
      &shared, static_cast<unsigned>(threads), 0);
  return shared.next;
}

}  // namespace fairplay::auditor::behaviour
