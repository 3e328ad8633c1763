#include "signatures/elf/module_dict.h"

#include "tests/signatures/elf/calling_code.h"
#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::CallingCode;
using tests::ElfBuilder;

ModuleDict dict(const std::string& bytes) {
  auto image = tests::open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<Damage> reported;
  return image ? module_dict(*image, "_mine", reported) : ModuleDict{};
}

/// "name kind", with "=alias" where there is one.
std::vector<std::string> entries(const ModuleDict& read) {
  std::vector<std::string> lines;
  for (const DictEntry& entry : read.entries) {
    const char* kind = entry.kind == EntryKind::type       ? "type"
                       : entry.kind == EntryKind::constant ? "constant"
                       : entry.kind == EntryKind::method   ? "method"
                                                           : "unknown";
    lines.push_back(entry.name + " " + kind + (entry.alias.empty() ? "" : "=" + entry.alias));
  }
  return lines;
}

TEST(ElfModuleDict, ReportsWhatTheModuleIsGiven) {
  ElfBuilder elf;
  const std::uint64_t version = elf.string("version");
  const std::uint64_t one = elf.string("ONE");
  const std::uint64_t error = elf.string("Error");
  CallingCode code(elf);
  code.call("PyModule_Create2").keep_result();
  code.rdi_is_kept().rsi(one).call("PyModule_AddIntConstant");
  code.rdi_is_kept().rsi(version).rdx(one).call("PyModule_AddStringConstant");
  code.call("PyErr_NewException").rdx_is_result().rdi_is_kept().rsi(error).call("PyModule_AddObject");
  EXPECT_THAT(entries(dict(code.build())), ElementsAre("Error type", "ONE constant", "version constant"));
}

TEST(ElfModuleDict, ReportsWhatIsPutIntoTheModulesOwnDictAlone) {
  ElfBuilder elf;
  const std::uint64_t inside = elf.string("inside");
  const std::uint64_t handed_on = elf.string("handed_on");
  const std::uint64_t elsewhere = elf.string("elsewhere");
  CallingCode code(elf);
  code.rsi(handed_on).call("PyDict_SetItemString");  // a function that is given the dict
  code.begin_function();
  code.call("PyModule_GetDict").keep_result();
  code.rdi_is_kept().rsi(inside).call("PyDict_SetItemString");
  code.rdi_is_kept().call_own(ElfBuilder::text);
  code.call("PyDict_New").raw({0x48, 0x89, 0xc7}).rsi(elsewhere).call("PyDict_SetItemString");  // mov rdi, rax
  EXPECT_THAT(entries(dict(code.build())), ElementsAre("handed_on unknown", "inside unknown"));
}

TEST(ElfModuleDict, ReportsWhichNameAValueWasLookedUpBy) {
  ElfBuilder elf;
  const std::uint64_t old_name = elf.string("true_divide");
  const std::uint64_t name = elf.string("divide");
  CallingCode code(elf);
  code.call("PyModule_GetDict").keep_result();
  code.rdi_is_kept().rsi(old_name).call("PyDict_GetItemString");
  code.rdx_is_result().rdi_is_kept().rsi(name).call("PyDict_SetItemString");
  EXPECT_THAT(entries(dict(code.build())), ElementsAre("divide unknown=true_divide"));
}

TEST(ElfModuleDict, ReadsTheModulesOwnMethodTable) {
  ElfBuilder elf;
  const std::uint64_t name = elf.string("numpy._mine");
  const std::uint64_t table = elf.method("dot", ElfBuilder::text, 1, "dot(a, b)\n");
  elf.method("zeros", ElfBuilder::text, 3);
  elf.method("", 0, 0);
  elf.pointer(name);  // PyModuleDef: m_name, m_doc, m_size, m_methods
  elf.word(0);
  elf.word(~std::uint64_t{0});
  elf.pointer(table);
  const ModuleDict read = dict(elf.build());
  EXPECT_TRUE(read.found);
  ASSERT_THAT(entries(read), ElementsAre("dot method", "zeros method"));
  EXPECT_EQ(read.entries[0].doc, "dot(a, b)\n");
}

TEST(ElfModuleDict, ReportsStaticTypes) {
  ElfBuilder elf;
  const std::uint64_t name = elf.string("ndarray");
  const std::uint64_t type = elf.word();  // ob_refcnt
  for (int i = 1; i < 3; ++i) elf.word();
  elf.pointer(elf.string("numpy.ndarray"));  // tp_name, the third word
  elf.word(80);                              // tp_basicsize
  for (int i = 5; i < 22; ++i) elf.word();
  elf.pointer(elf.string("An array."));  // tp_doc, the 22nd
  for (int i = 23; i < 40; ++i) elf.word();
  CallingCode code(elf);
  code.call("PyModule_Create2").keep_result().rdi_is_kept().rsi(name).rdx(type).call("PyModule_AddObject");
  const ModuleDict read = dict(code.build());
  ASSERT_THAT(entries(read), ElementsAre("ndarray type"));
  EXPECT_EQ(read.entries[0].object, type);
  EXPECT_EQ(read.types.at(type).name, "numpy.ndarray");
  EXPECT_EQ(read.types.at(type).doc, "An array.");
  EXPECT_TRUE(read.types.at(type).plain);
}

TEST(ElfModuleDict, TakesNoNameThatIsNoneOrIsComputed) {
  ElfBuilder elf;
  const std::uint64_t odd = elf.string("not a name");
  CallingCode code(elf);
  elf.data_bytes = std::string("computed\0\0\0\0\0\0\0\0", 16);
  code.call("PyModule_Create2").keep_result();
  code.rdi_is_kept().rsi(odd).call("PyModule_AddIntConstant");
  code.rdi_is_kept().rsi(ElfBuilder::data).call("PyModule_AddIntConstant");  // a writable string's content isn't known
  code.rdi_is_kept().rsi(0x7fffffff).call("PyModule_AddIntConstant");
  code.rdi_is_kept().raw({0x31, 0xf6}).call("PyModule_AddIntConstant");  // xor esi, esi
  EXPECT_THAT(entries(dict(code.build())), IsEmpty());
}

TEST(ElfModuleDict, FindsStringsAndTheEndsOfOthers) {
  ElfBuilder elf;
  elf.string("interf");
  elf.string("_add_dtype");
  const auto bytes = elf.build();
  auto image = tests::open_image(bytes);
  ASSERT_TRUE(image);
  EXPECT_THAT(strings_among(*image, {"erf", "interf", "er", "absent", ""}), ElementsAre("erf", "interf"));
  EXPECT_THAT(strings_beginning(*image, "_add"), ElementsAre("_add_dtype"));
}

}  // namespace

}  // namespace fairplay
