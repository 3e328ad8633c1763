#include "signatures/database/artifact_name.h"

namespace fairplay::signatures::database {
namespace {

TEST(ArtifactName, AgreesWithWhereItIsListed) {
  EXPECT_EQ(disagreement("numpy-2.3.5-cp311-cp311-manylinux_2_27_x86_64.whl", "numpy", "2.3.5"), std::nullopt);
  EXPECT_EQ(disagreement("intel_numpy-1.15.1-cp36-cp36m-manylinux1_x86_64.whl", "intel-numpy", "1.15.1"), std::nullopt);
  EXPECT_EQ(disagreement("scipy_openblas64-0.3.29.0.0-py3-none-any.whl", "scipy-openblas64", "0.3.29.0.0"),
            std::nullopt);
  EXPECT_EQ(disagreement("numpy-1.17.2+my_company.15-cp37-cp37m-linux_x86_64.whl", "numpy", "1.17.2+my.company.15"),
            std::nullopt);
  EXPECT_EQ(disagreement("numpy-2.3.5.tar.gz", "numpy", "2.3.5"), std::nullopt);
  EXPECT_EQ(disagreement("numpy-1.15.1.zip", "numpy", "1.15.1"), std::nullopt);
  EXPECT_EQ(disagreement("mkl-fft-1.0-1.tar.gz", "mkl-fft", "1.0-1"), std::nullopt);
  EXPECT_EQ(disagreement("libopenblas0-pthread_0.3.21+ds-4_amd64.deb", "libopenblas0-pthread", "0.3.21+ds-4"),
            std::nullopt);
  EXPECT_EQ(disagreement("python3-numpy_1%3a1.24.2-1+deb12u1_amd64.deb", "python3-numpy", "1:1.24.2-1+deb12u1"),
            std::nullopt);
  EXPECT_EQ(disagreement("python3-numpy_1.24.2-1+deb12u1_amd64.deb", "python3-numpy", "1:1.24.2-1+deb12u1"),
            std::nullopt);
  EXPECT_EQ(disagreement("libopenblas.so.0", "anything", "1"), std::nullopt);
}

TEST(ArtifactName, SaysWhatItIsInstead) {
  EXPECT_EQ(disagreement("numpy-2.3.5-cp311.whl", "numpy", "2.3.4"),
            "numpy-2.3.5-cp311.whl names the release 2.3.5, but is listed under 2.3.4");
  EXPECT_EQ(disagreement("numpy-2.3.5-cp311.whl", "scipy", "2.3.5"),
            "numpy-2.3.5-cp311.whl names the project numpy, but is listed under scipy");
  EXPECT_EQ(disagreement("numpy.whl", "numpy", "2.3.5"), "numpy.whl is no wheel's name: it has no version");
  EXPECT_EQ(disagreement("numpy-2.3.5.tar.gz", "numpy", "2.3"),
            "numpy-2.3.5.tar.gz names the release 2.3.5, but is listed under 2.3");
  EXPECT_EQ(disagreement("numpy-2.3.5.tar.gz", "num", "2.3.5"),
            "numpy-2.3.5.tar.gz names the project numpy, but is listed under num");
  EXPECT_EQ(disagreement("numpy.zip", "numpy", "2.3.5"), "numpy.zip is no sdist's name: it has no version");
  EXPECT_EQ(disagreement("libblas3_3.11.0-2_amd64.deb", "libblas4", "3.11.0-2"),
            "libblas3_3.11.0-2_amd64.deb names the project libblas3, but is listed under libblas4");
  EXPECT_EQ(disagreement("libblas3_3.11.0-2_amd64.deb", "libblas3", "3.11.0-1"),
            "libblas3_3.11.0-2_amd64.deb names the release 3.11.0-2, but is listed under 3.11.0-1");
  EXPECT_EQ(disagreement("libblas3.deb", "libblas3", "3.11.0-1"),
            "libblas3.deb is no Debian package's name: it has no version");
}

}  // namespace
}  // namespace fairplay::signatures::database
