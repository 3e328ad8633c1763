// A host that exports dgemm_ is called by the LAPACK of a library that it has opened RTLD_LOCAL: the child must not
// have such a name.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "auditor/behaviour/calls/routine.h"
#include "signatures/elf/image.h"
#include "tests/support/environment.h"

namespace fairplay::auditor::behaviour {
namespace {

std::set<std::string> blas_names(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  std::vector<signatures::Damage> damage;
  const auto image = signatures::elf::Image::open(descriptor, file);
  std::set<std::string> found;
  std::set<std::string> known{"dgetrf", "dgesv", "dpotrf", "dgeqrf", "dgesdd", "xerbla", "lsame"};
  for (const Routine& routine : routines()) known.emplace(routine.name);
  for (const auto& symbol : image.value().dynamic_symbols(damage))
    for (const std::string& name : known)
      for (const char* affixed : {"{}", "{}_", "cblas_{}", "{}_64_", "scipy_{}_"})
        if (symbol.name == fmt::format(fmt::runtime(affixed), name)) found.emplace(symbol.name);
  close(descriptor);
  return found;
}

TEST(OwnSymbols, NoneIsABlasOrLapackName) {
  EXPECT_EQ(blas_names(FAIRPLAY_PROGRAM), std::set<std::string>());
  // The search finds them where they are.
  EXPECT_GT(blas_names(tests::environment("REFERENCE")).size(), 40U);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
