#include "signatures/installers/metadata.h"

#include <gtest/gtest.h>

namespace fairplay::signatures::installers {
namespace {

TEST(Metadata, ReadsNameAndVersionOfTheHeaderAlone) {
  const CoreMetadata metadata =
      parse_core_metadata("Metadata-Version: 2.1\r\nName: numpy\r\nVersion: 2.3.5 \r\n\r\nName: not-this\n");
  EXPECT_EQ(metadata.name, "numpy");
  EXPECT_EQ(metadata.version, "2.3.5");
}

TEST(Metadata, AFieldsContinuationIsNoFieldAndEndsNothing) {
  const CoreMetadata metadata = parse_core_metadata(
      "Name: numpy\nLicense: first line\n        \n        Version: 9\n\tRequires-Python: >=9\nVersion: 2.3.5\n"
      "Requires-Python: >=3.11\n\nthe description\n");
  EXPECT_EQ(metadata.version, "2.3.5");
  EXPECT_EQ(metadata.requires_python, ">=3.11");
}

TEST(Metadata, FieldNamesHaveNoCase) { EXPECT_EQ(parse_core_metadata("NAME:numpy").name, "numpy"); }

TEST(Metadata, WhatIsNotThereIsEmpty) {
  EXPECT_EQ(parse_core_metadata("").name, "");
  EXPECT_EQ(parse_core_metadata("Named: x\nVersions: 1\n").name, "");
}

TEST(Metadata, NormalisesNames) {
  EXPECT_EQ(normalised_name("Intel_NumPy"), "intel-numpy");
  EXPECT_EQ(normalised_name("a-_.b"), "a-b");
}

TEST(Metadata, ReadsFolderNames) {
  EXPECT_EQ(metadata_of_folder_name("numpy-2.3.5.dist-info").version, "2.3.5");
  EXPECT_EQ(metadata_of_folder_name("numpy-1.15.4-py2.7-linux-x86_64.egg").version, "1.15.4");
  EXPECT_EQ(metadata_of_folder_name("numpy.egg-info").name, "numpy");
  EXPECT_EQ(metadata_of_folder_name("numpy").name, "");
}

}  // namespace
}  // namespace fairplay::signatures::installers
