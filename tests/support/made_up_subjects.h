#pragma once

#include <string>
#include <utility>

#include "auditor/facts/subject.h"
#include "auditor/wording/difference_text.h"

/// Subjects as an audit of a healthy machine finds them; tests break them from there.
namespace fairplay::tests {

inline signatures::blas::Identity openblas(std::string version, signatures::blas::IntegerWidth integers,
                                           std::string prefix, std::string suffix) {
  signatures::blas::Identity identity;
  identity.vendor = signatures::blas::Vendor::openblas;
  identity.version = std::move(version);
  identity.integers = integers;
  identity.prefix = std::move(prefix);
  identity.suffix = std::move(suffix);
  identity.threading = signatures::blas::Threading::pthreads;
  identity.configuration = "OpenBLAS " + identity.version + " DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64";
  identity.cores = {"HASWELL", "SKYLAKEX", "ZEN"};
  identity.has_blas = identity.has_cblas = identity.has_lapack = identity.has_lapacke = true;
  return identity;
}

inline auditor::Original official(std::string artifact, signatures::database::Origin publisher) {
  auditor::Original original;
  original.verdict = auditor::OriginVerdict::official;
  original.artifact = std::move(artifact);
  original.publisher = publisher;
  original.database = "fairplay's own";
  original.signed_by = "the program's own digest";
  return original;
}

inline auditor::Difference difference(auditor::DifferenceClass kind, std::string path,
                                      auditor::DifferenceReason reason) {
  return {kind, std::move(path), "", "", "", 0, auditor::detail_of(reason), reason};
}
inline auditor::Difference rebuilt_binary(std::string path) {
  auto rebuilt =
      difference(auditor::DifferenceClass::build, std::move(path), auditor::DifferenceReason::compiled_again);
  rebuilt.detail += "; its C interface is equal";
  return rebuilt;
}

/// What Debian changed in NumPy 1.24.2.
inline auditor::Original patched() {
  using auditor::DifferenceReason;
  using enum auditor::DifferenceClass;
  auditor::Original original;
  original.verdict = auditor::OriginVerdict::patched;
  original.nearest = auditor::Nearest{"numpy-1.24.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", 0.963};
  original.differences = {difference(library_search, "numpy/ctypeslib.py", DifferenceReason::content),
                          difference(library_search, "numpy/distutils/system_info.py", DifferenceReason::content),
                          difference(build, "numpy/__config__.py", DifferenceReason::content),
                          rebuilt_binary("numpy/core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so"),
                          rebuilt_binary("numpy/core/_simd.cpython-311-x86_64-linux-gnu.so"),
                          difference(build, "numpy/core/include/numpy/numpy.i", DifferenceReason::not_in_release),
                          difference(build, "numpy/core/lib/libnpymath.a", DifferenceReason::content),
                          difference(build, "numpy/core/setup_common.py", DifferenceReason::content),
                          difference(build, "numpy/distutils/__config__.py", DifferenceReason::content),
                          {docs, "numpy/LICENSE.txt", "", "", "", 0, ""},
                          {tests, "numpy/distutils/tests/test_system_info.py", "", "", "", 0, ""},
                          {tests, "numpy/tests/test_ctypeslib.py", "", "", "", 0, ""},
                          {tests, "numpy/tests/test_reloading.py", "", "", "", 0, ""}};
  original.database = "fairplay's own";
  original.signed_by = "the program's own digest";
  return original;
}

/// A fork that doesn't say so, after Intel's build of 1.15.1.
inline auditor::Original fork_of_1151() {
  using auditor::DifferenceReason;
  using enum auditor::DifferenceClass;
  auditor::Original original;
  original.verdict = auditor::OriginVerdict::modified_undisclosed;
  original.nearest = auditor::Nearest{"numpy-1.15.1-cp36-cp36m-manylinux1_x86_64.whl", 0.861};
  original.differences = {
      difference(binary, "numpy/_mklinit.cpython-36m-x86_64-linux-gnu.so", DifferenceReason::not_in_release),
      {binary, "numpy/core/umath.cpython-36m-x86_64-linux-gnu.so", "ufunc erf", "", "erf", 0, "ufunc erf added"},
      {api_added, "numpy/core/include/numpy/npy_math.h", "npy_erf", "", "", 0, ""},
      {api_added, "numpy/random_intel/__init__.py", "numpy.random_intel", "", "", 0, "not in the release",
       DifferenceReason::not_in_release},
      difference(private_code, "numpy/__init__.py", DifferenceReason::content),
      difference(private_code, "numpy/fft/__init__.py", DifferenceReason::content),
      difference(build, "numpy/__config__.py", DifferenceReason::content),
      {tests, "numpy/core/tests/test_regression.py", "", "", "", 0, ""}};
  original.database = "fairplay's own";
  original.signed_by = "the program's own digest";
  return original;
}

/// NumPy 2.3.5 as pip puts it into a venv.
inline auditor::Subject wheel_numpy(std::string id = "s1") {
  auditor::Subject subject;
  subject.id = std::move(id);
  subject.name = "numpy";
  subject.version = "2.3.5";
  subject.path = "/home/u/v/lib/python3.11/site-packages/numpy";
  subject.installer = auditor::Installer::pip;
  subject.package = "numpy 2.3.5";
  subject.environment = auditor::Environment{auditor::Environment::Kind::venv, "/home/u/v"};
  subject.distributions.push_back({"numpy-2.3.5.dist-info", "numpy", "2.3.5", "pip", true, false, true});
  subject.intact.verdict = auditor::Verdict::yes;
  subject.intact.checked = 1241;
  subject.intact.record = "RECORD of numpy-2.3.5.dist-info";
  subject.claims.push_back({"blas", "scipy-openblas", "0.3.30", "OpenBLAS 0.3.30 USE64BITINT"});
  subject.claims.push_back({"lapack", "scipy-openblas", "0.3.30", ""});
  subject.blas.push_back({"/home/u/v/lib/python3.11/site-packages/numpy.libs/libscipy_openblas64_-fdde5778.so",
                          openblas("0.3.30", signatures::blas::IntegerWidth::ilp64, "scipy_", "64_"),
                          auditor::BlasHow::bundled,
                          "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so",
                          {"libscipy_openblas64_-fdde5778.so"}});
  subject.blas_complete = true;
  subject.release = "2.3.5";
  subject.original = official("numpy-2.3.5-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
                              signatures::database::Origin::upstream);
  subject.c_api.binary = subject.c_api.headers = subject.c_api.release = {0x02000000, 0x14};
  subject.not_checked.push_back(
      {"bytecode", "417 .pyc files match their sources' times and sizes; their code wasn't compared"});
  return subject;
}

/// Debian's python3-numpy over its BLAS alternatives.
inline auditor::Subject debian_numpy(std::string id = "s2") {
  auditor::Subject subject;
  subject.id = std::move(id);
  subject.name = "numpy";
  subject.version = "1.24.2";
  subject.path = "/usr/lib/python3/dist-packages/numpy";
  subject.installer = auditor::Installer::dpkg;
  subject.package = "python3-numpy 1:1.24.2-1+deb12u1";
  subject.environment = auditor::Environment{auditor::Environment::Kind::system};
  subject.distributions.push_back({"numpy-1.24.2.egg-info", "numpy", "1.24.2", "", false, false, true});
  subject.intact.verdict = auditor::Verdict::yes;
  subject.intact.checked = 1012;
  subject.intact.record = "dpkg md5sums of python3-numpy";
  subject.claims.push_back({"blas", "blas", "", ""});
  subject.claims.push_back({"lapack", "lapack", "", ""});
  const std::string real = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3";
  subject.blas.push_back({real,
                          openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", ""),
                          auditor::BlasHow::alternatives,
                          "numpy/core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so",
                          {"libblas.so.3", "/lib/x86_64-linux-gnu/libblas.so.3",
                           "/etc/alternatives/libblas.so.3-x86_64-linux-gnu", real}});
  subject.blas_complete = true;
  subject.release = "1.24.2";
  subject.original = patched();
  subject.c_api.binary = subject.c_api.headers = subject.c_api.release = {0x01000009, 0x10};
  subject.not_checked.push_back({"C code", "21 binaries were rebuilt; only their C interface was compared"});
  return subject;
}

/// A BLAS in the system's library folder.
inline auditor::Subject system_blas(std::string id, std::string package, signatures::blas::Identity identity,
                                    std::string path) {
  auditor::Subject subject;
  subject.id = std::move(id);
  subject.kind = auditor::SubjectKind::blas;
  subject.name = package.substr(0, package.find(' '));
  subject.version = identity.version;
  subject.path = std::move(path);
  subject.installer = auditor::Installer::dpkg;
  subject.package = std::move(package);
  subject.environment = auditor::Environment{auditor::Environment::Kind::system};
  subject.found_as = {auditor::FoundAs::Kind::by_names, "libblas.so.3 by alternatives"};
  subject.intact.verdict = auditor::Verdict::yes;
  subject.intact.checked = 12;
  subject.intact.record = "dpkg md5sums of " + subject.name;
  subject.release = subject.version;
  subject.original =
      official(subject.name + "_" + subject.package->substr(subject.package->find(' ') + 1) + "_amd64.deb",
               signatures::database::Origin::distribution);
  subject.blas.push_back(
      {subject.path, std::move(identity), auditor::BlasHow::alternatives, "", {"libblas.so.3", subject.path}});
  return subject;
}

/// Every string a subject controls, hostile: terminal escapes, CI commands, Markdown, HTML, a mention, bidirectional
/// overrides, a line break and bytes that aren't UTF-8.
inline std::string hostile(const std::string& word) {
  return "::error::" + word + "\x1b[2J\r\n##vso[task]`|*_<b>&@numpy #1 https://evil.example \u202etxt\u0085 \xff\xc0" +
         word + "{names}";
}

}  // namespace fairplay::tests
