#include "signatures/elf/numpy_use.h"

#include <elf.h>

#include "tests/support/elf_reading.h"

namespace fairplay {
namespace {

using namespace signatures::elf;
using tests::ElfBuilder;

constexpr std::string_view abi_text = "module compiled against ABI version 0x%x but this version of numpy is 0x%x";
constexpr std::string_view api_text = "module compiled against API version 0x%x but this version of numpy is 0x%x";
constexpr std::string_view api_text_of_2 =
    "module was compiled against NumPy C-API version 0x%x (NumPy 1.23) but the running NumPy has C-API version 0x%x.";

/// A module with the texts of NumPy's check in .rodata, and what its code does with them.
struct Module {
  ElfBuilder elf;
  std::uint64_t abi = 0;
  std::uint64_t api = 0;

  explicit Module(std::string_view of_abi = abi_text, std::string_view of_api = api_text,
                  std::uint16_t machine = EM_X86_64) {
    elf.machine = machine;
    elf.symbols.push_back({.name = "PyCapsule_GetPointer"});
    elf.string("_ARRAY_API");
    abi = elf.string(of_abi);
    api = elf.string(of_api);
  }
  std::uint64_t here() const { return ElfBuilder::text + elf.text_bytes.size(); }
  Module& raw(std::initializer_list<int> values) {
    for (const int b : values) elf.text_bytes += static_cast<char>(b);
    return *this;
  }
  Module& word(std::uint64_t value) {
    for (int i = 0; i < 4; ++i) elf.text_bytes += static_cast<char>(value >> (8 * i));
    return *this;
  }
  // x86-64
  Module& edx(std::uint32_t value) { return raw({0xba}).word(value); }
  Module& rsi(std::uint64_t address) { return raw({0x48, 0x8d, 0x35}).word(address - (here() + 4)); }
  Module& call() { return raw({0x31, 0xc0, 0xe8, 0, 0, 0, 0}); }  // xor eax, eax; call
  Module& jump() { return raw({0xeb, 0}); }
  // AArch64
  Module& x1(std::uint64_t address) {
    const std::uint64_t pages = (address >> 12) - (here() >> 12);
    word(0x90000001U | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5);  // adrp x1
    return word(0x91000021U | (address & 0xfff) << 10);                   // add x1, x1, #
  }

  NumpyUse read() {
    elf.functions.push_back(ElfBuilder::text);
    const std::string bytes = elf.build();
    const auto image = tests::open_image(bytes);
    EXPECT_TRUE(image);
    std::vector<signatures::Damage> damage;
    NumpyUse use = numpy_use(*image, damage);
    EXPECT_THAT(damage, testing::IsEmpty());
    return use;
  }
};

TEST(NumpyUse, IsTheThirdArgumentOfTheError) {
  Module module;
  module.edx(0x01000009).rsi(module.abi).call();
  module.rsi(module.api).edx(0x10).call();
  const NumpyUse use = module.read();
  EXPECT_TRUE(use.takes_api);
  EXPECT_TRUE(use.checks);
  EXPECT_EQ(use.abi, 0x01000009U);
  EXPECT_EQ(use.api, 0x10U);
  EXPECT_EQ(use.oldest, "");
}

TEST(NumpyUse, NumpyTwosTextNamesTheOldestRelease) {
  Module module(abi_text, api_text_of_2);
  module.edx(0x02000000).rsi(module.abi).call();
  module.edx(0x10).rsi(module.api).call();
  const NumpyUse use = module.read();
  EXPECT_EQ(use.abi, 0x02000000U);
  EXPECT_EQ(use.api, 0x10U);
  EXPECT_EQ(use.oldest, "1.23");
}

TEST(NumpyUse, FollowsErrorsThatShareTheirCall) {
  Module module;
  module.edx(0x01000009).rsi(module.abi).jump();
  module.edx(0xe).rsi(module.api).jump();
  EXPECT_EQ(module.read().abi, 0x01000009U);
  EXPECT_EQ(module.read().api, 0xeU);
}

TEST(NumpyUse, ReadsOldWordings) {
  Module module("module compiled against version %x of C-API but this version of numpy is %x",
                "module compiled against API version %x but this version of numpy is %x");
  module.edx(0x01000009).rsi(module.abi).call();
  module.edx(0x4).rsi(module.api).call();
  const NumpyUse use = module.read();
  EXPECT_EQ(use.abi, 0x01000009U);
  EXPECT_EQ(use.api, 0x4U);
}

/// A Cython module that uses NumPy's types without its C functions: it imports "numpy", "dtype" and checks its size.
struct CythonModule : Module {
  std::uint64_t numpy = 0;

  explicit CythonModule(std::uint16_t machine = EM_X86_64) : Module("", "", machine) {
    elf.string("%.200s.%.200s size changed, may indicate binary incompatibility. Expected %zd from C header, got %zd");
    numpy = elf.string("numpy");
  }
  // x86-64
  Module& ecx(std::uint32_t value) { return raw({0xb9}).word(value); }
  Module& rdx(std::uint64_t address) { return raw({0x48, 0x8d, 0x15}).word(address - (here() + 4)); }
  Module& rdi(std::uint64_t address) { return raw({0x48, 0x8d, 0x3d}).word(address - (here() + 4)); }
  void import_type(std::uint64_t module_name, std::uint64_t name, std::uint32_t size) {
    ecx(size);
    rdx(name);
    rsi(module_name).call();
  }
};

TEST(NumpyUse, SizesThatCythonChecksTellVersions) {
  CythonModule module;
  const std::uint64_t dtype = module.elf.string("of numpy.dtype") + std::string("of numpy.").size();
  module.import_type(module.numpy, dtype, 96);
  module.import_type(module.numpy, module.elf.string("ndarray"), 88);
  module.import_type(module.numpy, module.elf.string("flatiter"), 2632);
  const NumpyUse use = module.read();
  EXPECT_TRUE(use.checks);
  EXPECT_FALSE(use.checks_api);
  EXPECT_EQ(use.abi, 0x01000009U);
  EXPECT_EQ(use.api, 0xeU);
}

TEST(NumpyUse, OldCythonPassesNoModule) {
  CythonModule module;
  const std::uint64_t dtype = module.elf.string("dtype");
  module.edx(96);
  module.rsi(dtype);
  module.rdi(module.numpy).call();
  EXPECT_EQ(module.read().abi, 0x01000009U);
}

TEST(NumpyUse, SizesAreReadOnAArch64) {
  CythonModule module(EM_AARCH64);
  module.elf.string("page");
  const std::uint64_t dtype = module.elf.string("dtype");
  const auto adrp = [&](unsigned reg, std::uint64_t address) {
    const std::uint64_t pages = (address >> 12) - (module.here() >> 12);
    module.word(0x90000000U | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5 | reg);
    module.word(0x91000000U | (address & 0xfff) << 10 | reg << 5 | reg);
  };
  adrp(1, module.numpy);
  adrp(2, dtype);
  module.word(0xd2800c03).word(0x94000000);  // mov x3, #96; bl
  EXPECT_EQ(module.read().abi, 0x01000009U);
}

TEST(NumpyUse, OtherSizesAndOtherModulesTellNothing) {
  CythonModule module;
  const std::uint64_t dtype = module.elf.string("dtype");
  module.import_type(module.numpy, dtype, 88);                              // NumPy 2's
  module.import_type(module.elf.string("pandas"), dtype, 96);               // another's
  module.import_type(module.numpy, module.elf.string("subdtype") + 1, 96);  // "ubdtype"
  const NumpyUse use = module.read();
  EXPECT_FALSE(use.checks);
  EXPECT_EQ(use.abi, std::nullopt);

  Module without_check;
  without_check.raw({0xb9}).word(96);
  without_check.edx(0).rsi(without_check.elf.string("numpy")).call();
  EXPECT_EQ(without_check.read().abi, std::nullopt);
}

TEST(NumpyUse, TheStrictestUnitCounts) {
  Module module;
  module.edx(0x02000000).rsi(module.abi).call();
  module.edx(0x01000009).rsi(module.abi).call();
  module.edx(0xd).rsi(module.api).call();
  module.edx(0xe).rsi(module.api).call();
  const NumpyUse use = module.read();
  EXPECT_EQ(use.abi, 0x01000009U);
  EXPECT_EQ(use.api, 0xeU);
}

TEST(NumpyUse, AComparisonTellsTheAbi) {
  Module module;
  module.raw({0xff, 0x10, 0x3d}).word(0x01000009);  // call [rax]; cmp eax, 0x1000009
  module.rsi(module.abi).raw({0x89, 0xda}).call();  // edx is a copy of ebx, which was set elsewhere
  EXPECT_EQ(module.read().abi, 0x01000009U);
}

TEST(NumpyUse, IsReadOnAArch64) {
  Module module(abi_text, api_text, EM_AARCH64);
  module.word(0x52800133).word(0x72a02013);  // mov w19, #9; movk w19, #0x100, lsl #16
  module.word(0xd63f0000).word(0x6b13001f);  // blr x0; cmp w0, w19
  module.x1(module.abi).word(0x2a1703e2).word(0x94000000);
  module.x1(module.api).word(0x52800202).word(0x94000000);  // mov w2, #0x10; bl
  const NumpyUse use = module.read();
  EXPECT_EQ(use.abi, 0x01000009U);
  EXPECT_EQ(use.api, 0x10U);
}

TEST(NumpyUse, WorksWithoutATableOfFunctions) {
  Module module;
  module.elf.text_bytes = std::string(0x30, '\x90');
  module.edx(0x10).rsi(module.api).call();
  const std::string bytes = module.elf.build();
  const auto image = tests::open_image(bytes);
  std::vector<signatures::Damage> damage;
  EXPECT_EQ(numpy_use(*image, damage).api, 0x10U);
}

TEST(NumpyUse, OtherConstantsAreNoVersions) {
  Module module;
  module.edx(0x12345678).rsi(module.abi).call();
  module.edx(0).rsi(module.api).call();
  module.raw({0x3d}).word(0x02345678);  // cmp eax
  const NumpyUse use = module.read();
  EXPECT_TRUE(use.checks);
  EXPECT_EQ(use.abi, std::nullopt);
  EXPECT_EQ(use.api, std::nullopt);
}

TEST(NumpyUse, UnknownIsEmpty) {
  Module module;
  module.rsi(module.api).call();  // rdx isn't known
  EXPECT_EQ(module.read().api, std::nullopt);
  Module other(abi_text, api_text_of_2, EM_RISCV);
  EXPECT_TRUE(other.read().checks);
  EXPECT_EQ(other.read().api, std::nullopt);
  EXPECT_EQ(other.read().oldest, "1.23") << "texts are the same on every machine";
}

TEST(NumpyUse, Pybind11TakesTheTableUnchecked) {
  ElfBuilder elf;
  elf.symbols.push_back({.name = "PyCapsule_GetPointer"});
  elf.string("_ARRAY_API");
  elf.string("this module was compiled against nothing");
  const std::string bytes = elf.build();
  const auto image = tests::open_image(bytes);
  std::vector<signatures::Damage> damage;
  const NumpyUse use = numpy_use(*image, damage);
  EXPECT_TRUE(use.takes_api);
  EXPECT_FALSE(use.checks);
}

TEST(NumpyUse, OthersAreNotLookedInto) {
  Module module;
  module.elf.symbols.clear();
  module.edx(0x10).rsi(module.api).call();
  EXPECT_FALSE(module.read().checks);
}

TEST(NumpyUse, SurvivesEveryCut) {
  Module module(abi_text, api_text_of_2);
  module.edx(0x02000000).rsi(module.abi).call();
  module.edx(0x10).rsi(module.api).call();
  module.elf.functions.push_back(ElfBuilder::text);
  const std::string bytes = module.elf.build();
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    const std::string cut = bytes.substr(0, size);
    const auto image = tests::open_image(cut);
    if (!image) continue;
    std::vector<signatures::Damage> damage;
    numpy_use(*image, damage);
  }
}

TEST(NumpyUse, ManyTextsAndReferencesHaveALimit) {
  Module module;
  module.elf.rodata_bytes.clear();
  module.elf.string("x");
  const std::string text = std::string(api_text) + '\0';
  for (int i = 0; i < 4; ++i) module.elf.rodata_bytes += text;
  for (int i = 0; i < 20; ++i) module.rsi(ElfBuilder::rodata + 2).edx(0x10).call();
  EXPECT_EQ(module.read().api, 0x10U);
}

}  // namespace
}  // namespace fairplay
