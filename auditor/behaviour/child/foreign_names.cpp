#include "auditor/behaviour/child/foreign_names.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>

#include <algorithm>
#include <cerrno>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/blas/vendor.h"
#include "signatures/elf/image.h"

namespace fairplay::auditor::behaviour {

bool belongs_to_an_interface(std::string_view name) {
  const auto has_prefix_of = [&](const signatures::blas::VendorFacts& vendor) {
    return std::ranges::any_of(vendor.symbol_prefixes,
                               [&](std::string_view prefix) { return name.starts_with(prefix); });
  };
  if (std::ranges::any_of(signatures::blas::known_vendors(),
                          [&](const auto* vendor) { return has_prefix_of(*vendor); }))
    return true;
  if (has_prefix_of(signatures::blas::fairplay_blas()) || name.starts_with("scipy_")) return true;
  // Two variables by which every CBLAS and its cblas_xerbla understand one another (BLAS Technical Forum Standard,
  // appendix B; Netlib's CBLAS).
  if (name == "CBLAS_CallFromC" || name == "RowMajorStrg") return true;
  // "__la_xisnan_MOD_disnan": gfortran's name of a module's procedure, here of LAPACK's own module.
  return name.ends_with('_') || name.ends_with("_64") || name.find("_MOD_") != std::string_view::npos ||
         name == "_init" || name == "_fini";
}

ForeignNames foreign_names(const std::string& path) {
  ForeignNames found;
  const signatures::artifact::FileDescriptor file = signatures::artifact::open_to_read(AT_FDCWD, path, true);
  if (!file) {
    found.unread = "it can't be opened: " + signatures::artifact::error_text(errno);
    return found;
  }
  const auto image = signatures::elf::Image::open(file.get(), path);
  if (!image) {
    found.unread = image.error().reason;
    return found;
  }
  std::vector<signatures::Damage> damage;
  const std::vector<signatures::elf::Symbol> symbols = image->dynamic_symbols(damage);
  auto exported = [](const signatures::elf::Symbol& symbol) {
    return symbol.defined && symbol.binding != STB_LOCAL && symbol.visibility == STV_DEFAULT &&
           !belongs_to_an_interface(symbol.name);
  };
  for (const signatures::elf::Symbol& symbol : symbols)
    if (exported(symbol) && dlsym(RTLD_DEFAULT, std::string(symbol.name).c_str()) != nullptr)
      found.taken.emplace_back(symbol.name);
  // An index counts the null entry, which isn't among the symbols.
  for (const signatures::elf::Image::Relocation& relocation : image->relocations(damage))
    if (relocation.symbol > 0 && relocation.symbol <= symbols.size() && exported(symbols[relocation.symbol - 1]))
      found.internal.emplace_back(symbols[relocation.symbol - 1].name);
  for (std::vector<std::string>* names : {&found.taken, &found.internal}) {
    std::ranges::sort(*names);
    names->erase(std::ranges::unique(*names).begin(), names->end());
  }
  return found;
}

}  // namespace fairplay::auditor::behaviour
