#include "auditor/behaviour/numpy/battery/signature_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auditor/behaviour/numpy/battery/all_array_probes.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::string shown(std::string_view signature) {
  std::string text;
  for (const Parameter& one : parameters_of(signature)) text += one.name + "=" + one.text + ";";
  return text;
}

TEST(SignatureText, HasParametersAndDefaults) {
  EXPECT_EQ(shown("(a, axis=-1, kind=None)"), "a=;axis=-1;kind=None;");
  EXPECT_EQ(shown("(a: 'x, y', /, *args, out: int = (1, 2), **kwargs) -> dict[str, int]"),
            "a=;/=;*args=;out=(1, 2);**kwargs=;");
  EXPECT_EQ(shown("(delimiter=',', end='a=b)', n=<no value>)"), "delimiter=',';end='a=b)';n=<no value>;");
}

TEST(SignatureText, OfWhatIsNoneHasNoParameters) {
  for (const char* text : {"", "()", "a, b", "(", "(,", "(=)", "('", "((((", "(a"}) {
    EXPECT_NO_THROW(shown(text)) << text;
    EXPECT_LE(parameters_of(text).size(), 1U) << text;
  }
}

TEST(SignatureText, KnowsLiterals) {
  for (const char* text : {"None", "True", "1", "-1.5e-05", "'a'", "(1, 'b', None)", "[]", "()"})
    EXPECT_TRUE(is_literal(text)) << text;
  for (const char* text : {"", "sys.stdout", "<no value>", "<function <lambda>>", "f(1)", "'%s' % (os.getpid())", "-"})
    EXPECT_FALSE(is_literal(text)) << text;
}

std::vector<Divergence> read(const Json& sources, const Json& running) {
  for (const ArrayProbe* probe : all_array_probes()) {
    if (probe->description.id != "array/signatures") continue;
    std::vector<Divergence> found;
    probe->read({{"sources", sources}, {"running", running}}, found);
    return found;
  }
  return {};
}

TEST(Signatures, AChangedDefaultIsOneFindingByItsShortestName) {
  const Json sources = {{"numpy", {{"sort", "(a, axis=-1)"}}}, {"numpy.lib.sorting", {{"sort", "(a, axis=-1)"}}}};
  const Json running = {{"numpy", {{"sort", "(a, axis=0)"}}}, {"numpy.lib.sorting", {{"sort", "(a, axis=0)"}}}};
  const auto found = read(sources, running);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].routine, "numpy.sort");
  EXPECT_EQ(found[0].expected, "axis=-1");
  EXPECT_EQ(found[0].got, "axis=0");
}

TEST(Signatures, AnotherParameterIsFoundAndAnExpressionIsNot) {
  EXPECT_EQ(read({{"numpy", {{"f", "(a, b)"}}}}, {{"numpy", {{"f", "(a, *args)"}}}}).size(), 1U);
  EXPECT_TRUE(read({{"numpy", {{"f", "(a=sys.stdout)"}}}}, {{"numpy", {{"f", "(a=<_io>)"}}}}).empty());
  EXPECT_TRUE(read({{"numpy", {{"f", "(a=1)"}}}}, {{"numpy", {{"g", "(a=2)"}}}}).empty());
}

TEST(Signatures, NonsenseIsIgnored) {
  EXPECT_TRUE(read(3, "x").empty());
  EXPECT_TRUE(read({{"numpy", 3}}, {{"numpy", {{"f", 3}}}}).empty());
  EXPECT_TRUE(read({{"numpy", {{"f", "(a)"}}}}, {{"numpy", {{"f", 3}}}}).empty());
}

std::vector<Divergence> read_import(const Json& answer) {
  for (const ArrayProbe* probe : all_array_probes()) {
    if (probe->description.id != "array/imports") continue;
    std::vector<Divergence> found;
    probe->read(answer, found);
    return found;
  }
  return {};
}

TEST(Imports, FlushToZeroNamesPackageAndLibrary) {
  const Json still = {{"results", false}, {"operands", false}}, flushed = {{"results", true}, {"operands", true}};
  Json answer = {{"package", "fast"}, {"version", "1.2"}, {"before", still},         {"importing", flushed},
                 {"later", flushed},  {"earlier", still}, {"culprit", "/x/fast.so"}, {"by_loading", true}};
  const auto found = read_import(answer);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].package, "fast");
  EXPECT_EQ(found[0].library, "/x/fast.so");
  EXPECT_THAT(found[0].message, testing::HasSubstr("importing fast 1.2"));
  EXPECT_THAT(found[0].message, testing::HasSubstr("fast.so does, as soon as it is loaded"));
  EXPECT_THAT(found[0].got, testing::HasSubstr("threads started later"));
  EXPECT_EQ(found[0].got.find("earlier"), std::string::npos);
  answer["before"] = flushed;  // NumPy's own matter, not the package's
  EXPECT_TRUE(read_import(answer).empty());
}

TEST(Imports, AReplacedFunctionNamesWhoReplacesIt) {
  const Json said = {
      {"says", "its code is in /x/fast/sort.py"}, {"file", "/x/fast/sort.py"}, {"package", ""}, {"python", true}};
  const auto found = read_import({{"package", "fast"}, {"answers", Json::array({Json::array({"numpy.sort", said})})}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].routine, "numpy.sort");
  EXPECT_EQ(found[0].package, "fast");
  EXPECT_EQ(found[0].library, "/x/fast/sort.py");
  EXPECT_THAT(found[0].program, testing::StartsWith("import fast\n"));
}

TEST(Imports, NonsenseIsIgnored) {
  for (const Json& answer : {Json(), Json({{"package", 3}}), Json({{"package", "a"}, {"answers", 3}, {"later", "yes"}}),
                             Json({{"package", "a"}, {"importing", {{"results", "yes"}}}})})
    EXPECT_TRUE(read_import(answer).empty());
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
