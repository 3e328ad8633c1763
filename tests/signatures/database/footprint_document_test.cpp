#include "signatures/database/footprint_document.h"

#include <gmock/gmock.h>

#include <random>

namespace fairplay::signatures::database {
namespace {

using footprint::OutlineItem;
using footprint::OutlineKind;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string sha256(64, 'a');
const std::string hash = "0123456789abcdeF";
const std::string other_hash = "fedcba98765432-_";

OutlineItem item(OutlineKind kind, std::string name, std::uint32_t line, std::string conditions, std::string decorators,
                 std::string parameters, std::string of, std::string text) {
  return {kind,          std::move(name), line, std::move(conditions), std::move(decorators), std::move(parameters),
          std::move(of), std::move(text)};
}

/// Something of everything.
FootprintDocument document() {
  FootprintDocument result{"numpy", "2.3.5", {}};
  footprint::ReleaseFootprint& content = result.content;
  content.artifact = "numpy-2.3.5-cp311-cp311-linux_x86_64.whl";
  content.footprint.release = "2.3.5";
  content.footprint.python_minor = 11;
  auto& names = content.footprint.modules["numpy"];
  names["load"] = {footprint::NameKind::function, "(file, mmap_mode='r%')", {},  {},
                   footprint::From::python,       "numpy/lib/npyio.py",     312, false};
  names["add"] = {footprint::NameKind::ufunc, "", {}, {}, footprint::From::extension, "", 0, false};
  names["matrix"] = {footprint::NameKind::class_,    "", {"A", "sum"}, {"ndarray"}, footprint::From::python,
                     "numpy/matrixlib/defmatrix.py", 73, true};
  names["pi"] = {};
  content.footprint.modules["numpy.lib"] = names;
  content.footprint.modules["numpy.lib"]["pi"].from = footprint::From::stub;
  content.footprint.modules["numpy.empty"];
  content.footprint.incomplete = {"numpy.empty"};
  auto& c = content.footprint.c_api.entries;
  c["npy_logaddexp"] = {
      footprint::CKind::function, "double npy_logaddexp(double x, double y)", {}, "core/include/numpy/npy_math.h", 331};
  c["PyArray_Descr"] = {footprint::CKind::struct_,
                        "typedef struct",
                        {"PyObject_HEAD", "char kind"},
                        "core/include/numpy/ndarraytypes.h",
                        5};
  c["NPY_Y"] = {footprint::CKind::macro, "NPY_Y(x) 1", {}, "core/include/numpy/npy_math.h", 2};
  c["NPY_X"] = {footprint::CKind::macro, "", {}, "core/include/numpy/npy_math.h", 1};
  auto& source = content.sources["numpy/lib/npyio.py"];
  source.sha256 = sha256;
  source.outline.syntax = hash;
  source.outline.complete = false;
  source.outline.items = {
      item(OutlineKind::statement, "os", 3, "", "", "", hash, ""),
      item(OutlineKind::function, "load", 312, hash, "a(b, c); d", "file, mmap_mode='r'", other_hash, ""),
      item(OutlineKind::function, "save", 320, hash, "", "", other_hash, ""),
      item(OutlineKind::class_, "NpzFile", 400, "", "", "Mapping", "", ""),
      item(OutlineKind::function, "NpzFile.f", 401, other_hash, "", "self", hash, ""),
      item(OutlineKind::statement, "NpzFile.x", 402, "", "", "", hash, "x = 'é'"),
      item(OutlineKind::statement, "NpzFile.a, NpzFile.b", 402, "", "", "", hash, "a = b = 2"),
      item(OutlineKind::statement, "", 403, "", "", "", hash, ""),
      item(OutlineKind::class_, "NpzFile.Inner", 405, "", "", "", other_hash, ""),
      item(OutlineKind::function, "NpzFileOther", 410, "", "", "", "", "")};
  content.sources["numpy/lib/npyio.pyi"] = {sha256, {hash, {}, true}};
  return result;
}

const std::string whole = footprint_text(document());

TEST(FootprintDocument, IsPlainText) {
  EXPECT_THAT(
      whole,
      AllOf(HasSubstr("fairplay-footprint 1\nproject numpy\nrelease 2.3.5\nartifact "
                      "numpy-2.3.5-cp311-cp311-linux_x86_64.whl\npython 11\n"),
            HasSubstr(" load fp numpy/lib/npyio.py 312 - - (file, mmap_mode='r%25')\n"), HasSubstr(" add ue\n"),
            HasSubstr(" load = numpy\n"), HasSubstr(" pi ks\n"), HasSubstr("module numpy.empty ?\n"),
            HasSubstr("header core/include/numpy/ndarraytypes.h\n PyArray_Descr s 5 typedef struct\n  PyObject_HEAD\n  "
                      "char kind\n"),
            HasSubstr(" NPY_X m 1\n NPY_Y m 2 .(x) 1\n"),
            HasSubstr("source " + sha256 + " " + hash + "! numpy/lib/npyio.py\n s# 3 " + hash + " os\n f?@# 309 " +
                      hash + " a(b,%20c);%20d " + other_hash +
                      " load file, mmap_mode='r'\n f\"= 8 save\n c 80 NpzFile Mapping\n"),
            HasSubstr(" .x = '%C3%A9'\n"), HasSubstr("source " + sha256 + " " + hash + " numpy/lib/npyio.pyi\n")));
}

TEST(FootprintDocument, IsReadBack) {
  const auto read = parse_footprint(whole, "x");
  ASSERT_TRUE(read) << read.error().place << ": " << read.error().reason << "\n" << whole;
  const FootprintDocument expected = document();
  EXPECT_EQ((*read)->project, "numpy");
  EXPECT_EQ((*read)->release, "2.3.5");
  EXPECT_EQ((*read)->content.artifact, expected.content.artifact);
  EXPECT_EQ((*read)->content.footprint.release, "2.3.5");
  EXPECT_EQ((*read)->content.footprint.python_minor, 11);
  const auto& names = (*read)->content.footprint.modules.at("numpy.lib");
  EXPECT_EQ(names.size(), 4U);
  EXPECT_EQ(names.at("load").signature, "(file, mmap_mode='r%')");
  EXPECT_EQ(names.at("load").line, 312U);
  EXPECT_THAT(names.at("matrix").members, ElementsAre("A", "sum"));
  EXPECT_THAT(names.at("matrix").bases, ElementsAre("ndarray"));
  EXPECT_TRUE(names.at("matrix").deprecated);
  EXPECT_EQ(names.at("pi").from, footprint::From::stub);
  EXPECT_EQ((*read)->content.footprint.modules.at("numpy").at("add").kind, footprint::NameKind::ufunc);
  EXPECT_THAT((*read)->content.footprint.c_api.entries.at("PyArray_Descr").members,
              ElementsAre("PyObject_HEAD", "char kind"));
  EXPECT_EQ((*read)->content.footprint.c_api.entries.at("NPY_Y").declaration, "NPY_Y(x) 1");
  EXPECT_EQ((*read)->content.footprint.c_api.entries.at("npy_logaddexp").file, "core/include/numpy/npy_math.h");
  const auto& source = (*read)->content.sources.at("numpy/lib/npyio.py");
  EXPECT_EQ(source.sha256, sha256);
  EXPECT_FALSE(source.outline.complete);
  const auto& items = expected.content.sources.at("numpy/lib/npyio.py").outline.items;
  ASSERT_EQ(source.outline.items.size(), items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const OutlineItem& got = source.outline.items[i];
    EXPECT_EQ(got.kind, items[i].kind) << i;
    EXPECT_EQ(got.name, items[i].name) << i;
    EXPECT_EQ(got.line, items[i].line) << i;
    EXPECT_EQ(got.conditions, items[i].conditions) << i;
    EXPECT_EQ(got.decorators, items[i].decorators) << i;
    EXPECT_EQ(got.parameters, items[i].parameters) << i;
    EXPECT_EQ(got.hash, items[i].hash) << i;
    EXPECT_EQ(got.text, items[i].text) << i;
  }
}

TEST(FootprintDocument, KeepsTextsThatAreOfUse) {
  FootprintDocument made{"numpy", "1", {}};
  made.content.artifact = "x";
  const std::string text = "x = '" + std::string(54, 'a') + "é'";
  for (const char* path : {"m.py", "m.pyi"}) {
    made.content.sources[path] = {sha256,
                                  {hash,
                                   {item(OutlineKind::statement, "x", 1, "", "", "", hash, text),
                                    item(OutlineKind::statement, "os", 1, "", "", "", hash, "import os"),
                                    item(OutlineKind::statement, "", 1, "", "", "", hash, "f()")},
                                   true}};
  }
  const auto read = parse_footprint(footprint_text(made), "x");
  ASSERT_TRUE(read) << read.error().reason;
  const auto& items = (*read)->content.sources.at("m.py").outline.items;
  EXPECT_EQ(items[0].text, text.substr(0, 59)) << "cut at whole characters";
  EXPECT_EQ(items[1].text, "");
  EXPECT_EQ(items[2].text, "");
  EXPECT_EQ((*read)->content.sources.at("m.pyi").outline.items[0].text, "");
}

TEST(FootprintDocument, IsRefusedAtEveryCut) {
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = parse_footprint(std::string_view(whole).substr(0, size), "x");
    // A text that ends with a whole line may be another release's: the index's hash shows it.
    if (!read) {
      EXPECT_THAT(read.error().reason, testing::Not(IsEmpty())) << size;
    } else {
      EXPECT_EQ(footprint_text(**read), whole.substr(0, size)) << size;
    }
  }
}

struct Edit {
  std::string old_text;
  std::string new_text;
  std::string reason;
};

TEST(FootprintDocument, SaysWhereAndWhyItIsRefused) {
  const std::vector<Edit> edits{
      {"footprint 1", "footprint 2", "no footprint, or one of a later fairplay"},
      {"project numpy", "project  numpy", "is not \"project\" and one value"},
      {"release 2.3.5\n", "", "is not \"release\" and one value"},
      {"python 11", "python 1001", "a minor version"},
      {"python 11", "python 011", "a minor version"},
      {"A sum", "A sun", "the first 16 digits of their SHA-256"},
      {"module numpy.lib", "module numpy", "there twice"},
      {"module numpy.lib", "module aumpy", "is not how, or where, a footprint writes this"},
      {" add ue", " add xe", "is not a name, what it is"},
      {" add ue", " add ue?", "is not a name, what it is"},
      {" add ue", " load ue", "is a name that stands there twice"},
      {" load = numpy\n", " load = scipy\n", "doesn't stand before it"},
      {" load = numpy\n", " load fp numpy/lib/npyio.py 312 - - (file, mmap_mode='r%25')\n",
       "is not how, or where, a footprint writes this"},
      {" 312 - - (file", " 312 - 0123456789abcdef (file", "refers to the list of names"},
      {" 312 - - (file", " 0312 - - (file", "its file, line, members"},
      {"r%25", "r%2", "its file, line, members"},
      {"r%25", "r\x1b", "is not how, or where"},
      {" s 5 typedef", " x 5 typedef", "is not a name of C"},
      {" NPY_X m 1\n", " npy_logaddexp m 1\n", "the name npy_logaddexp stood there before"},
      {"  char kind", "  ", "is not a member's declaration"},
      {"source a", "source A", "a SHA-256 in lower-case hex"},
      {hash + "! ", hash + "? ", "is not \"source\""},
      {"npyio.pyi", "npyio.py", "stood there before"},
      {" s# 3", " s# -3", "is not a definition or statement of numpy/lib/npyio.py"},
      {" s# 3", " x# 3", "is not a definition or statement"},
      {" s# 3", " s& 3", "is not a definition or statement"},
      {"f?@#", "f@?#", "is not a definition or statement"},
      {"f\"= 8 save", "f\"# 8 " + other_hash + " save", "is not how, or where"},
      {" s# 3 " + hash, " s# 3 " + hash.substr(1), "is not a definition or statement"},
      {"source " + sha256 + " " + hash + " numpy", "sauce", "is not a line that a footprint may have here"}};
  for (const Edit& edit : edits) {
    std::string text = whole;
    const std::size_t at = text.find(edit.old_text);
    ASSERT_NE(at, std::string::npos) << edit.old_text << "\n" << whole;
    text.replace(at, edit.old_text.size(), edit.new_text);
    const auto read = parse_footprint(text, "x");
    EXPECT_FALSE(read) << edit.old_text << " -> " << edit.new_text;
    if (read) continue;
    EXPECT_EQ(read.error().file, "x");
    EXPECT_THAT(read.error().place, testing::StartsWith("line ")) << edit.new_text;
    EXPECT_THAT(read.error().reason, HasSubstr(edit.reason)) << edit.old_text << " -> " << edit.new_text;
  }
}

TEST(FootprintDocument, HasOneTextWhateverIsFlipped) {
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    const std::size_t bit = random() % (text.size() * 8);
    text[bit / 8] = static_cast<char>(static_cast<unsigned char>(text[bit / 8]) ^ (1U << bit % 8));
    const auto read = parse_footprint(text, "x");
    if (read)
      EXPECT_EQ(footprint_text(**read), text) << bit;
    else
      EXPECT_THAT(read.error().reason, testing::Not(IsEmpty()));
  }
}

TEST(FootprintDocument, RepeatsNoMoreThanItsLimit) {
  EXPECT_FALSE(parse_footprint(std::string(largest_footprint, 'x') + '\n', "x"));
  FootprintDocument made{"numpy", "1", {}};
  made.content.artifact = "x";
  made.content.footprint.modules["m"]["x"].bases = {std::string(1'000'000, 'b')};
  std::string text = footprint_text(made);
  const std::string row = text.substr(text.find(" x kp") + 2);
  for (int i = 1; i < 200; ++i) text += " x" + std::to_string(1000 + i) + row;
  const auto read = parse_footprint(text, "x");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().reason, HasSubstr("repeats more of other lines"));
}

}  // namespace
}  // namespace fairplay::signatures::database
