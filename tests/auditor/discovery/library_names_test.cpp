#include "auditor/discovery/library_names.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::discovery {
namespace {

TEST(LibraryNames, OnesThatCouldBeABlas) {
  for (const char* name : {"libblas.so",
                           "libblas.so.3",
                           "libblas.so.3.11.0",
                           "liblapack.so.3",
                           "libcblas.so.3",
                           "liblapacke.so",
                           "libopenblas.so.0",
                           "libopenblasp-r0.3.21.so",
                           "libblis.so.4",
                           "libblis64.so.4",
                           "libblis-mt.so",
                           "libatlas.so.3",
                           "libf77blas.so.3",
                           "libsatlas.so.3",
                           "libtatlas.so.3",
                           "liblapack_atlas.so.3",
                           "libmkl_rt.so.2",
                           "libflexiblas.so.3",
                           "libarmpl_lp64.so",
                           "libgslcblas.so.0",
                           "libblas64.so.3",
                           "libopenblas64.so.0",
                           "libscipy_openblas64_-fdde5778.so",
                           "libopenblas64_p-r0-0cf96a72.3.23.dev.so",
                           "libnvblas.so.13",
                           "libblas-a1b2c3d4.so.3.8.0",
                           "libsci_gnu_82.so.5",
                           "libflexiblas_api.so.3",
                           "libflexiblas64_api.so",
                           "libaocl-blis.so.5",
                           "libesslsmp.so.1",
                           "libgoto2.so"}) {
    EXPECT_TRUE(could_be_blas(name)) << name;
  }
}

TEST(LibraryNames, OnesThatAreNot) {
  for (const char* name : {"libcublas.so.13",
                           "libcublasLt.so.13",
                           "libclblast.so",
                           "libblast.so",
                           "libscalapack.so.2",
                           "liblapackpp.so",
                           "libblas.a",
                           "libblas.sock",
                           "blas.so",
                           "libblas",
                           "libm.so.6",
                           "libmkl_core.so.2",
                           "libmkl_intel_lp64.so.2",
                           "libgfortran.so.5",
                           "libflexiblas_netlib.so",
                           "libarmpl_scalapack.so",
                           "libgoto2x.so",
                           "libesslsmpx86",
                           "libatlasx.so",
                           "libblas.so.3-gdb.py",
                           "libcatlas_ui.so",
                           "libbliss.so",
                           "",
                           ".so",
                           "lib.so"}) {
    EXPECT_FALSE(could_be_blas(name)) << name;
  }
  EXPECT_TRUE(is_interface_layer("libmkl_intel_lp64.so.2"));
  EXPECT_FALSE(is_interface_layer("libmkl_core.so.2"));
}

}  // namespace
}  // namespace fairplay::auditor::discovery
