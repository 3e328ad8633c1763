#pragma once

#include <string_view>

namespace fairplay::auditor::discovery {

/// Whether a file of this name could be a BLAS or LAPACK that programs link or load: "libblas.so.3",
/// "libscipy_openblas64_-fdde5778.so", "libmkl_rt.so.2". By name only, since discovery opens no library;
/// signatures::blas reads the bytes to find what the file really is. Static libraries and other platforms' names don't
/// count.
bool could_be_blas(std::string_view file_name);

/// Whether the name is that of a vendor's plug-in, which is no library by itself: "libmkl_avx2.so.2".
bool is_vendors_plug_in(std::string_view file_name);

/// MKL's interface layers ("libmkl_intel_lp64.so.2", "libmkl_gf_ilp64.so.2") export the BLAS too, but stand for the
/// same library as the libmkl_rt.so beside them: they count only where that one is missing.
bool is_interface_layer(std::string_view file_name);
/// Such a library in front of its layers: "libmkl_rt.so.2".
bool stands_before_layers(std::string_view file_name);

}  // namespace fairplay::auditor::discovery
