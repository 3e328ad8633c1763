#include "auditor/discovery/library_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "auditor/paths/glob.h"
#include "signatures/blas/vendor.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::blas::known_vendors;
using signatures::blas::VendorFacts;

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

bool matches_any(signatures::blas::Words patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [&](std::string_view pattern) { return glob_matches(pattern, text); });
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

bool could_be_blas(std::string_view file_name) {
  const std::string_view stem = stem_of(file_name);
  if (stem.empty()) return false;

  // They have "blas" or "lapack" in their names, but an interface of their own: GPU and sparse libraries, wrappers for
  // other languages, distributed-memory LAPACK, and NCBI's BLAST.
  constexpr std::array others = {
      std::string_view{"cublas"},    std::string_view{"rocblas"},    std::string_view{"hipblas"},
      std::string_view{"clblas"},    std::string_view{"blast"},      std::string_view{"blaspp"},
      std::string_view{"blaze"},     std::string_view{"blasr"},      std::string_view{"magmablas"},
      std::string_view{"psblas"},    std::string_view{"pblas"},      std::string_view{"sparseblas"},
      std::string_view{"onemkl"},    std::string_view{"GraphBLAS"},  std::string_view{"graphblas"},
      std::string_view{"scalapack"}, std::string_view{"lapackpp"},   std::string_view{"blas95"},
      std::string_view{"lapack95"},  std::string_view{"blas_blacs"}, std::string_view{"cusolver"}};
  if (std::ranges::any_of(others, [&](std::string_view other) { return has(stem, other); })) return false;
  for (const VendorFacts* vendor : known_vendors())
    if (matches_any(vendor->other_file_names, stem)) return matches_any(vendor->file_names, stem);
  if (has(stem, "blas") || has(stem, "BLAS") || has(stem, "lapack")) return true;
  if (std::ranges::any_of(known_vendors(),
                          [&](const VendorFacts* vendor) { return matches_any(vendor->file_names, stem); }))
    return true;
  // HPE LibSci and IBM ESSL, for which there is no recogniser.
  constexpr std::array<std::string_view, 5> unrecognised = {"essl", "essl6464*", "esslsmp*", "sci_cray*", "sci_gnu*"};
  return matches_any(unrecognised, stem);
}

bool is_vendors_plug_in(std::string_view file_name) {
  const std::string_view stem = stem_of(file_name);
  return !stem.empty() && std::ranges::any_of(known_vendors(), [&](const VendorFacts* vendor) {
    if (matches_any(vendor->file_names, stem) || matches_any(vendor->interface_layers, stem)) return false;
    // Whatever stands behind a front: kernels, threading layers.
    const bool behind_front = !vendor->front.empty() &&
                              std::ranges::any_of(vendor->name_parts, [&](auto part) { return has(file_name, part); });
    return behind_front || matches_any(vendor->other_file_names, stem);
  });
}

bool is_interface_layer(std::string_view file_name) {
  const std::string_view stem = stem_of(file_name);
  return std::ranges::any_of(known_vendors(),
                             [&](const VendorFacts* vendor) { return matches_any(vendor->interface_layers, stem); });
}

bool stands_before_layers(std::string_view file_name) {
  return std::ranges::any_of(known_vendors(), [&](const VendorFacts* vendor) {
    return !vendor->front.empty() && file_name.starts_with(fmt::format("lib{}.so", vendor->front));
  });
}

}  // namespace fairplay::auditor::discovery
