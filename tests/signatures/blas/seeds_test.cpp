// The committed seeds of the BLAS fuzz target are what the builder makes; with FAIRPLAY_UPDATE_SEEDS=1 they are written
// anew.
#include <cstdlib>
#include <fstream>
#include <map>

#include "tests/signatures/blas/made_up_libraries.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using namespace std::string_literals;
using tests::ElfBuilder;
using tests::import;
using tests::library;

TEST(BlasSeeds, AreWhatTheBuilderMakes) {
  std::map<std::string, ElfBuilder> seeds;
  ElfBuilder& openblas = seeds["openblas"] = library({"scipy_dgemm_64_", "scipy_daxpy_64_", "scipy_cblas_dgemm64_",
                                                      "scipy_openblas_get_config64_", "gotoblas_HASWELL"},
                                                     tests::wide_n);
  openblas.string("OpenBLAS 0.3.29  USE64BITINT DYNAMIC_ARCH NO_AFFIN SINGLE_THREADED");
  openblas.soname = "libopenblasp-r0-8dca6697.3.0.dev.so";
  import(openblas, "pthread_create");

  ElfBuilder& blis = seeds["blis"] = library({"dgemm_", "daxpy_", "dasum_", "cblas_dgemm"});
  blis.string("frame/base/bli_gks.c");
  blis.string("native");
  blis.string("0.9.0");
  import(blis, "pthread_create");
  blis.relocations.push_back({blis.word(), 7, "pthread_create", 0});  // R_X86_64_JUMP_SLOT
  blis.text_bytes += "\xe9\x00\x00\x00\x00\xe8\xf6\xff\xff\xff\xff\x15\x00\x02\x00\x00"s;

  seeds["netlib"] = library({"dgetrf_", "dpotrf_", "ilaver_"},
                            "\xc7\x07\x03\x00\x00\x00\xc7\x06\x0b\x00\x00\x00\xc7\x02\x00\x00\x00\x00\xc3"s);
  ElfBuilder& arm = seeds["aarch64"] = library({"dgemm_", "daxpy_", "dasum_", "dscal_", "cblas_dgemm", "RowMajorStrg"},
                                               "\xf3\x03\x00\xaa\x00\x00\x00\x94\x61\x02\x40\xb9\xc0\x03\x5f\xd6"s);
  arm.machine = EM_AARCH64;
  seeds["mkl"] = library({"mkl_serv_get_version", "mkl_blas_dgemm"}, "\x0f\x10\x05\xf9\xfd\xff\xff\x0f\x11\x07\xc3"s);
  seeds["mkl"].rodata_bytes = "\xea\x07\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00"s;
  ElfBuilder& atlas = seeds["atlas"] = library({"ATL_buildinfo"});
  atlas.string("ATLAS version %s built by %s on %s:");
  atlas.string("3.10.3");
  seeds["no_sections"] = openblas;
  seeds["no_sections"].section_headers = false;
  for (auto& [name, builder] : seeds) {
    const std::string path = std::string(FAIRPLAY_SOURCE_DIR "/tests/fuzz/corpus/blas/") + name + ".so";
    const std::string bytes = builder.build();
    if (std::getenv("FAIRPLAY_UPDATE_SEEDS") != nullptr) std::ofstream(path, std::ios::binary) << bytes;
    EXPECT_TRUE(tests::read_file(path) == bytes) << path << " is not what the builder makes";
  }
}

}  // namespace

}  // namespace fairplay
