#include "auditor/provenance/builds/blas_uses.h"

#include <gmock/gmock.h>

#include <memory>

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::ElfFacts;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;
using testing::IsEmpty;
using testing::SizeIs;

class BlasUses : public testing::Test {
 protected:
  ElfFacts& add(const std::string& path) {
    FileFacts& file = files.files[path];
    file.entry.path = path;
    auto elf = std::make_shared<ElfFacts>();
    file.elf = elf;
    return *elf;
  }
  std::vector<BlasUse> uses() {
    runtimes.clear();
    not_checked.clear();
    return blas_of_archived(numpy, runtimes, not_checked);
  }

  Fingerprint files;
  NumpyFiles numpy{&files, "numpy", {"numpy.libs"}};
  std::vector<RuntimeLibrary> runtimes;
  std::vector<NotChecked> not_checked;
  const std::string linalg = "numpy/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so";
};

TEST_F(BlasUses, LinalgThatCallsNobodyBringsItsOwnLapack) {
  add(linalg);
  add("numpy/_core/_multiarray_umath.so");
  const auto found = uses();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].path, linalg);
  EXPECT_TRUE(found[0].identity->has_lapack);
  EXPECT_TRUE(blas_is_complete(numpy, found));
}

TEST_F(BlasUses, AModuleWithRoutinesOfItsOwnIsOneOfUnknownVendor) {
  add(linalg).blas.emplace().has_lapack = true;
  EXPECT_THAT(uses(), SizeIs(1));
}

TEST_F(BlasUses, NoneIsSaidOnlyWhereNoneIsCalled) {
  ElfFacts& module = add("numpy/_core/_multiarray_umath.so");
  EXPECT_THAT(uses(), IsEmpty());
  EXPECT_TRUE(blas_is_complete(numpy, {}));
  module.calls_blas = true;
  EXPECT_FALSE(blas_is_complete(numpy, {}));
  module.calls_blas = false;
  module.damaged = true;
  EXPECT_FALSE(blas_is_complete(numpy, {}));
  add(linalg).damaged = true;
  EXPECT_THAT(uses(), IsEmpty()) << "what a damaged module calls isn't known";
}

TEST_F(BlasUses, ALibraryInWhichNothingIsFoundIsStillTheOneThatIsNeeded) {
  ElfFacts& module = add(linalg);
  module.calls_blas = true;
  module.dynamic.needed = {"libscipy_openblas64_-1.so", "libc.so.6"};
  add("numpy.libs/libscipy_openblas64_-1.so").damaged = true;
  const auto found = uses();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].path, "numpy.libs/libscipy_openblas64_-1.so");
  EXPECT_FALSE(found[0].identity);
  ASSERT_THAT(not_checked, SizeIs(1));
  EXPECT_EQ(not_checked[0].what, "numpy.libs/libscipy_openblas64_-1.so");
}

TEST_F(BlasUses, ASourceTreeHasNoModules) {
  files.files["numpy/linalg/umath_linalg.cpp"].entry.path = "numpy/linalg/umath_linalg.cpp";
  EXPECT_FALSE(was_never_compiled(numpy)) << "a folder without NumPy's core imports as it likes";
  files.files["numpy/core/multiarray.py"].entry.path = "numpy/core/multiarray.py";
  EXPECT_TRUE(was_never_compiled(numpy));
  EXPECT_FALSE(blas_is_complete(numpy, {}));
  add(linalg);
  EXPECT_FALSE(was_never_compiled(numpy));
}

}  // namespace
}  // namespace fairplay::auditor::provenance
