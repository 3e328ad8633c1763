#include "auditor/loading/conventions.h"

#include <algorithm>
#include <array>

#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"
#include "signatures/python/platform_tag.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::python::Implementation;
using signatures::python::Libc;
using signatures::python::OperatingSystem;
namespace paths = discovery::paths;

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool hold_only(const std::vector<std::string>& names, std::initializer_list<std::string_view> allowed) {
  return std::ranges::all_of(
      names, [&](const std::string& name) { return std::ranges::find(allowed, name) != allowed.end(); });
}

/// Whether packages were installed straight into the folder, and not a project's own python/.
bool holds_installed_numpy(const std::vector<std::string>& names) {
  return holds(names, "numpy") && std::ranges::any_of(names, [](const std::string& name) {
           return name == "numpy.libs" || (name.starts_with("numpy-") && name.ends_with(".dist-info"));
         });
}

bool is_lambda_layer(const std::string& import_folder, const NamesIn& names_in) {
  std::string base = import_folder;
  const std::string library(paths::parent(import_folder));
  const bool nested = paths::last(import_folder) == "site-packages" && paths::last(paths::parent(library)) == "lib";
  if (nested) base = paths::parent(paths::parent(library));
  if (paths::last(base) != "python") return false;
  // Beside python/ a layer has bin/ and lib/ for programs and libraries of other kinds, and extensions/.
  if (!hold_only(names_in(std::string(paths::parent(base))),
                 {"python", "bin", "lib", "extensions", "include", "share", "licenses", "LICENSE", "README.md"}))
    return false;
  const std::vector<std::string> inside = names_in(base);
  if (holds(inside, "pyvenv.cfg") || holds(inside, "conda-meta")) return false;
  if (std::ranges::any_of(names_in(base + "/bin"), discovery::is_interpreter_name)) return false;
  // A Python of its own, such as python-build-standalone's python/, has its standard library there.
  if (nested) return hold_only(names_in(library), {"site-packages"}) && !holds(inside, "python.exe");
  return holds_installed_numpy(inside);
}

bool is_azure_function(std::string_view import_folder) {
  for (std::string_view at = import_folder; !at.empty() && at != "/"; at = paths::parent(at)) {
    if (paths::last(at) == ".python_packages") return paths::last(import_folder) == "site-packages";
    if (at.find('/') == std::string_view::npos) break;
  }
  return false;
}

}  // namespace

std::optional<Interpreter> promised_by(std::string_view import_folder) {
  Interpreter promised;
  promised.by_name = true;
  const std::string_view library = paths::last(paths::parent(import_folder));
  const std::string_view above = paths::last(paths::parent(paths::parent(import_folder)));
  std::optional<signatures::python::PythonVersion> python;
  if (above == "__pypackages__" && paths::last(import_folder) == "lib") {
    python = signatures::python::parse_python_version(library);
  } else if (library != "python3" && discovery::version_in_name(library)) {
    python = signatures::python::parse_python_version(library);
  }
  if (!python) return std::nullopt;
  promised.implementation = python->implementation;
  promised.version = python->version;
  promised.free_threaded = python->free_threaded;
  return promised;
}

std::optional<Convention> convention_of(const std::string& import_folder, const NamesIn& names_in) {
  std::string_view name;
  if (is_lambda_layer(import_folder, names_in)) {
    name = "an AWS Lambda layer";
  } else if (is_azure_function(import_folder)) {
    name = "an Azure Functions package";
  } else {
    return std::nullopt;
  }
  // Both services run CPython on glibc, on x86-64 or AArch64.
  Interpreter interpreter = promised_by(import_folder).value_or(Interpreter{});
  interpreter.by_name = true;
  interpreter.implementation = Implementation::cpython;
  interpreter.system = OperatingSystem::linux;
  interpreter.libc = Libc::glibc;
  return Convention{name, std::move(interpreter)};
}

}  // namespace fairplay::auditor::loading
