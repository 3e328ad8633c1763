#include "signatures/blas/identity.h"

#include "tests/signatures/blas/made_up_libraries.h"

namespace fairplay {

namespace {

using namespace std::string_literals;

using signatures::blas::IntegerWidth;
using signatures::blas::Threading;
using signatures::blas::Vendor;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::ElfBuilder;
using tests::identify;
using tests::import;
using tests::library;

std::vector<std::string> blas_under(const std::string& prefix, const std::string& fortran, const std::string& c) {
  std::vector<std::string> names;
  for (const char* routine : {"dgemm", "daxpy", "dasum", "dscal", "dgetrf", "dpotrf"})
    names.push_back(prefix + routine + fortran);
  names.push_back(prefix + "cblas_dgemm" + c);
  return names;
}

// Misses.

TEST(Identity, AFileWithoutBlasIsNone) {
  EXPECT_FALSE(identify(library({"PyInit_spam", "dgemmology", "my_dgemm_helper"}).build()));
  EXPECT_FALSE(identify(ElfBuilder().build()));
}

TEST(Identity, AFileThatOnlyCallsBlasIsNone) {
  ElfBuilder elf = library({"PyInit_lapack_lite"});
  for (const char* name : {"dgemm_", "dgetrf_", "cblas_dgemm", "openblas_get_config", "ATL_dgemm", "MKL_Get_Version"})
    import(elf, name);
  elf.needed = {"libopenblas.so.0"};
  EXPECT_FALSE(identify(elf.build()));
}

TEST(Identity, NoMarkerMeansUnknownVendor) {
  const auto identity = identify(library({"dgemm_", "daxpy_", "dasum_"}).build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->vendor, Vendor::unknown);
  EXPECT_EQ(identity->threading, Threading::unknown);
  EXPECT_TRUE(identity->has_blas);
  EXPECT_FALSE(identity->has_cblas);
  EXPECT_THAT(identity->evidence, Contains(HasSubstr("no vendor's marker")));
}

// OpenBLAS.

TEST(Identity, OpenBlasUnderAnyName) {
  ElfBuilder elf = library(blas_under("", "_", ""));
  elf.symbols.push_back({.name = "openblas_get_config", .value = ElfBuilder::text});
  elf.symbols.push_back({.name = "gotoblas_HASWELL", .value = ElfBuilder::text});
  elf.symbols.push_back({.name = "gotoblas_SKYLAKEX", .value = ElfBuilder::text});
  elf.symbols.push_back({.name = "gotoblas_init", .value = ElfBuilder::text});
  import(elf, "pthread_create");
  import(elf, "omp_in_parallel", STB_WEAK);
  elf.string("OpenBLAS : munmap failed:");
  elf.string("OpenBLAS 0.3.29 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY ");
  const auto identity = identify(elf.build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->vendor, Vendor::openblas);
  EXPECT_EQ(identity->version, "0.3.29");
  EXPECT_EQ(identity->configuration, "OpenBLAS 0.3.29 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY");
  EXPECT_EQ(identity->threading, Threading::pthreads);
  EXPECT_EQ(identity->integers, IntegerWidth::lp64);
  EXPECT_THAT(identity->cores, ElementsAre("HASWELL", "SKYLAKEX"));
  EXPECT_TRUE(identity->has_blas && identity->has_cblas && identity->has_lapack);
  EXPECT_FALSE(identity->stub);
}

TEST(Identity, ScipyOpenBlasWithAffixes) {
  ElfBuilder elf = library(blas_under("scipy_", "_64_", "64_"));
  elf.symbols.push_back({.name = "scipy_openblas_get_config64_", .value = ElfBuilder::text});
  elf.string("OpenBLAS 0.3.31.188.0  USE64BITINT DYNAMIC_ARCH NO_AFFINITY ");
  const auto identity = identify(elf.build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->prefix, "scipy_");
  EXPECT_EQ(identity->suffix, "64_");
  EXPECT_EQ(identity->integers, IntegerWidth::ilp64);
  EXPECT_EQ(identity->version, "0.3.31.188.0");
  EXPECT_EQ(identity->threading, Threading::serial);
  EXPECT_TRUE(identity->has_blas && identity->has_cblas && identity->has_lapack);
}

TEST(Identity, AConfigurationCutShortByTheCompiler) {
  // The constant ends in the middle of a word and the next one follows without a NUL.
  for (const auto& [text, expected] :
       {std::pair{"OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFIN SINGLE_THREADEDOPENBLAS_VERBOSE",
                  "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY"},
        std::pair{"OpenBLAS 0.3.23.dev  USE64BITINT DYNAMIC_ARCH NO SINGLE_THREADED",
                  "OpenBLAS 0.3.23.dev USE64BITINT DYNAMIC_ARCH"},
        std::pair{"OpenBLAS 0.3.17", "OpenBLAS 0.3.17"}}) {
    ElfBuilder elf = library({"dgemm_", "daxpy_", "openblas_get_config"});
    elf.string(text);
    const auto identity = identify(elf.build());
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->configuration, expected);
  }
}

TEST(Identity, OldOpenBlasHasItsVersionOnlyInTheSoname) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "openblas_get_config"});
  elf.soname = "libopenblasp-r0-8dca6697.3.0.dev.so";
  auto identity = identify(elf.build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->version, "0.3.0.dev");
  EXPECT_THAT(identity->evidence, Contains(HasSubstr("only its SONAME")));
  elf.soname = "libopenblas-r<script>.so";
  EXPECT_EQ(identify(elf.build())->version, "");
  elf.soname = "libopenblas.so.0";
  EXPECT_EQ(identify(elf.build())->version, "");
}

TEST(Identity, OpenBlasWithOpenMp) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "openblas_get_config"});
  import(elf, "GOMP_parallel");
  import(elf, "pthread_create");
  EXPECT_EQ(identify(elf.build())->threading, Threading::openmp);
}

TEST(Identity, DebiansOpenBlasFrontIsAStub) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "cblas_dgemm"});
  elf.needed = {"libopenblas.so.0"};
  for (const char* name : {"blas_memory_alloc", "gotoblas", "dgemm_nn"}) import(elf, name);
  auto identity = identify(elf.build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->vendor, Vendor::openblas);
  EXPECT_TRUE(identity->stub);
  EXPECT_EQ(identity->version, "");
  EXPECT_EQ(identity->threading, Threading::serial);
  import(elf, "dgemm_thread_nn");
  EXPECT_EQ(identify(elf.build())->threading, Threading::pthreads);
  import(elf, "omp_get_max_threads");
  EXPECT_EQ(identify(elf.build())->threading, Threading::openmp);
}

// BLIS.

TEST(Identity, BlisByItsConstantsAlone) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "dasum_", "cblas_dgemm"});
  elf.string("frame/base/bli_gks.c");
  elf.string("native");
  elf.string("0.9.0");
  elf.string("64");
  const auto identity = identify(elf.build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->vendor, Vendor::blis);
  EXPECT_EQ(identity->version, "0.9.0");
  EXPECT_EQ(identity->threading, Threading::unknown);
}

TEST(Identity, BlisShowsItsThreadingByTheFunctionsThatReportIt) {
  for (const auto& [openmp, pthreads, expected] :
       {std::tuple{true, false, Threading::openmp}, std::tuple{false, true, Threading::pthreads},
        std::tuple{false, false, Threading::serial}}) {
    ElfBuilder elf = library({"dgemm_", "daxpy_", "bli_info_get_version_str"});
    const std::string yes = "\xb8\x01\x00\x00\x00\xc3"s;  // mov $1,%eax; ret
    const std::string no = "\x31\xc0\xc3"s;               // xor %eax,%eax; ret
    elf.text_bytes.resize(16);
    elf.text_bytes += yes + no;
    const std::uint64_t at_yes = ElfBuilder::text + 16;
    const std::uint64_t at_no = at_yes + yes.size();
    elf.symbols.push_back({.name = "bli_info_get_enable_openmp",
                           .value = openmp ? at_yes : at_no,
                           .size = openmp ? yes.size() : no.size()});
    elf.symbols.push_back({.name = "bli_info_get_enable_pthreads",
                           .value = pthreads ? at_yes : at_no,
                           .size = pthreads ? yes.size() : no.size()});
    EXPECT_EQ(identify(elf.build())->threading, expected);
  }
}

TEST(Identity, AVersionThatIsNoneIsNotReported) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "bli_init"});
  elf.string("x");
  elf.string("native");
  elf.string("\x1b[31m1.0");
  EXPECT_EQ(identify(elf.build())->version, "");
}

// MKL, ATLAS, Netlib, FlexiBLAS, Arm PL, Accelerate, GSL.

TEST(Identity, MklByLayer) {
  auto front =
      identify(library({"MKL_Set_Interface_Layer", "MKL_Get_Version", "dgemm_", "daxpy_", "cblas_dgemm"}).build());
  ASSERT_TRUE(front);
  EXPECT_EQ(front->vendor, Vendor::mkl);
  EXPECT_EQ(front->integers, IntegerWidth::either);
  EXPECT_EQ(front->threading, Threading::unknown);
  EXPECT_TRUE(front->stub);

  auto wide = identify(library({"MKL_Get_Version", "dgemm_", "daxpy_", "dgemm_64_"}, "\xc3").build());
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->integers, IntegerWidth::ilp64) << "dgemm_ and dgemm_64_ are one function";
  EXPECT_EQ(wide->suffix, "");

  ElfBuilder layer = library({"mkl_blas_dgemm", "mkl_lapack_dgetrf"});
  EXPECT_EQ(identify(layer.build())->threading, Threading::serial);
  layer.needed = {"libtbb.so.12"};
  EXPECT_EQ(identify(layer.build())->threading, Threading::tbb);
  layer.needed = {};
  import(layer, "__kmpc_fork_call");
  EXPECT_EQ(identify(layer.build())->threading, Threading::openmp);
}

TEST(Identity, MklCoreHoldsTheVersion) {
  // movups constant(%rip),%xmm0; movups %xmm0,(%rdi); ret
  ElfBuilder elf;
  const std::string numbers = "\xea\x07\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00"s;
  elf.rodata_bytes = numbers;
  std::string code = "\x0f\x10\x05"s;
  const auto displacement = static_cast<std::uint32_t>(ElfBuilder::rodata - (ElfBuilder::text + 7));
  for (unsigned i = 0; i < 4; ++i) code.push_back(static_cast<char>(displacement >> (8 * i)));
  elf.text_bytes = code + "\x0f\x11\x07\xc3"s;
  elf.symbols.push_back({.name = "mkl_serv_get_version", .value = ElfBuilder::text, .size = elf.text_bytes.size()});
  EXPECT_EQ(identify(elf.build())->version, "2026.2");
  elf.rodata_bytes[8] = 100;  // no such update
  EXPECT_EQ(identify(elf.build())->version, "");
}

TEST(Identity, Atlas) {
  ElfBuilder kernels = library({"ATL_buildinfo", "ATL_dgemm"});
  kernels.string("ATLAS version %s built by %s on %s:");
  kernels.string("3.10.3");
  const auto whole = identify(kernels.build());
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->vendor, Vendor::atlas);
  EXPECT_EQ(whole->version, "3.10.3");
  EXPECT_EQ(whole->threading, Threading::serial);
  EXPECT_FALSE(whole->has_blas);

  ElfBuilder front = library({"dgemm_", "daxpy_", "cblas_dgemm"});
  import(front, "ATL_dgemm");
  const auto stub = identify(front.build());
  ASSERT_TRUE(stub);
  EXPECT_EQ(stub->vendor, Vendor::atlas);
  EXPECT_EQ(stub->integers, IntegerWidth::lp64);
  EXPECT_TRUE(stub->stub);
}

TEST(Identity, NetlibByTheReferenceCblas) {
  const auto identity =
      identify(library({"dgemm_", "daxpy_", "dasum_", "dscal_", "cblas_dgemm", "RowMajorStrg"}, tests::wide_n).build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->vendor, Vendor::netlib);
  EXPECT_EQ(identity->integers, IntegerWidth::ilp64);
  EXPECT_EQ(identity->threading, Threading::serial);
}

TEST(Identity, NetlibLapackReportsItsVersion) {
  // movl $3,(%rdi); movl $11,(%rsi); movl $0,(%rdx); ret
  ElfBuilder elf = library({"dgetrf_", "dpotrf_", "ilaver_"},
                           "\xc7\x07\x03\x00\x00\x00\xc7\x06\x0b\x00\x00\x00\xc7\x02\x00\x00\x00\x00\xc3"s);
  EXPECT_EQ(identify(elf.build())->vendor, Vendor::netlib);
  EXPECT_EQ(identify(elf.build())->version, "3.11.0");
  elf.text_bytes[2] = '\x7f';
  EXPECT_EQ(identify(elf.build())->version, "") << "no LAPACK 127";
  elf = library({"dgetrf_", "dpotrf_", "ilaver_"}, ""s);
  elf.machine = EM_AARCH64;
  // mov w3,#3; str w3,[x0]; mov w4,#12; str w4,[x1]; str wzr,[x2]; ret
  elf.text_bytes = "\x63\x00\x80\x52\x03\x00\x00\xb9\x84\x01\x80\x52\x24\x00\x00\xb9\x5f\x00\x00\xb9\xc0\x03\x5f\xd6"s;
  EXPECT_EQ(identify(elf.build())->version, "3.12.0");
}

TEST(Identity, FrontsAndOthers) {
  EXPECT_EQ(identify(library({"dgemm_", "daxpy_", "flexiblas_get_version"}).build())->vendor, Vendor::flexiblas);
  EXPECT_TRUE(identify(library({"dgemm_", "daxpy_", "flexiblas_get_version"}).build())->stub);
  EXPECT_EQ(identify(library({"dgemm_", "daxpy_", "armplversion_"}).build())->vendor, Vendor::armpl);
  EXPECT_EQ(identify(library({"dgemm$NEWLAPACK", "dgemm$NEWLAPACK$ILP64"}).build())->vendor, Vendor::accelerate);
  EXPECT_EQ(identify(library({"dgemm$NEWLAPACK", "dgemm$NEWLAPACK$ILP64"}).build())->integers, IntegerWidth::either);
  ElfBuilder gsl = library({"cblas_dgemm"});
  gsl.string("source_gemm_r.h");
  EXPECT_EQ(identify(gsl.build())->vendor, Vendor::gsl);
  EXPECT_EQ(identify(gsl.build())->integers, IntegerWidth::unknown);
  ElfBuilder lapacke = library({"LAPACKE_dgetrf"});
  import(lapacke, "dgetrf_");
  EXPECT_EQ(identify(lapacke.build())->vendor, Vendor::netlib);
  EXPECT_TRUE(identify(lapacke.build())->stub);
}

TEST(Identity, MklsSuffixIsDistinguishedFromOpenBlas) {
  EXPECT_EQ(identify(library({"dgemm_64_", "daxpy_64_", "cblas_dgemm_64"}).build())->suffix, "_64");
  EXPECT_EQ(identify(library({"dgemm_64_", "daxpy_64_", "cblas_dgemm64_"}).build())->suffix, "64_");
}

// Damage.

TEST(Identity, SymbolsThatPointNowhere) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "dasum_", "dscal_", "ilaver_", "dgetrf_"});
  for (auto& symbol : elf.symbols) symbol.value = ~0ULL - 3;
  const auto identity = identify(elf.build());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->integers, IntegerWidth::unknown);
}

TEST(Identity, ConstantsBeyondTheFileAreDamage) {
  ElfBuilder elf = library({"dgemm_", "daxpy_", "openblas_get_config"});
  elf.string("OpenBLAS 0.3.29 DYNAMIC_ARCH ");
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .rodata") + 0x20, 8, 1ULL << 24);  // sh_size
  std::vector<signatures::Damage> damage;
  const auto identity = identify(bytes, damage);
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->vendor, Vendor::openblas);
  EXPECT_THAT(damage,
              Contains(testing::Field("reason", &signatures::Damage::reason, testing::Not(testing::IsEmpty()))));
}

TEST(Identity, NamesThatLookLikeBlas) {
  for (const char* name : {"libblas.so.3", "libopenblas64_p-r0-0cf96a72.3.23.dev.so", "/usr/lib/libmkl_rt.so.2",
                           "libblis.so.4", "libatlas.so.3", "libLAPACK.SO"}) {
    EXPECT_TRUE(signatures::blas::named_like_blas(name)) << name;
  }
  for (const char* name :
       {"libm.so.6", "lapack_lite.cpython-311-x86_64-linux-gnu.so", "blas.txt", "", "/blas/libfoo.so"}) {
    EXPECT_FALSE(signatures::blas::named_like_blas(name)) << name;
  }
}

TEST(Identity, SpellingsOfOneKernel) {
  EXPECT_TRUE(signatures::blas::same_core("SkylakeX", "SKYLAKEX"));
  EXPECT_FALSE(signatures::blas::same_core("Zen", "Zen2"));
  EXPECT_FALSE(signatures::blas::same_core("Zen", ""));
}

}  // namespace

}  // namespace fairplay
