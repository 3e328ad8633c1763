#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "auditor/loading/interpreters.h"
#include "signatures/python/platform_tag.h"

namespace fairplay::auditor::loading {

/// What a user asks about (--python, --platform), instead of the Python and the machine that a build lies on.
struct Target {
  std::optional<signatures::python::PythonVersion> python{};
  std::optional<signatures::python::PlatformTag> platform{};

  bool given() const { return python || platform; }
};

/// The interpreter with what the target says in the place of its own.
Interpreter as_asked(Interpreter interpreter, const Target& target);

/// EM_* for a processor as platform tags name it: "x86_64", "arm64". 0 for "universal2" and names that aren't known.
std::uint16_t machine_named(std::string_view name);

/// "Linux x86-64, glibc 2.17"; empty where nothing is known.
std::string platform_text(const Interpreter& interpreter);

}  // namespace fairplay::auditor::loading
