#include "auditor/provenance/files/metadata_text.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::provenance {
namespace {

constexpr std::string_view metadata = "numpy-2.3.5.dist-info/METADATA";
constexpr std::string_view entries = "numpy-2.3.5.dist-info/entry_points.txt";

TEST(MetadataText, WhichFilesAct) {
  for (const char* path :
       {"numpy-2.3.5.dist-info/METADATA", "numpy-2.3.5.dist-info/entry_points.txt", "numpy-1.24.2.egg-info/PKG-INFO",
        "numpy-1.24.2.egg-info/requires.txt", "numpy-1.24.2.egg-info", "EGG-INFO/PKG-INFO"})
    EXPECT_TRUE(is_acting_metadata(path)) << path;
  for (const char* path : {"numpy-2.3.5.dist-info/LICENSE.txt", "numpy-2.3.5.dist-info/WHEEL", "numpy/METADATA",
                           "numpy/lib/entry_points.txt", ""})
    EXPECT_FALSE(is_acting_metadata(path)) << path;
}

TEST(MetadataText, TextsOfReleasesAreOnlyText) {
  EXPECT_EQ(what_metadata_adds(metadata,
                               "Metadata-Version: 2.1\nName: numpy\nVersion: 2.3.5\nRequires-Python: >=3.11\n"
                               "License: Copyright\n        Requires-Dist: quoted\n\nRequires-Dist: a description\n"),
            "");
  EXPECT_EQ(what_metadata_adds(entries,
                               "[array_api]\nnumpy = numpy.array_api\n\n[console_scripts]\nf2py = "
                               "numpy.f2py.f2py2e:main\nf2py3.9 = numpy.f2py.f2py2e:main\nnumpy-config = "
                               "numpy._configtool:main\n\n[pkg_config]\r\nnumpy = numpy._core.lib.pkgconfig\r\n"
                               "[pyinstaller40]\nhook-dirs = numpy:_pyinstaller_hooks_dir\n"),
            "");
  EXPECT_EQ(what_metadata_adds("numpy-1.24.2.egg-info/requires.txt", "\n# nothing\n[test]\n"), "");
  EXPECT_EQ(what_metadata_adds(entries, ""), "");
}

TEST(MetadataText, Requirements) {
  for (const char* line : {"Requires-Dist: evil", "requires-dist:evil", "REQUIRES-DIST: evil; extra == 'x'",
                           "Requires: evil", "Requires-External: evil"})
    EXPECT_NE(what_metadata_adds(metadata, std::string("Name: numpy\n") + line + "\n\nText\n"), "") << line;
  EXPECT_NE(what_metadata_adds(metadata, "Requires-Dist: evil"), "") << "without an end";
  EXPECT_NE(what_metadata_adds("numpy-1.24.2.egg-info", "Name: numpy\rRequires: evil\r"), "");
  EXPECT_NE(what_metadata_adds("numpy-1.24.2.egg-info/requires.txt", "[x]\nevil>=1\n"), "");
}

TEST(MetadataText, EntryPoints) {
  for (const char* text : {"[pytest11]\nx = numpy.tests.plugin\n", "[console_scripts]\nf2py = numpy.tests.evil:main\n",
                           "[array_api]\nnumpy = numpy.evil\n", " [pytest11] \n  x=numpy\n", "x = numpy\n",
                           "[numpy]\nx = numpy.f2py.f2py2e:main\n", "[array_api]\nnumpy = numpy\n  evil\n",
                           "[distutils.commands]\nbuild = numpy.distutils.evil\n", "[console_scripts]\nf2py\n",
                           "[array_api]\nnumpy = numpy [evil]\n"})
    EXPECT_NE(what_metadata_adds(entries, text), "") << text;
}

}  // namespace
}  // namespace fairplay::auditor::provenance
