#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/numpy/run/numpy_session.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

/// Imports packages beside a NumPy, each in a process of its own, and says what that does: an object for each package,
/// as child/numpy_imports.py makes it, with "package", and where flush-to-zero was switched on the file that does it in
/// "culprit" and whether the dynamic loader alone makes it in "by_loading". `names`: of modules; "all": every one that
/// the environment has. Packages that can't be imported, or end their process, are appended to `not_checked`, and what
/// was imported to the outcome's notes.
std::vector<Json> probe_imports(const std::vector<std::string>& names, const InterpreterStart& start, Release release,
                                const std::function<void(std::string_view)>& progress, ProbeOutcome& outcome,
                                std::vector<NotChecked>& not_checked);

}  // namespace fairplay::auditor::behaviour::numpy
