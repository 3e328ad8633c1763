#include "auditor/discovery/library_names.h"

#include <algorithm>
#include <array>

namespace fairplay::auditor::discovery {
namespace {

/// The name between "lib" and ".so", or empty when it isn't a shared library's name.
std::string_view stem_of(std::string_view name) {
  const std::size_t so = name.find(".so");
  if (!name.starts_with("lib") || so == std::string_view::npos) return {};
  const std::string_view after = name.substr(so + 3);
  // "libblas.so.3", "libblas.so"; not "libblas.sock" or "libblas.so.3-gdb.py".
  const bool versioned =
      after.empty() || (after[0] == '.' && after.find_first_not_of(".0123456789") == std::string_view::npos);
  if (!versioned) return {};
  return name.substr(3, so - 3);
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

bool could_be_blas(std::string_view file_name) {
  const std::string_view stem = stem_of(file_name);
  if (stem.empty()) return false;

  // They carry "blas" or "lapack" in their names, but have an interface of their own: GPU and sparse libraries,
  // wrappers for other languages, distributed-memory LAPACK, FlexiBLAS's plug-ins (never loaded by name), and NCBI's
  // BLAST.
  constexpr std::array others = {
      std::string_view{"cublas"},    std::string_view{"rocblas"},       std::string_view{"hipblas"},
      std::string_view{"clblas"},    std::string_view{"blast"},         std::string_view{"blaspp"},
      std::string_view{"blaze"},     std::string_view{"blasr"},         std::string_view{"magmablas"},
      std::string_view{"psblas"},    std::string_view{"pblas"},         std::string_view{"sparseblas"},
      std::string_view{"onemkl"},    std::string_view{"GraphBLAS"},     std::string_view{"graphblas"},
      std::string_view{"scalapack"}, std::string_view{"lapackpp"},      std::string_view{"flexiblas_"},
      std::string_view{"blas95"},    std::string_view{"lapack95"},      std::string_view{"blas_blacs"},
      std::string_view{"cusolver"},  std::string_view{"flexiblas-hook"}};
  if (std::ranges::any_of(others, [&](std::string_view other) { return has(stem, other); })) {
    // FlexiBLAS's own API library shares the plug-ins' prefix.
    if (stem != "flexiblas_api" && stem != "flexiblas64_api") return false;
  }
  if (has(stem, "blas") || has(stem, "BLAS") || has(stem, "lapack")) return true;
  if (stem == "blis" || stem.starts_with("blis-") || stem.starts_with("blis64") || stem.starts_with("blis_"))
    return true;
  if (stem == "atlas" || stem == "satlas" || stem == "tatlas" || stem.starts_with("atlas-") ||
      stem.starts_with("satlas-") || stem.starts_with("tatlas-"))
    return true;
  if (stem.starts_with("mkl_rt")) return true;
  // Arm Performance Libraries, HPE LibSci, IBM ESSL, AMD's BLIS, GotoBLAS.
  if (stem.starts_with("armpl") && !has(stem, "armpl_scalapack")) return true;
  if (stem == "essl" || stem.starts_with("essl6464") || stem.starts_with("esslsmp")) return true;
  return stem.starts_with("sci_cray") || stem.starts_with("sci_gnu") || stem.starts_with("aocl-blis") ||
         stem == "goto2" || stem == "goto";
}

bool is_mkl_interface_layer(std::string_view file_name) {
  const std::string_view stem = stem_of(file_name);
  return stem.starts_with("mkl_intel_lp64") || stem.starts_with("mkl_intel_ilp64") || stem.starts_with("mkl_gf_lp64") ||
         stem.starts_with("mkl_gf_ilp64");
}

}  // namespace fairplay::auditor::discovery
