#include "auditor/provenance/files/file_class.h"

#include <gtest/gtest.h>

#include "tests/support/shipped_places.h"

namespace fairplay::auditor::provenance {
namespace {

TEST(FileSort, GoesByTheName) {
  EXPECT_EQ(sort_of("numpy/_core/x.cpython-311-x86_64-linux-gnu.so"), FileSort::extension);
  EXPECT_EQ(sort_of("numpy/_core/x.cp311-win_amd64.pyd"), FileSort::extension);
  EXPECT_EQ(sort_of("numpy.libs/libgfortran-040039e1.so.5.0.0"), FileSort::library);
  EXPECT_EQ(sort_of("numpy/.libs/libopenblasp-r0-8dca6697.3.0.dev.so"), FileSort::library);
  EXPECT_EQ(sort_of("numpy/.dylibs/libopenblas.0.dylib"), FileSort::library);
  EXPECT_EQ(sort_of("numpy.libs/libscipy_openblas64_-abc.dll"), FileSort::library);
  EXPECT_EQ(sort_of("numpy/_core/lib/libnpymath.a"), FileSort::static_library);
  EXPECT_EQ(sort_of("numpy/__init__.py"), FileSort::source);
  EXPECT_EQ(sort_of("numpy.pth"), FileSort::source);
  EXPECT_EQ(sort_of("numpy/x.pyc"), FileSort::source);
  EXPECT_EQ(sort_of("numpy/__init__.pyi"), FileSort::stub);
  EXPECT_EQ(sort_of("numpy/__init__.cython-30.pxd"), FileSort::header);
  EXPECT_EQ(sort_of("numpy/_core/include/numpy/random/LICENSE.txt"), FileSort::other);
  EXPECT_EQ(sort_of(""), FileSort::other);
}

TEST(LibraryStem, HasNeitherHashNorVersion) {
  EXPECT_EQ(library_stem("numpy.libs/libgfortran-040039e1.so.5.0.0"), "libgfortran");
  EXPECT_EQ(library_stem("libgfortran.so.5"), "libgfortran");
  EXPECT_EQ(library_stem("libgfortran-040039e1-0352e75f.so.5.0.0"), "libgfortran");  // bundled twice
  EXPECT_EQ(library_stem("libopenblas64_p-r0-15028c96.3.21.so"), "libopenblas64_p-r0.3.21");
  EXPECT_EQ(library_stem("libopenblas64_p-r0.3.21.so"), "libopenblas64_p-r0.3.21");
  EXPECT_EQ(library_stem("libscipy_openblas64_-74a408729250596b0973e69fdd954eea.dll"), "libscipy_openblas64_");
  EXPECT_EQ(library_stem("libfoo-bar.so"), "libfoo-bar");
  EXPECT_EQ(library_stem("-fdde5778.so"), "-fdde5778");
  EXPECT_EQ(library_stem(""), "");
  EXPECT_EQ(library_tag("numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0"), "0352e75f");
  EXPECT_EQ(library_tag("libgfortran.so.5"), "");
}

TEST(DottedName, IsWhatPythonImports) {
  EXPECT_EQ(dotted_name("numpy/linalg/__init__.py"), "numpy.linalg");
  EXPECT_EQ(dotted_name("numpy/matlib.py"), "numpy.matlib");
  EXPECT_EQ(dotted_name("numpy/_core/x.cpython-311-x86_64-linux-gnu.so"), "numpy._core.x");
  EXPECT_EQ(dotted_name("numpy/fft"), "numpy.fft");
}

TEST(PublicModule, HasNoUnderscoreInItsName) {
  EXPECT_TRUE(is_public_module("numpy/random_intel/__init__.py"));
  EXPECT_TRUE(is_public_module("numpy/erf.py"));
  EXPECT_TRUE(is_public_module("numpy/core/numeric.py"));
  EXPECT_FALSE(is_public_module("numpy/_globals.py"));
  EXPECT_FALSE(is_public_module("numpy/_core/numeric.py"));
  EXPECT_FALSE(is_public_module("numpy/lib/_private/x.py"));
  EXPECT_FALSE(is_public_module("other/x.py"));
  EXPECT_FALSE(is_public_module("numpy/not-importable.py"));
  EXPECT_FALSE(is_public_module("numpy/.hidden/x.py"));
}

TEST(FileClass, GoesByPlaceFirst) {
  const Places& places = tests::places();
  EXPECT_EQ(class_of_file(places, "numpy/lib/tests/test_io.py", Change::changed), DifferenceClass::tests);
  EXPECT_EQ(class_of_file(places, "numpy/lib/tests/test_new.py", Change::added), DifferenceClass::tests);
  EXPECT_EQ(class_of_file(places, "numpy/ctypeslib.py", Change::changed), DifferenceClass::library_search);
  EXPECT_EQ(class_of_file(places, "numpy/ctypeslib.py", Change::added), DifferenceClass::api_added);
  EXPECT_EQ(class_of_file(places, "numpy/distutils/system_info.py", Change::changed), DifferenceClass::library_search);
  EXPECT_EQ(class_of_file(places, "numpy/core/setup_common.py", Change::changed), DifferenceClass::build);
  EXPECT_EQ(class_of_file(places, "numpy/__config__.py", Change::changed), DifferenceClass::build);
  EXPECT_EQ(class_of_file(places, "numpy/_distributor_init_local.py", Change::added), DifferenceClass::build);
  EXPECT_EQ(class_of_file(places, "numpy/LICENSE.txt", Change::changed), DifferenceClass::docs);
  EXPECT_EQ(class_of_file(places, "numpy-2.3.5.dist-info/METADATA", Change::removed), DifferenceClass::docs);
  EXPECT_EQ(class_of_file(places, "numpy-2.3.5.dist-info/entry_points.txt", Change::removed), DifferenceClass::build);
  EXPECT_EQ(class_of_file(places, "numpy-1.24.2.egg-info/PKG-INFO", Change::added), DifferenceClass::docs);
  EXPECT_EQ(class_of_file(places, "EGG-INFO/PKG-INFO", Change::added), DifferenceClass::docs);
}

TEST(FileClass, ABinaryIsNoTestWhereverItLies) {
  EXPECT_EQ(class_of_file(tests::places(), "numpy/tests/x.so", Change::added), DifferenceClass::binary);
  EXPECT_EQ(class_of_file(tests::places(), "numpy/distutils/x.so.1", Change::added), DifferenceClass::binary);
}

TEST(FileClass, WhatNoImportReachesIsNoCode) {
  for (const char* path :
       {"numpy/linalg/._linalg.py", "numpy/linalg/.#_linalg.py", "numpy/.wh.matlib.py", "numpy/version 2.py",
        "numpy/linalg/_linalg (1).py", "numpy/linalg/.ipynb_checkpoints/_linalg-checkpoint.py", "numpy/my-copy/x.py",
        "numpy/2nd.py", "numpy/.py", "numpy/ma/core.orig.py", "numpy/_core/._x.cpython-311-x86_64-linux-gnu.so"}) {
    EXPECT_TRUE(is_out_of_reach(path)) << path;
    EXPECT_EQ(class_of_file(tests::places(), path, Change::added), DifferenceClass::build) << path;
  }
  for (const char* path : {"numpy/erf.py", "numpy/_a/b2/__init__.py", "numpy/_core/_x.cpython-311-x86_64-linux-gnu.so",
                           "numpy/\xc3\xa9.py", "numpy/backdoor\x1b[2J.py", "numpy/d\xe2\x80\xae(1).py",
                           "numpy.libs/libx-fdde5778.so", "evil one.py", "numpy/_pyinstaller/hook-evil.py"})
    EXPECT_FALSE(is_out_of_reach(path)) << path;
  EXPECT_TRUE(is_out_of_reach("numpy.libs/._libx-fdde5778.so"));
}

TEST(FileClass, CodeAmongMetadataIsNoMetadata) {
  EXPECT_EQ(class_of_file(tests::places(), "numpy-2.3.5.dist-info/evil.py", Change::added),
            DifferenceClass::private_code);
}

TEST(FileClass, ElseGoesByWhatTheFileIs) {
  const Places& places = tests::places();
  EXPECT_EQ(class_of_file(places, "numpy/lib/npyio.py", Change::changed), DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "numpy/erf.py", Change::added), DifferenceClass::api_added);
  EXPECT_EQ(class_of_file(places, "numpy/matlib.py", Change::removed), DifferenceClass::api_removed);
  EXPECT_EQ(class_of_file(places, "numpy/_globals.py", Change::removed), DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "numpy/_evil.py", Change::added), DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "start.pth", Change::added), DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "numpy/matlib.pyi", Change::removed), DifferenceClass::api_removed);
  EXPECT_EQ(class_of_file(places, "numpy/core/include/numpy/npy_math.h", Change::changed),
            DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "numpy/core/include/numpy/npy_math.h", Change::removed),
            DifferenceClass::api_removed);
  EXPECT_EQ(class_of_file(places, "numpy/core/include/numpy/_neighborhood_iterator_imp.h", Change::removed),
            DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "numpy/core/lib/libnpymath.a", Change::changed), DifferenceClass::build);
  EXPECT_EQ(class_of_file(places, "numpy/f2py/src/fortranobject.c", Change::changed), DifferenceClass::private_code);
  EXPECT_EQ(class_of_file(places, "numpy/.DS_Store", Change::added), DifferenceClass::build);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
