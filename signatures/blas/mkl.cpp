// Intel's MKL comes in layers (developer guide, "Layered Model Concept"): interface (mkl_intel_lp64, mkl_intel_ilp64,
// gf_*), threading (mkl_intel_thread, mkl_gnu_thread, mkl_tbb_thread, mkl_sequential), core and kernels; mkl_rt stands
// before all of them and chooses when it runs (MKL_INTERFACE_LAYER, MKL_THREADING_LAYER).
#include <elf.h>
#include <fmt/format.h>

#include <cstring>

#include "signatures/blas/recogniser.h"
#include "signatures/elf/x86_64_instruction.h"

namespace fairplay::signatures::blas {

namespace {

/// mkl_serv_get_version(MKLVersion*) fills {int major, minor, update; ...} from a 16-byte constant or by immediates.
std::string version_in_code(const Library& library) {
  const elf::Symbol* symbol = library.defined("mkl_serv_get_version");
  if (symbol == nullptr || library.image().header().machine != EM_X86_64) return {};
  const auto bytes = library.code(*symbol, 256);
  std::span<const std::byte> code = bytes;
  std::uint64_t address = symbol->value;
  std::int32_t parts[3] = {-1, -1, -1};
  for (int step = 0; step < 40 && !code.empty(); ++step) {
    const elf::X86Instruction in = elf::decode_x86_64(code);
    if (in.length == 0) break;
    code = code.subspan(in.length);
    address += in.length;
    if (in.map == 1 && in.rip_relative && (in.opcode == 0x10 || in.opcode == 0x28 || in.opcode == 0x6F)) {
      const auto constant = library.at(address + static_cast<std::uint64_t>(in.displacement), 12);
      if (constant.size() == 12) std::memcpy(parts, constant.data(), 12);
      break;
    }
    if (in.map == 0 && in.opcode == 0xC7 && in.mod != 3 && in.has_base && in.displacement >= 0 &&
        in.displacement <= 8 && in.displacement % 4 == 0) {
      parts[in.displacement / 4] = static_cast<std::int32_t>(in.immediate);
    }
  }
  const bool sane =
      parts[0] >= 5 && parts[0] < 3000 && parts[1] >= 0 && parts[1] < 100 && parts[2] >= 0 && parts[2] < 100;
  if (!sane) return {};
  // As mkl_get_version_string prints it: since oneAPI (2021) without the minor number, which stays 0.
  return parts[0] >= 2021 && parts[1] == 0 ? fmt::format("{}.{}", parts[0], parts[2])
                                           : fmt::format("{}.{}.{}", parts[0], parts[1], parts[2]);
}

bool recognise_mkl(Library& library, Identity& identity) {
  const bool front = library.defines("MKL_Set_Interface_Layer") || library.defines("MKL_Set_Threading_Layer");
  const bool interface = !front && library.defines("MKL_Get_Version");
  const bool core = !front && !interface &&
                    (library.defines("mkl_serv_get_version") || library.defines("mkl_serv_get_version_string"));
  const bool threading =
      !front && !interface && !core && (library.defines("mkl_blas_dgemm") || library.defines("mkl_lapack_dgetrf"));
  const bool kernels = !front && !interface && !core && !threading && library.defines_any([](std::string_view name) {
    return name.starts_with("mkl_blas_") && name.ends_with("_dgemm");
  });
  if (!front && !interface && !core && !threading && !kernels) return false;
  identity.vendor = Vendor::mkl;
  identity.version = version_in_code(library);
  if (!identity.version.empty()) identity.evidence.push_back("version: the constants that mkl_serv_get_version stores");
  if (front) {
    identity.configuration = "single dynamic library";
    identity.integers = IntegerWidth::either;
    identity.stub = true;
    identity.evidence.push_back(
        "vendor: it exports MKL_Set_Interface_Layer: integers and threading are chosen when it runs");
  } else if (interface) {
    identity.configuration = "interface layer";
    identity.stub = true;
    identity.evidence.push_back("vendor: it exports MKL_Get_Version");
  } else if (core) {
    identity.configuration = "core";
    identity.evidence.push_back("vendor: it exports mkl_serv_get_version");
  } else if (threading) {
    identity.configuration = "threading layer";
    identity.evidence.push_back("vendor: it exports mkl_blas_dgemm");
    if (library.needs("libtbb.") || library.imports_starting("_ZN3tbb")) {
      identity.threading = Threading::tbb;
      identity.evidence.push_back("threading: it links libtbb");
    } else if (const auto imported = imported_threading(library, identity)) {
      identity.threading = *imported;
    } else {
      identity.threading = Threading::serial;
      identity.evidence.push_back("threading: a threading layer that imports no threading functions");
    }
  } else {
    identity.configuration = "kernels";
    identity.evidence.push_back("vendor: it exports mkl_blas_*_dgemm");
  }
  return true;
}

#if defined(__x86_64__)
// oneMKL Developer Guide, "Instruction Set Specific Dispatching"
constexpr std::string_view mkl_kernels[] = {"SSE4_2", "AVX", "AVX2", "AVX512"};
constexpr KernelVariable mkl_variable{.name = "MKL_ENABLE_INSTRUCTIONS", .kernels = mkl_kernels};
#else
constexpr KernelVariable mkl_variable{};
#endif
constexpr std::string_view mkl_file_names[] = {"mkl_rt*"};
constexpr std::string_view mkl_name_parts[] = {"libmkl_"};
constexpr std::string_view mkl_layers[] = {"mkl_intel_lp64*", "mkl_intel_ilp64*", "mkl_gf_lp64*", "mkl_gf_ilp64*"};
constexpr std::string_view mkl_prefixes[] = {"mkl_", "MKL_"};

}  // namespace

namespace vendors {
extern const VendorFacts mkl;
const VendorFacts mkl{
    .vendor = Vendor::mkl,
    .name = "MKL",
    .recognise = recognise_mkl,
    .file_names = mkl_file_names,
    .name_parts = mkl_name_parts,
    .interface_layers = mkl_layers,
    .front = "mkl_rt",
    .symbol_prefixes = mkl_prefixes,
    .set_threads = "MKL_Set_Num_Threads",
    .threads_variable = "MKL_NUM_THREADS",
    .kernel_variable = mkl_variable,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
