#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auditor/facts/subject.h"

/// Parts of the commands that remedies print. What a subject says of itself never becomes more than one word of a
/// command: what isn't harmless is replaced.
namespace fairplay::auditor {

/// `text` if it may be pasted after "pip install" or "apt-get install", else `otherwise`.
std::string pasteable(const std::string& text, std::string_view otherwise);

/// "numpy==2.3.5": what pip installs again. Of a bundled library: the distribution that brought it.
std::string requirement_of(const Subject& subject);

/// The interpreter of the environment that the subject is in, where there is one: "/v/bin/python"; else the one that
/// reads its folder, "python3.11"; else "python3".
std::string python_of(const Subject& subject);

/// The folder that a NumPy is imported from.
std::string folder_of_imports(const Subject& subject);

/// A path that a shell takes as it is, else `otherwise`.
std::string pasteable_path(const std::string& path, std::string_view otherwise);

/// Adds the values of a remedy's {requirement}, {python}, {environment}, {folder} and {package}.
void add_command_values(const Subject& subject, std::vector<std::pair<std::string, std::string>>& values);

}  // namespace fairplay::auditor
