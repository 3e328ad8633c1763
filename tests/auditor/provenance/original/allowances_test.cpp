// What an allowance lets through, and what it doesn't: docs, tests, metadata and generated files may differ, but not
// bring code.
#include "numpy_origin_test.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::BinaryFormat;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::difference_at;

TEST_F(NumpyOriginTest, ABinaryIsOneUnderAnyName) {
  for (const char* path :
       {"numpy/evil.dat", "numpy/tests/data/x.npy", "numpy/lib/tests/x.py", "numpy/doc/x.txt", "numpy/x.pyi",
        "numpy-2.3.5.dist-info/licenses/LICENSE2", "numpy-2.3.5.dist-info/uv_build.json",
        "numpy-2.3.5.dist-info/INSTALLER", "numpy/__pycache__/x.cpython-311.pyc", "numpy/_core/lib/libx.a",
        "numpy/linalg (1).txt", "numpy/.hidden"}) {
    numpy.files = tests::wheel_files();
    numpy.files[path] = "binary";
    for (const BinaryFormat format : {BinaryFormat::elf, BinaryFormat::pe, BinaryFormat::mach_o}) {
      numpy.formats = {{path, format}};
      const Subject subject = judge();
      expect(subject, OriginVerdict::modified_undisclosed);
      EXPECT_EQ(difference_at(subject, path).kind, DifferenceClass::binary) << path;
    }
  }
  numpy.files = tests::wheel_files();
  // NFS keeps a module that is in use under such a name.
  numpy.files["numpy/linalg/.nfs000000000a1b2c3d00000001"] = numpy.files[std::string(tests::core)];
  numpy.formats = {{"numpy/linalg/.nfs000000000a1b2c3d00000001", BinaryFormat::elf}};
  expect(judge(), OriginVerdict::rebuilt);
  numpy.files = tests::wheel_files();
  numpy.files["numpy-2.3.5.dist-info/licenses/LICENSE.txt"] = "binary";
  numpy.formats = {{"numpy-2.3.5.dist-info/licenses/LICENSE.txt", BinaryFormat::elf}};
  EXPECT_EQ(difference_at(judge(), "numpy-2.3.5.dist-info/licenses/LICENSE.txt").kind, DifferenceClass::binary);
}

TEST_F(NumpyOriginTest, ALinkInAnExcusedPlaceIsNoTest) {
  numpy.links.insert("numpy/tests/data");
  numpy.links.insert("numpy-2.3.5.dist-info/licenses/more");
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, "numpy/tests/data").kind, DifferenceClass::private_code);
  numpy.links.clear();
  numpy.links.insert("numpy/.#linalg.py");
  expect(judge(), OriginVerdict::rebuilt);
}

TEST_F(NumpyOriginTest, WhatCameAlongCounts) {
  for (const char* path : {"evil.pth", "evil.py", "evil/__init__.py", "sitecustomize.py"}) {
    numpy.files = tests::wheel_files();
    numpy.files[path] = "import os";
    numpy.along.clear();
    expect(judge(), OriginVerdict::official);  // another's
    numpy.along.insert(path);
    const Subject subject = judge();
    expect(subject, OriginVerdict::modified_undisclosed);
    EXPECT_EQ(difference_at(subject, path).kind, DifferenceClass::private_code) << path;
  }
}

TEST_F(NumpyOriginTest, MetadataThatActsIsNoDocumentation) {
  numpy.texts = true;
  numpy.files["numpy-2.3.5.dist-info/METADATA"] = "Name: numpy\nVersion: 2.3.5\nLicense: another\n\nAnother text\n";
  numpy.files["numpy-2.3.5.dist-info/entry_points.txt"] = "[array_api]\nnumpy = numpy\n";
  expect(judge(), OriginVerdict::rebuilt);
  numpy.files["numpy-2.3.5.dist-info/METADATA"] += "Requires-Dist: only a text\n";
  expect(judge(), OriginVerdict::rebuilt);
  numpy.files["numpy-2.3.5.dist-info/METADATA"] = "Name: numpy\nVersion: 2.3.5\nRequires-Dist: evil\n\nText\n";
  numpy.files["numpy-2.3.5.dist-info/entry_points.txt"] += "[pytest11]\nx = numpy.tests.evil\n";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  for (const char* path : {"numpy-2.3.5.dist-info/METADATA", "numpy-2.3.5.dist-info/entry_points.txt"}) {
    EXPECT_EQ(difference_at(subject, path).kind, DifferenceClass::private_code);
    EXPECT_THAT(difference_at(subject, path).detail, HasSubstr("evil"));
  }
}

TEST_F(NumpyOriginTest, GeneratedHeadersHoldNumbers) {
  numpy.texts = true;
  const std::string path = "numpy/_core/include/numpy/_numpyconfig.h";
  const std::string header = numpy.files[path];
  numpy.files[path] = header + "\n#define NPY_NO_SMP 1\n";
  Subject subject = judge();
  expect(subject, OriginVerdict::rebuilt);
  EXPECT_THAT(tests::not_checked(subject), testing::Not(HasSubstr("_numpyconfig.h do")));
  for (const char* line : {"#include \"/evil.h\"", "#define NPY_SIZEOF_LONG 3", "int x;"}) {
    numpy.files[path] = header + "\n" + line + "\n";
    subject = judge();
    expect(subject, OriginVerdict::modified_undisclosed);
    EXPECT_EQ(difference_at(subject, path).kind, DifferenceClass::private_code) << line;
  }
}

}  // namespace
}  // namespace fairplay::auditor::provenance
