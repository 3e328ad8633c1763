#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/loading/interpreters.h"

namespace fairplay::auditor::loading {

/// A layout that a deployment service prescribes, so that it says where the files will run.
struct Convention {
  std::string_view name;    ///< "an AWS Lambda layer"
  Interpreter interpreter;  ///< by_name; what the service runs
};

/// Names in a folder; empty where it isn't there.
using NamesIn = std::function<std::vector<std::string>(const std::string& folder)>;

/// The convention that the import folder's place follows; nothing where it only resembles one. A layer (AWS, "Packaging
/// your layer content"): python/, or python/lib/pythonX.Y/site-packages, and beside python/ nothing but what layers
/// have; no interpreter, environment or standard library in it. Azure Functions: .python_packages/lib/....
std::optional<Convention> convention_of(const std::string& import_folder, const NamesIn& names_in);

/// The Python that a folder's own name promises: "3.10" in lib/python3.10/site-packages and in __pypackages__/3.10/lib
/// (PEP 582). Nothing for other names, Debian's lib/python3 among them.
std::optional<Interpreter> promised_by(std::string_view import_folder);

}  // namespace fairplay::auditor::loading
