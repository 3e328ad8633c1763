#include "signatures/python/numpy_build.h"

#include <gmock/gmock.h>

namespace fairplay {

namespace {

using signatures::Damage;
using signatures::python::Claim;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> claims(const std::string& source, bool sound = true) {
  std::vector<Damage> damage;
  std::vector<std::string> lines;
  for (const Claim& claim : signatures::python::build_claims(source, "numpy/__config__.py", damage))
    lines.push_back(claim.what + " " + claim.name + " " + claim.version);
  EXPECT_EQ(damage.empty(), sound);
  return lines;
}

std::string version(const std::string& source) {
  std::vector<Damage> damage;
  const std::string found = signatures::python::numpy_version(source, "numpy/version.py", damage);
  EXPECT_THAT(damage, IsEmpty());
  return found;
}

TEST(NumpyBuild, DistutilsStyle) {
  EXPECT_THAT(claims("import os\nblas_mkl_info={}\nopenblas_info={'libraries': ['wrong']}\nblas_opt_info={'libraries': "
                     "['openblas', 'openblas'], 'language': 'c', 'define_macros': [('HAVE_CBLAS', None)]}\n"
                     "lapack_opt_info={'libraries': ['lapack', 'lapack', 'blas']}\n"),
              ElementsAre("blas openblas ", "lapack lapack "));
  EXPECT_THAT(claims("openblas64__info={'libraries': ['openblas64_']}\nblas_ilp64_opt_info={'libraries': "
                     "['openblas64_', 'openblas64_']}\nblas_opt_info={'libraries': ['blas']}\n"),
              ElementsAre("blas openblas64_ "));
  EXPECT_THAT(claims("blas_mkl_info={'libraries': ['mkl_rt', 'pthread']}\nblas_opt_info={}\n"),
              ElementsAre("blas mkl_rt "));
  EXPECT_THAT(claims("blas_opt_info={'extra_link_args': ['-Wl,-framework', '-Wl,Accelerate']}\n"),
              ElementsAre("blas accelerate "));
}

TEST(NumpyBuild, MesonStyle) {
  const std::string config =
      "CONFIG = _cleanup(\n    {\n \"Build Dependencies\": {\n \"blas\": {\"name\": \"scipy-openblas\", \"found\": "
      "bool(\"True\".lower().replace(\"false\", \"\")), \"version\": \"0.3.30\",\n"
      "\"openblas configuration\": r\"OpenBLAS 0.3.30  USE64BITINT\"},\n \"lapack\": {\"name\": "
      "\"dep140213194937296\", \"version\": \"1.26.4\"}, }, } )\n";
  EXPECT_THAT(claims(config), ElementsAre("blas scipy-openblas 0.3.30"));
  std::vector<Damage> damage;
  EXPECT_THAT(signatures::python::build_claims(config, "", damage).at(0).detail, testing::HasSubstr("USE64BITINT"));
  EXPECT_THAT(claims("CONFIG = {'Build Dependencies': {'blas': {'name': 'blas', 'found': bool(\"False\".lower())}}}\n"),
              IsEmpty());
  EXPECT_THAT(claims("CONFIG = {'Build Dependencies': {'blas': {'name': 'blas', 'version': 'unknown'}}}\n"),
              ElementsAre("blas blas "));
}

TEST(NumpyBuild, NothingClaimed) {
  EXPECT_THAT(claims(""), IsEmpty());
  EXPECT_THAT(claims("blas_opt_info={}\nlapack_opt_info = 'x'\n"), IsEmpty());
  EXPECT_THAT(claims("CONFIG = f()\n"), IsEmpty());
  EXPECT_THAT(claims("blas_opt_info={'libraries': [", false), IsEmpty());
}

TEST(NumpyBuild, Versions) {
  EXPECT_EQ(version("version = \"2.3.5\"\n__version__ = version\nfull_version = version\nshort_version = "
                    "version.split(\"+\")[0]\n"),
            "2.3.5");
  EXPECT_EQ(version("short_version = '1.15.1'\nversion = '1.15.1'\nfull_version = '1.17.2+mycompany.15'\nif not "
                    "release:\n    version = full_version\n"),
            "1.17.2+mycompany.15");
  EXPECT_EQ(version("__version__: str = '3'\n"), "3");
  EXPECT_EQ(version("vinfo = get_versions()\nversion = vinfo[\"version\"]\n"), "");
  EXPECT_EQ(version("version = full_version\nfull_version = version\n"), "") << "a circle";
  EXPECT_EQ(version("import json\nversion_json = '''\n{\n \"dirty\": false,\n \"error\": null,\n \"version\": "
                    "\"1.24.2\"\n}\n'''\n"),
            "1.24.2");
  EXPECT_EQ(version("version_json = 'no object'\n"), "");
}

}  // namespace

}  // namespace fairplay
