#include "auditor/provenance/builds/linked_in_libraries.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <atomic>

#include "auditor/discovery/library_names.h"
#include "auditor/wording/listing.h"
#include "signatures/artifact/file_descriptor.h"
#include "signatures/blas/first_look.h"
#include "signatures/elf/recognition.h"
#include "signatures/name_parts.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::blas::FirstLook;

FirstLook look_at_file(const std::string& host) {
  const signatures::artifact::FileDescriptor fd = signatures::artifact::open_to_read(AT_FDCWD, host);
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0) return FirstLook::unreadable;
  if (!S_ISREG(status.st_mode)) return FirstLook::nothing;
  std::byte head[4]{};
  if (signatures::artifact::read_at(fd.get(), head, 0) != 4 || !signatures::elf::is_elf(head))
    return FirstLook::nothing;
  const auto image = signatures::elf::Image::open(fd.get(), host);
  return image ? signatures::blas::first_look(*image) : FirstLook::unreadable;
}

}  // namespace

std::vector<discovery::FoundLibrary> linked_in_libraries(const Workbench& bench,
                                                         const std::vector<discovery::FoundBinary>& binaries,
                                                         const std::set<std::string>& known,
                                                         std::vector<NotChecked>& not_checked) {
  struct Looked {
    std::string real;
    FirstLook look = FirstLook::nothing;
  };
  std::vector<Looked> looked(binaries.size());
  std::atomic<std::size_t> next = 0;
  signatures::run_on_threads(bench.jobs, [&] {
    for (std::size_t i = next++; i < binaries.size(); i = next++) {
      if (discovery::is_vendors_plug_in(signatures::base_name(binaries[i].path))) continue;
      const auto real = bench.system.files.resolve(binaries[i].path);
      if (!real || known.contains(*real)) continue;
      looked[i] = {*real, look_at_file(bench.system.files.display(*real))};
    }
  });

  std::vector<discovery::FoundLibrary> libraries;
  std::set<std::string> taken;
  std::vector<std::string> unreadable;
  for (std::size_t i = 0; i < binaries.size(); ++i) {
    const auto& [real, look] = looked[i];
    if (look == FirstLook::nothing || !taken.insert(real).second) continue;
    if (look == FirstLook::unreadable) {
      unreadable.push_back(bench.system.files.display(binaries[i].path));
      continue;
    }
    discovery::FoundLibrary library;
    library.path = real;
    library.chains = {{binaries[i].path}};
    if (real != binaries[i].path) library.chains.front().push_back(real);
    library.bundled_by = binaries[i].package;
    library.environment = binaries[i].environment;
    library.by_content = true;
    libraries.push_back(std::move(library));
  }
  if (!unreadable.empty())
    not_checked.push_back(
        {first_few(unreadable), fmt::format("{} that can't be read as ELF files: whether a BLAS is in them isn't known",
                                            counted(unreadable.size(), "binary", "binaries"))});
  return libraries;
}

}  // namespace fairplay::auditor::provenance
