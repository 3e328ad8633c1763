#include "made_up_release.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "auditor/provenance/files/file_class.h"
#include "auditor/rules/rules.h"
#include "signatures/digest.h"

namespace fairplay::tests {

using signatures::database::DraftArtifact;
using signatures::fingerprint::BinaryFacts;
using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;

namespace {

bool is_binary(const std::string& path) {
  const auto sort = auditor::provenance::sort_of(path);
  return sort == auditor::provenance::FileSort::extension || sort == auditor::provenance::FileSort::library;
}

std::string header(std::string_view api) {
  return fmt::format("#define NPY_ABI_VERSION 0x02000000\n#define NPY_API_VERSION {}\n", api);
}

}  // namespace

Files wheel_files(const std::string& release) {
  return {
      {"numpy/__init__.py", "from . import _core  # " + release},
      {"numpy/__config__.py", "CONFIG = 'gcc'"},
      {"numpy/version.py", "version = '" + release + "'"},
      {"numpy/_distributor_init.py", "pass"},
      {"numpy/_globals.py", "private = 1"},
      {"numpy/ctypeslib/_ctypeslib.py", "load_library"},
      {"numpy/matlib.py", "matlib"},
      {"numpy/matlib.pyi", "matlib: stub"},
      {"numpy/py.typed", ""},
      {"numpy/random/_pcg64.pxd", "cdef"},
      {"numpy/lib/tests/test_io.py", "def test(): pass"},
      {"numpy/f2py/__init__.py", "f2py"},
      {"numpy/f2py/src/fortranobject.c", "C"},
      {"numpy/distutils/core.py", "distutils"},
      {"numpy/_core/include/numpy/_numpyconfig.h", header("0x00000014")},
      {"numpy/_core/include/numpy/arrayobject.h", "PyArrayObject"},
      {"numpy/_core/include/numpy/npy_math.h", "npy_sin"},
      {"numpy/_core/lib/libnpymath.a", "!<arch>"},
      {std::string(core), "core"},
      {std::string(test_module), "umath tests"},
      {"numpy/linalg/lapack_lite.cpython-311-x86_64-linux-gnu.so", "lapack lite"},
      {std::string(openblas_file), "openblas"},
      {"numpy-" + release + ".dist-info/METADATA", "Version: " + release},
      {"numpy-" + release + ".dist-info/WHEEL", "Tag: cp311"},
      {"numpy-" + release + ".dist-info/licenses/LICENSE.txt", "BSD"},
  };
}

BinaryFacts facts_of(const std::string& path, const std::string& content) {
  BinaryFacts facts = made_up_binary(content);
  if (path.ends_with("linux-gnu.so") || path.ends_with("musl.so")) facts.runpath = "$ORIGIN/../../numpy.libs";
  if (path.find("openblas") != std::string::npos) {
    facts.soname = path.substr(path.rfind('/') + 1);
    facts.blas.emplace();
    facts.blas->vendor = signatures::blas::Vendor::openblas;
    facts.blas->version = "0.3.30";
    facts.blas->configuration = "OpenBLAS 0.3.30 USE64BITINT";
    facts.blas->has_blas = true;
  }
  return facts;
}

DraftArtifact wheel(std::string name, const std::string& release, const Files& files) {
  DraftArtifact artifact = made_up_artifact("numpy", release, std::move(name), files);
  for (const auto& [path, content] : files) {
    if (is_binary(path)) artifact.binaries.emplace(sha256_of(content), facts_of(path, content));
  }
  return artifact;
}

auditor::Subject MadeUpNumpy::judge(signatures::database::Database& database,
                                    std::set<std::string, std::less<>>* found) {
  signatures::fingerprint::Fingerprint fingerprint;
  fingerprint.kind = kind;
  const auto key_of = [&](const std::string& path) {
    return import_folder.empty() ? path : import_folder + "/" + path;
  };
  std::map<std::string, std::string> paths;
  const auto add = [&](const std::string& path) -> FileFacts& {
    FileFacts& file = fingerprint.files[key_of(path)];
    file.entry.path = key_of(path);
    file.entry.mtime = 1000;
    paths[key_of(path)] = path;
    return file;
  };
  for (const auto& [path, content] : files) {
    FileFacts& file = add(path);
    file.entry.size = content.size();
    if (lost.contains(path)) {
      file.lost = true;
      continue;
    }
    file.text = content;
    file.digests = {*signatures::digest_from_hex(signatures::Algorithm::sha256, sha256_of(content))};
    if (path.ends_with(".pyc")) file.head = content.substr(0, 16);
    if (is_binary(path)) file.format = BinaryFormat::elf;
    if (const auto format = formats.find(path); format != formats.end()) file.format = format->second;
  }
  for (const std::string& path : links) add(path).entry.kind = signatures::artifact::FileKind::symlink;
  for (const std::string& path : dangling) {
    auto& entry = add(path).entry;
    entry.kind = signatures::artifact::FileKind::symlink;
    entry.dangling = true;
  }

  auditor::provenance::OriginInput input;
  input.files = &fingerprint;
  input.package = key_of("numpy");
  input.import_folder = import_folder;
  if (import_folder.empty() || kind == signatures::artifact::Kind::sdist) {
    input.territory = {""};
  } else {
    for (const std::string folder : {"numpy", "numpy.libs", "numpy-2.3.5.dist-info", "numpy-2.3.5.egg-info"})
      input.territory.push_back(key_of(folder));
  }
  for (const std::string& path : along) input.along.push_back(key_of(path));
  input.read_source = [&](const std::string& key) -> signatures::Expected<std::string> {
    return files.at(paths.at(key));
  };
  input.look_into = [&](const auto& keys) {
    std::map<std::string, BinaryFacts> result;
    for (const std::string& key : keys) {
      looked_into.insert(paths.at(key));
      if (const auto own = facts.find(paths.at(key)); own != facts.end()) {
        result.emplace(key, own->second);
      } else {
        result.emplace(key, facts_of(paths.at(key), files.at(paths.at(key))));
      }
    }
    return result;
  };
  input.remains_of = [&](const auto& keys) {
    std::map<std::string, auditor::provenance::Remains> result;
    for (const std::string& key : keys) {
      if (const auto own = left.find(paths.at(key)); own != left.end()) result.emplace(key, own->second);
    }
    return result;
  };
  if (texts) {
    input.read_texts = [&](const auto& keys) {
      std::map<std::string, std::string> result;
      for (const std::string& key : keys) result.emplace(key, files.at(paths.at(key)));
      return result;
    };
  }
  input.read_c_api = [](const std::string&) { return std::optional(auditor::CApiVersions::Pair{0x02000000, 0x13}); };
  subject.kind = auditor::SubjectKind::numpy;
  subject.name = "numpy";
  subject.version = version;
  auditor::Subject judged = subject;
  auditor::provenance::judge_numpy_origin({&database, &places(), found}, input, judged);
  return judged;
}

const auditor::Difference& difference_at(const auditor::Subject& subject, std::string_view path) {
  static const auditor::Difference none;
  const auditor::Difference* found = nullptr;
  for (const auto& difference : subject.original.differences) {
    if (difference.path != path) continue;
    if (found != nullptr) ADD_FAILURE() << "more than one difference at " << path;
    found = &difference;
  }
  if (found == nullptr) ADD_FAILURE() << "no difference at " << path;
  return found != nullptr ? *found : none;
}

std::set<auditor::DifferenceClass> classes(const auditor::Subject& subject) {
  std::set<auditor::DifferenceClass> found;
  for (const auto& difference : subject.original.differences) found.insert(difference.kind);
  return found;
}

std::string not_checked(const auditor::Subject& subject) {
  std::string text;
  for (const auto& item : subject.not_checked) text += fmt::format("{}: {}\n", item.what, item.why);
  return text;
}

}  // namespace fairplay::tests
