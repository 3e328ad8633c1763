#include "auditor/loading/conventions.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace fairplay::auditor::loading {
namespace {

/// A tree by its paths.
class Tree {
 public:
  explicit Tree(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      for (std::size_t slash = 0; slash != std::string::npos;) {
        const std::size_t next = file.find('/', slash + 1);
        const std::string folder = slash == 0 ? "/" : file.substr(0, slash);
        names_[folder].insert(file.substr(slash + 1, next == std::string::npos ? next : next - slash - 1));
        slash = next;
      }
    }
  }
  std::vector<std::string> operator()(const std::string& folder) const {
    const auto found = names_.find(folder);
    if (found == names_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }

 private:
  std::map<std::string, std::set<std::string>> names_;
};

std::string of(const std::string& folder, const std::vector<std::string>& files) {
  const auto convention = convention_of(folder, Tree(files));
  if (!convention) return "";
  return std::string(convention->name) + " " + convention->interpreter.version;
}

TEST(Conventions, LambdaLayers) {
  EXPECT_EQ(of("/python", {"/python/numpy/__init__.py", "/python/numpy-2.0.2.dist-info/METADATA"}),
            "an AWS Lambda layer ");
  EXPECT_EQ(of("/x/python", {"/x/python/numpy/__init__.py", "/x/python/numpy.libs/libopenblas.so", "/x/bin/tool"}),
            "an AWS Lambda layer ");
  EXPECT_EQ(of("/python/lib/python3.10/site-packages", {"/python/lib/python3.10/site-packages/numpy/__init__.py"}),
            "an AWS Lambda layer 3.10");
}

TEST(Conventions, WhatOnlyLooksLikeALayer) {
  const std::string numpy = "/python/numpy/__init__.py";
  const std::string info = "/python/numpy-2.0.2.dist-info/METADATA";
  EXPECT_EQ(of("/python", {numpy, info, "/setup.py"}), "") << "a project that has a python folder";
  EXPECT_EQ(of("/python", {numpy}), "") << "sources, perhaps";
  EXPECT_EQ(of("/python", {numpy, info, "/python/pyvenv.cfg"}), "") << "an environment";
  const std::string nested = "/python/lib/python3.10/site-packages";
  EXPECT_EQ(of(nested, {nested + "/numpy/__init__.py", "/python/bin/python3.10"}), "") << "an interpreter";
  EXPECT_EQ(of(nested, {nested + "/numpy/__init__.py", "/python/lib/python3.10/os.py"}), "")
      << "python-build-standalone's standard library";
  EXPECT_EQ(of("/lib/python3.10/site-packages", {"/lib/python3.10/site-packages/numpy/__init__.py"}), "");
  EXPECT_EQ(of("/", {"/numpy/__init__.py"}), "");
}

TEST(Conventions, AzureFunctions) {
  EXPECT_EQ(of("/f/.python_packages/lib/site-packages", {}), "an Azure Functions package ");
  EXPECT_EQ(of("/f/.python_packages/lib", {}), "");
}

TEST(Conventions, TheFoldersName) {
  const auto promised = [](const char* folder) {
    const auto python = promised_by(folder);
    return python ? text_of(*python) : "";
  };
  EXPECT_EQ(promised("/v/lib/python3.10/site-packages"), "CPython 3.10");
  EXPECT_EQ(promised("/v/lib/python3.13t/site-packages"), "CPython 3.13, free-threaded");
  EXPECT_EQ(promised("/v/lib/pypy3.10/site-packages"), "PyPy 3.10");
  EXPECT_EQ(promised("/p/__pypackages__/3.9/lib"), "CPython 3.9");
  for (const char* folder :
       {"/usr/lib/python3/dist-packages", "/layer/python", "/site-packages", "/", "", "/p/3.9/lib"})
    EXPECT_EQ(promised(folder), "") << folder;
}

}  // namespace
}  // namespace fairplay::auditor::loading
