// Method tables and ufuncs of real wheels, against what the imported modules show. tests/real/with_wheels.py fetches
// the wheels and runs this; one that is missing is a failure.
#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <span>

#include "signatures/elf/c_api.h"
#include "signatures/elf/image.h"
#include "signatures/elf/method_tables.h"
#include "signatures/elf/parts.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::filesystem::path wheels() {
  const char* folder = std::getenv("FAIRPLAY_WHEELS");
  return folder == nullptr ? "" : folder;
}

/// The first member of the first wheel called `wheel...tag...` whose path contains `member`; empty without one.
std::string member_of(const std::string& wheel, const std::string& tag, const std::string& member) {
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(wheels(), ignored)) {
    const std::string name = file.path().filename().string();
    if (!name.starts_with(wheel + "-") || name.find(tag) == std::string::npos) continue;
    std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(reader.get());
    if (archive_read_open_filename(reader.get(), file.path().c_str(), 1 << 16) != ARCHIVE_OK) continue;
    for (archive_entry* entry = nullptr; archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK;) {
      if (std::string(archive_entry_pathname(entry)).find(member) == std::string::npos) continue;
      std::string bytes(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
      const auto got = archive_read_data(reader.get(), bytes.data(), bytes.size());
      if (got == static_cast<la_ssize_t>(bytes.size())) return bytes;
    }
  }
  return {};
}

struct Facts {
  std::size_t tables = 0;
  std::size_t entries = 0;
  std::set<std::string> methods;
  std::set<std::string> ufuncs;  ///< certain ones
};

Facts read(const std::string& bytes) {
  Facts facts;
  auto image = Image::open(std::as_bytes(std::span(bytes)), "module");
  EXPECT_TRUE(image);
  if (!image) return facts;
  std::vector<signatures::Damage> reported;
  for (const auto& table : method_tables(*image, reported)) {
    ++facts.tables;
    facts.entries += table.methods.size();
    for (const auto& method : table.methods) facts.methods.insert(method.name);
  }
  for (const auto& ufunc : ufunc_names(*image, reported)) {
    if (ufunc.certain) facts.ufuncs.insert(ufunc.name);
  }
  EXPECT_THAT(reported, IsEmpty());
  EXPECT_THAT(image->header_damage(), IsEmpty());
  return facts;
}

// The counts of ufuncs are those of the distinct __name__ of np.ufunc objects in the imported module.
TEST(RealBuilds, NumPy235) {
  const std::string bytes = member_of("numpy-2.3.5", "cp311-manylinux_2_27_x86_64", "_core/_multiarray_umath");
  ASSERT_FALSE(bytes.empty());
  const Facts facts = read(bytes);
  EXPECT_EQ(facts.tables, 35U);
  EXPECT_EQ(facts.entries, 286U);
  EXPECT_EQ(facts.ufuncs.size(), 128U);
  EXPECT_THAT(facts.ufuncs, Contains("vecdot"));
}

TEST(RealBuilds, NumPy235OnAArch64EqualsX86) {
  const std::string x86 = member_of("numpy-2.3.5", "cp311-manylinux_2_27_x86_64", "_core/_multiarray_umath");
  const std::string arm = member_of("numpy-2.3.5", "cp311-manylinux_2_27_aarch64", "_core/_multiarray_umath");
  ASSERT_FALSE(x86.empty());
  ASSERT_FALSE(arm.empty());
  const Facts a = read(x86);
  const Facts b = read(arm);
  EXPECT_EQ(a.methods, b.methods);
  EXPECT_EQ(a.ufuncs, b.ufuncs);
  EXPECT_EQ(a.tables, b.tables);
}

TEST(RealBuilds, NumPy1264) {
  const std::string bytes = member_of("numpy-1.26.4", "cp311-manylinux_2_17_x86_64", "core/_multiarray_umath");
  ASSERT_FALSE(bytes.empty());
  EXPECT_EQ(read(bytes).ufuncs.size(), 89U);
}

TEST(RealBuilds, IntelsNumPyAddsTwoUfuncsAndNoMethod) {
  const std::string official = member_of("numpy-1.15.1", "cp36m-manylinux1_x86_64", "core/umath.");
  const std::string intel = member_of("intel_numpy-1.15.1", "cp36m-manylinux1_x86_64", "core/umath.");
  ASSERT_FALSE(official.empty());
  ASSERT_FALSE(intel.empty());
  std::set<std::string> added = read(intel).ufuncs;
  for (const auto& name : read(official).ufuncs) EXPECT_EQ(added.erase(name), 1U) << name;
  EXPECT_THAT(added, ElementsAre("erf", "invsqrt"));
  const Facts a = read(member_of("numpy-1.15.1", "cp36m-manylinux1_x86_64", "core/multiarray."));
  const Facts b = read(member_of("intel_numpy-1.15.1", "cp36m-manylinux1_x86_64", "core/multiarray."));
  EXPECT_EQ(a.methods.size(), 137U);
  EXPECT_EQ(a.methods, b.methods);
}

TEST(RealBuilds, LinearAlgebraIsADescriptorTable) {
  const std::string bytes = member_of("numpy-2.3.5", "cp311-manylinux_2_27_x86_64", "linalg/_umath_linalg");
  ASSERT_FALSE(bytes.empty());
  const Facts facts = read(bytes);
  EXPECT_EQ(facts.ufuncs.size(), 20U);
  EXPECT_THAT(facts.ufuncs, Contains("solve1"));
}

TEST(RealBuilds, SwappedMethodsOfARealModuleShow) {
  const std::string before = member_of("numpy-2.3.5", "cp311-manylinux_2_27_x86_64", "_core/_multiarray_umath");
  ASSERT_FALSE(before.empty());
  std::string after = before;
  auto image = Image::open(std::as_bytes(std::span(before)), "module");
  ASSERT_TRUE(image);
  std::vector<signatures::Damage> reported;
  const auto tables = method_tables(*image, reported);
  // The entries of .rela.dyn that fill the first two methods' function pointers: swap their addends (bytes 16 to 24).
  const auto* rela = image->section(".rela.dyn");
  ASSERT_NE(rela, nullptr);
  std::vector<std::size_t> places;
  for (std::size_t at = rela->offset; at < rela->offset + rela->size; at += 24) {
    std::uint64_t offset = 0;
    std::memcpy(&offset, before.data() + at, 8);
    if (offset == tables[0].address + 8 || offset == tables[0].address + 40) places.push_back(at + 16);
  }
  ASSERT_EQ(places.size(), 2U);
  after.replace(places[0], 8, before.substr(places[1], 8));
  after.replace(places[1], 8, before.substr(places[0], 8));
  auto swapped = Image::open(std::as_bytes(std::span(after)), "module");
  ASSERT_TRUE(swapped);
  std::vector<std::string> changed;
  const auto a = part_hashes(*image, reported);
  const auto b = part_hashes(*swapped, reported);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) changed.push_back(a[i].part);
  }
  EXPECT_THAT(changed, ElementsAre("relocations", "methods"));
}

std::optional<CApiVersion> c_api_of(const std::string& bytes) {
  const auto image = Image::open(std::as_bytes(std::span(bytes)), "module");
  std::vector<signatures::Damage> reported;
  return image ? c_api_version(*image, reported) : std::nullopt;
}

// As numpy/core/code_generators/cversions.txt has them, and _numpyconfig.h of the same wheels.
TEST(RealBuilds, CApiVersionsAreTheReleases) {
  EXPECT_EQ(c_api_of(member_of("numpy-2.3.5", "cp311-manylinux_2_27_x86_64", "_core/_multiarray_umath")),
            (CApiVersion{0x02000000, 0x14}));
  EXPECT_EQ(c_api_of(member_of("numpy-2.3.5", "cp311-manylinux_2_27_aarch64", "_core/_multiarray_umath")),
            (CApiVersion{0x02000000, 0x14}));
  EXPECT_EQ(c_api_of(member_of("numpy-1.26.4", "cp311-manylinux_2_17_x86_64", "core/_multiarray_umath")),
            (CApiVersion{0x01000009, 0x11}));
  EXPECT_EQ(c_api_of(member_of("numpy-1.15.1", "cp36m-manylinux1_x86_64", "core/multiarray.")),
            (CApiVersion{0x01000009, 0x0c}));
  EXPECT_EQ(c_api_of(member_of("intel_numpy-1.15.1", "cp36m-manylinux1_x86_64", "core/multiarray.")),
            (CApiVersion{0x01000009, 0x0c}));
  EXPECT_EQ(c_api_of(member_of("numpy-2.3.5", "cp311-manylinux_2_27_x86_64", "linalg/_umath_linalg")), std::nullopt)
      << "no table of its own";
}

}  // namespace

}  // namespace fairplay
