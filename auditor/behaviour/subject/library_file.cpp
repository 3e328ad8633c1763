#include "auditor/behaviour/subject/library_file.h"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <set>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/elf/image.h"

namespace fairplay::auditor::behaviour {
namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr std::uint16_t own_machine = EM_X86_64;
#else
constexpr std::uint16_t own_machine = EM_AARCH64;
#endif

/// An open ELF file: the descriptor must outlive the image.
struct OpenLibrary {
  signatures::artifact::FileDescriptor descriptor;
  std::optional<signatures::elf::Image> image;
  std::uint64_t size = 0;
  std::string why;
};

/// "it is cut off: ...", where the loader would map what isn't there and be killed by it; empty otherwise.
std::string cut_off(const signatures::elf::Image& image, std::uint64_t size) {
  for (const auto& segment : image.segments())
    if (segment.type == PT_LOAD && (segment.offset > size || segment.file_size > size - segment.offset))
      return fmt::format("it is cut off: a segment of {} bytes at {} doesn't fit into the file's {} bytes",
                         segment.file_size, segment.offset, size);
  return "";
}

OpenLibrary open_library(const std::string& path) {
  OpenLibrary library;
  library.descriptor = signatures::artifact::open_to_read(AT_FDCWD, path, true);
  if (!library.descriptor) {
    library.why = "it can't be opened: " + signatures::artifact::error_text(errno);
    return library;
  }
  struct stat status {};
  if (fstat(library.descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    library.why = "it is no regular file";
    return library;
  }
  if (auto image = signatures::elf::Image::open(library.descriptor.get(), path)) {
    library.image = std::move(*image);
    library.size = static_cast<std::uint64_t>(status.st_size);
  } else {
    library.why = "it is no library: " + image.error().reason;
  }
  return library;
}

bool is_system_folder(const std::string& path) {
  for (const char* system : {"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/"})
    if (path.starts_with(system)) return true;
  return false;
}

/// Goes from a library's NEEDED names to files beside it or one folder up, each before what needs it.
class BundledDependencies {
 public:
  explicit BundledDependencies(const std::string& path) : folder_(fs::path(path).parent_path()) {
    seen_.insert(fs::path(path).filename());
  }

  void follow(const signatures::elf::Image& image) {
    std::vector<signatures::Damage> damage;
    for (const std::string& name : image.dynamic(damage).needed) {
      std::error_code error;
      if (name.find('/') != std::string::npos) continue;
      // Debian puts each BLAS into a separate folder below the folder with what it needs.
      fs::path there = folder_ / name;
      if (!fs::is_regular_file(there, error)) there = folder_.parent_path() / name;
      if (!fs::is_regular_file(there, error) || !seen_.insert(name).second) continue;
      if (const OpenLibrary library = open_library(there); library.image) follow(*library.image);
      order_.push_back(there);
    }
  }
  std::vector<std::string> order() && { return std::move(order_); }

 private:
  fs::path folder_;
  std::set<std::string> seen_;
  std::vector<std::string> order_;
};

}  // namespace

std::set<std::string, std::less<>> functions_of(const std::string& path) {
  std::set<std::string, std::less<>> names;
  const OpenLibrary library = open_library(path);
  std::vector<signatures::Damage> damage;
  if (library.image)
    library.image->each_dynamic_symbol(
        [&](const signatures::elf::Symbol& symbol) {
          if (symbol.defined && (symbol.type == STT_FUNC || symbol.type == STT_GNU_IFUNC)) names.emplace(symbol.name);
        },
        damage);
  return names;
}

LibraryFile read_library_file(const std::string& path) {
  LibraryFile file;
  const OpenLibrary library = open_library(path);
  if (!library.image) {
    file.why = library.why;
    return file;
  }
  std::vector<signatures::Damage> damage;
  file.identity = signatures::blas::identify(*library.image, damage);
  const signatures::elf::Header& header = library.image->header();
  if (header.machine != own_machine || header.bits != 64) {
    file.why = fmt::format("it is for {} ({} bits), which this machine can't run",
                           signatures::elf::machine_name(header.machine), header.bits);
    return file;
  }
  if (file.why = cut_off(*library.image, library.size); !file.why.empty()) return file;
  if (!is_system_folder(path)) {
    BundledDependencies dependencies(path);
    dependencies.follow(*library.image);
    file.first_to_load = std::move(dependencies).order();
  }
  return file;
}

}  // namespace fairplay::auditor::behaviour
