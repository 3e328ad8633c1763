#include "auditor/loading/linkages.h"

#include <fcntl.h>

#include <cerrno>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/elf/cpu_baseline.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::loading {

const Linkages::Entry& Linkages::read(const std::string& path) {
  const auto [place, is_new] = known_.try_emplace(path);
  Entry& entry = place->second;
  if (!is_new) return entry;
  const auto host = system_.files.host_path(path);
  if (!host) {
    entry.damage.push_back(host.error());
    return entry;
  }
  const signatures::artifact::FileDescriptor file = signatures::artifact::open_to_read(AT_FDCWD, *host, true);
  if (!file) {
    entry.damage.push_back({system_.files.display(path), "", signatures::artifact::error_text(errno)});
    return entry;
  }
  auto image = signatures::elf::Image::open(file.get(), system_.files.display(path));
  if (!image) {
    entry.damage.push_back(image.error());
    return entry;
  }
  entry.linkage = std::make_unique<const signatures::elf::Linkage>(signatures::elf::linkage_of(*image, entry.damage));
  if (signatures::base_name(path).starts_with("_multiarray_umath."))
    entry.baseline = signatures::elf::numpy_baseline(*image);
  return entry;
}

const Processor* Linkages::processor() {
  if (!asked_for_processor_) processor_ = Processor::of(system_);
  asked_for_processor_ = true;
  return processor_ ? &*processor_ : nullptr;
}

}  // namespace fairplay::auditor::loading
