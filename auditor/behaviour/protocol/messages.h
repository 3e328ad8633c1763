#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/probe_result.h"

/// What child and parent say to one another, line by line. The subject shares the child's memory and descriptors and
/// may write anything: what doesn't read as it should is left out by the parent.
namespace fairplay::auditor::behaviour {

nlohmann::json message_of(const Divergence& divergence);
std::optional<Divergence> divergence_in(const nlohmann::json& message);

/// [{"path": "/lib/libopenblas.so.0", "routines": ["dgemm"]}]
nlohmann::json message_of(const std::vector<DefinedElsewhere>& elsewhere);
std::vector<DefinedElsewhere> defined_elsewhere_in(const nlohmann::json& message);
/// A list's texts, as far as there are any.
std::vector<std::string> texts_in(const nlohmann::json& message);

/// What signatures::hex_of() wrote; nullopt where a text is none of that.
std::optional<std::vector<std::byte>> bytes_in(std::string_view hexadecimal);

nlohmann::json message_of(const CallingConvention& convention);
std::optional<CallingConvention> convention_in(const nlohmann::json& message);

}  // namespace fairplay::auditor::behaviour
