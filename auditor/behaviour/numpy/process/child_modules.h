#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace fairplay::auditor::behaviour::numpy {

/// The driver's Python modules, name and source, those that others import first; the last one has `serve`.
std::span<const std::pair<std::string_view, std::string_view>> child_modules();

}  // namespace fairplay::auditor::behaviour::numpy
