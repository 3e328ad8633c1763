#pragma once

#include <string>
#include <string_view>

#include "auditor/facts/subject.h"

namespace fairplay::auditor {

/// `path` as it would read on any machine: relative to the folder that holds the subject if it is inside, else its
/// last component if it is absolute. Fingerprints are made of these, so that a finding keeps its own when a venv moves.
std::string portable_path(const Subject& subject, std::string_view path);

/// `path` for people: relative to the folder that holds the subject if it is inside, else unchanged.
std::string path_beside(const Subject& subject, std::string_view path);

/// `path` with every link resolved; unchanged where that can't be done.
std::string real_path(const std::string& path);

}  // namespace fairplay::auditor
