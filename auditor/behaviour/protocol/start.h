#pragma once

/// How a child is started and how its watchdog ends it: what parent and child must agree on before any message is sent.
namespace fairplay::auditor::behaviour {

/// Descriptors that a child finds open beside the standard three.
inline constexpr int messages_descriptor = 3;
inline constexpr int blackboard_descriptor = 4;

/// Exit code of a child that its own watchdog ended.
inline constexpr int watchdog_exit_code = 86;

}  // namespace fairplay::auditor::behaviour
