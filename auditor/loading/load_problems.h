#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/loads.h"
#include "auditor/loading/dynamic_loader.h"
#include "signatures/artifact/rooted_files.h"

namespace fairplay::auditor::loading {

/// Whether one of them has this cause: however many objects it stops, it is reported once.
bool is_known(std::span<const LoadProblem> problems, LoadProblem::Kind kind, std::string_view wanted);

/// A path as reports have it: short below the import folder. Other texts (a library's name) stay as they are.
std::string shown_path(const signatures::artifact::RootedFiles& files, const std::string& import_folder,
                       const std::string& path);

/// The loader's failure with its paths as reports have them. It is on nobody's import chain yet.
LoadProblem problem_of(LoadFailure failure, const signatures::artifact::RootedFiles& files,
                       const std::string& import_folder);

}  // namespace fairplay::auditor::loading
