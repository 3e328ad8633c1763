#include "auditor/behaviour/subject/subject_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstring>
#include <ranges>

#include "auditor/behaviour/subject/fortran_call.h"
#include "blas/scalar.h"
#include "signatures/blas/vendor.h"

namespace fairplay::auditor::behaviour {
namespace {

/// n = 0xffffffff00000003: 3 for a library of 32-bit integers, which finds the largest of {1, 9, 2} at 2; negative for
/// one of 64 bits, which gives 0.
int integer_bits(void* isamax) {
  std::int64_t n = static_cast<std::int64_t>(0xffffffff00000003U), incx = 1;
  std::array<float, 3> x{1, 9, 2};
  void* const arguments[] = {&n, x.data(), &incx};
  switch (static_cast<std::uint32_t>(call_fortran<std::int64_t>(isamax, arguments))) {
    case 2: return 32;
    case 0: return 64;
    default: return 0;
  }
}

/// zdotc(1, i, 1, 2 + 3i, 1) in registers is 3 - 2i. A function that returns through a hidden first argument takes n's
/// address for it, and x for n, which as an integer is 0: it writes the empty sum over n.
ComplexReturn complex_return(void* zdotc) {
  struct alignas(16) {
    std::int64_t n = 1, behind = 7;
  } n;
  std::array<double, 4> x{0, 1, 0, 0}, y{2, 3, 0, 0};
  std::int64_t one = 1;
  void* const arguments[] = {&n, x.data(), &one, y.data(), &one, &one};
  const auto result = call_fortran<fairplay::blas::Complex<double>>(zdotc, arguments);
  if (n.n == 1 && result.re == 3 && result.im == -2) return ComplexReturn::registers;
  if (n.n == 0) return ComplexReturn::argument;
  return ComplexReturn::unknown;
}

/// Those whose functions say something of the library: all known ones, then our own.
std::vector<const signatures::blas::VendorFacts*> asked_vendors() {
  const auto known = signatures::blas::known_vendors();
  std::vector<const signatures::blas::VendorFacts*> vendors(known.begin(), known.end());
  vendors.push_back(&signatures::blas::fairplay_blas());
  return vendors;
}

std::string last_error() {
  const char* text = dlerror();
  return text != nullptr ? text : "the loader doesn't say why";
}

}  // namespace

std::string Affixes::name_of(std::string_view routine) const { return fmt::format("{}{}{}", prefix, routine, suffix); }

std::string symbol_of(const CallingConvention& convention, std::string_view routine) {
  std::string_view suffix = convention.suffix;
  if (routine.starts_with("cblas_") && suffix.starts_with('_') && suffix.ends_with('_')) suffix.remove_prefix(1);
  return fmt::format("{}{}{}", convention.prefix, routine, suffix);
}

std::expected<SubjectLibrary, std::string> SubjectLibrary::load(const std::string& path,
                                                                const std::vector<std::string>& first) {
  for (const std::string& dependency : first)
    if (dlopen(dependency.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) return std::unexpected(last_error());
  SubjectLibrary library;
  library.path_ = path;
  library.handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library.handle_ == nullptr) return std::unexpected(last_error());
  for (const Affixes& affixes : known_affixes) {
    library.convention_.prefix = affixes.prefix;
    library.convention_.suffix = affixes.suffix;
    void* isamax = library.routine("isamax");
    if (isamax == nullptr && library.routine("dgemm") == nullptr) continue;
    if (isamax != nullptr) library.convention_.integer_bits = integer_bits(isamax);
    if (void* zdotc = library.routine("zdotc"); zdotc != nullptr)
      library.convention_.complex_return = complex_return(zdotc);
    return library;
  }
  const auto names =
      known_affixes | std::views::transform([](const Affixes& affixes) { return affixes.name_of("dgemm"); });
  return std::unexpected(fmt::format("it has no BLAS routine under any name known: {}", fmt::join(names, ", ")));
}

bool SubjectLibrary::unload() {
  if (handle_ != nullptr) dlclose(handle_);
  handle_ = nullptr;
  void* still = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  if (still == nullptr) return true;
  dlclose(still);
  return false;
}
std::expected<void, std::string> SubjectLibrary::load_again() {
  handle_ = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle_ == nullptr) return std::unexpected(last_error());
  return {};
}

void* SubjectLibrary::routine(std::string_view name) const { return function(symbol_of(convention_, name)); }
void* SubjectLibrary::function(const std::string& name) const { return dlsym(handle_, name.c_str()); }
void* SubjectLibrary::function_of_vendor(std::string_view prefix, std::string_view name,
                                         std::string_view suffix) const {
  return name.empty() ? nullptr : function(fmt::format("{}{}{}", prefix, name, suffix));
}

std::string SubjectLibrary::configuration() const {
  for (const char* affix : {"", "64_"})
    for (const char* prefix : {"", "scipy_"})
      for (const signatures::blas::VendorFacts* vendor : asked_vendors())
        if (void* ask = function_of_vendor(prefix, vendor->get_configuration, affix); ask != nullptr)
          if (const char* text = reinterpret_cast<const char* (*)()>(ask)(); text != nullptr)
            return {text, strnlen(text, 300)};
  return {};
}

std::string SubjectLibrary::kernel() const {
  for (const char* affix : {"", "64_"})
    for (const char* prefix : {"", "scipy_"})
      for (const signatures::blas::VendorFacts* vendor : asked_vendors())
        if (void* ask = function_of_vendor(prefix, vendor->get_kernel, affix); ask != nullptr)
          if (const char* text = reinterpret_cast<const char* (*)()>(ask)(); text != nullptr)
            return {text, strnlen(text, 60)};
  return {};
}

}  // namespace fairplay::auditor::behaviour
