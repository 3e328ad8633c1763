#pragma once

#include <memory>
#include <string>

#include "auditor/report/footprint_report.h"
#include "auditor/report/signatures_report.h"
#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

/// Footprints and signature databases, made up: what the golden files show.
namespace fairplay::tests {

inline signatures::footprint::Footprint made_up_public_api() {
  using signatures::footprint::CKind;
  using signatures::footprint::From;
  using signatures::footprint::NameKind;
  signatures::footprint::Footprint api;
  api.release = "9.9.9";
  api.python_minor = 11;
  auto& numpy = api.modules["numpy"];
  numpy["add"] = {NameKind::ufunc, "", {}, {}, From::extension, "", 0, false};
  numpy["linalg"] = {NameKind::module, "", {}, {}, From::python, "", 0, false};
  numpy["ndarray"] = {
      NameKind::class_, "(shape, dtype=float)", {"T", "all"}, {"object"}, From::extension, "", 0, false};
  numpy["pi"] = {NameKind::constant, "", {}, {}, From::python, "numpy/core/numeric.py", 12, false};
  auto& linalg = api.modules["numpy.linalg"];
  linalg["LinAlgError"] = {NameKind::class_, "", {}, {}, From::python, "numpy/linalg/linalg.py", 3, false};
  linalg["old"] = {NameKind::function, "(a, b=None)", {}, {}, From::python, "numpy/linalg/linalg.py", 40, true};
  api.c_api.entries["npy_double"] = {CKind::typedef_, "typedef double npy_double", {}, "core/include/numpy/a.h", 7};
  api.c_api.entries["NPY_ORDER"] = {
      CKind::enum_, "typedef enum NPY_ORDER", {"NPY_ANYORDER = -1", "NPY_CORDER"}, "core/include/numpy/a.h", 9};
  api.incomplete = {"numpy.linalg"};
  api.contradicted = {"numpy.linalg.det"};
  api.damage.push_back({"numpy/linalg/linalg.py", "line 77", "not Python: an unclosed bracket", false});
  return api;
}

/// With names, signatures and places that nobody vouches for.
inline signatures::footprint::Footprint hostile_public_api() {
  using signatures::footprint::NameKind;
  signatures::footprint::Footprint api;
  api.release = "9\x1b[31m\xff";
  api.modules["m\n::error::"]["n\x1b"] = {NameKind::function, "(a='\xc2\x9b')", {}, {}, {}, "f\xff", 1, false};
  api.c_api.entries["c\xff"] = {{}, "d\x1b", {"m\xff"}, "h\n", 1};
  api.damage.push_back({"f\x1b", "p\xff", "r\n", true});
  return api;
}

inline auditor::report::ReleaseList made_up_list() {
  const std::string hash(64, 'a');
  return {{{"numpy", "1.9.3", "fairplay's own", hash, 12},
           {"numpy", "1.15.1", "fairplay's own", hash, 1},
           {"numpy", "1.15.1", "the lab's", std::string(64, 'b'), 2},
           {"scipy-openblas64", "0.3.30.0.6", "fairplay's own", hash, 3}},
          false};
}

inline auditor::report::VerifiedDatabases made_up_verification() {
  auditor::report::VerifiedDatabases verified;
  auto& good = verified.databases.emplace_back();
  good.folder = "/usr/share/fairplay/signatures";
  good.built_in = true;
  good.artifacts = 15;
  good.index.emplace();
  good.index->signed_by = "the program's own digest";
  good.index->index.name = "fairplay's own";
  good.index->index.version = 3;
  good.index->index.created = "2026-11-21";
  good.index->index.manifests.resize(2);
  auto& altered = verified.databases.emplace_back(good);
  altered.folder = "/home/u/lab";
  altered.built_in = false;
  altered.artifacts = 1;
  altered.index->signed_by = "the lab (0123456789abcdef)";
  altered.index->index.name = "the lab's";
  altered.index->index.expires = "2027-11-21";
  altered.index->index.manifests.resize(1);
  altered.damage.push_back({"/home/u/lab/numpy-1.15.1.manifest", "line 3", "altered: its SHA-256 differs", true});
  auto& refused = verified.databases.emplace_back();
  refused.folder = "/home/u/\x1b[31mold";
  refused.damage.push_back({"/home/u/\x1b[31mold/index", "", "expired on 2020-12-31\xff", true});
  return verified;
}

/// A release in a database on disk.
struct MadeUpRelease {
  TemporaryFolder folder;
  std::unique_ptr<signatures::database::Database> database;
  auditor::report::ShownRelease shown;

  MadeUpRelease() {
    auto artifact = made_up_artifact("numpy", "9.9.9", "numpy-9.9.9-cp311-cp311-linux_x86_64.whl",
                                     {{"numpy/__init__.py", "x = 1\n"}, {"numpy/core.so", "binary"}});
    artifact.footprint = made_up_footprint("numpy", "9.9.9", artifact.name);
    auto sdist = made_up_artifact("numpy", "9.9.9", "numpy-9.9.9.tar.gz", {{"numpy/__init__.py", "x = 1\n"}});
    database = std::make_unique<signatures::database::Database>(
        write_pinned_database(folder.path(), {std::move(artifact), std::move(sdist)}));
    shown.project = "numpy";
    shown.release = "9.9.9";
    shown.known = database->manifests("numpy", "9.9.9");
    shown.footprint = database->footprint("numpy", "9.9.9");
  }
};

}  // namespace fairplay::tests
