#include "auditor/provenance/builds/looked_at.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>

#include "auditor/discovery/library_names.h"
#include "signatures/artifact/file_descriptor.h"
#include "signatures/elf/recognition.h"
#include "signatures/name_parts.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::blas::FirstLook;

void look_at_file(const std::string& host, LookedAt& looked) {
  looked.blas = FirstLook::unreadable;
  const signatures::artifact::FileDescriptor fd = signatures::artifact::open_to_read(AT_FDCWD, host);
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0) return;
  looked.blas = FirstLook::nothing;
  if (!S_ISREG(status.st_mode)) return;
  std::byte head[4]{};
  if (signatures::artifact::read_at(fd.get(), head, 0) != 4 || !signatures::elf::is_elf(head)) return;
  const auto image = signatures::elf::Image::open(fd.get(), host);
  if (!image) {
    looked.blas = FirstLook::unreadable;
    return;
  }
  looked.blas = signatures::blas::first_look(*image);
  looked.header = image->header();
  std::vector<signatures::Damage> told_by_nobody;  // a module of another package isn't under audit
  looked.numpy = signatures::elf::numpy_use(*image, told_by_nobody);
  looked.needs_blas = std::ranges::any_of(image->dynamic(told_by_nobody).needed,
                                          [](const std::string& name) { return discovery::could_be_blas(name); });
}

}  // namespace

std::vector<LookedAt> look_at_binaries(const Workbench& bench, const std::vector<discovery::FoundBinary>& binaries,
                                       const std::set<std::string>& known) {
  std::vector<LookedAt> looked(binaries.size());
  std::atomic<std::size_t> next = 0;
  signatures::run_on_threads(bench.jobs, [&] {
    for (std::size_t i = next++; i < binaries.size(); i = next++) {
      if (discovery::is_vendors_plug_in(signatures::base_name(binaries[i].path))) continue;
      const auto real = bench.system.files.resolve(binaries[i].path);
      if (!real || known.contains(*real)) continue;
      looked[i].real = *real;
      look_at_file(bench.system.files.display(*real), looked[i]);
    }
  });
  return looked;
}

}  // namespace fairplay::auditor::provenance
