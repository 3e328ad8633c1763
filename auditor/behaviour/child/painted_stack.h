#pragma once

#include <cstddef>
#include <functional>

namespace fairplay::auditor::behaviour {

/// How many bytes of its caller's stack `body` takes: it runs on a thread whose stack of 64 MB was painted before, with
/// a guard of 64 MB below. Throws where the memory or the thread can't be had. Running into the guard is reported as
/// stack overflow.
std::size_t stack_taken_by(const std::function<void()>& body);

}  // namespace fairplay::auditor::behaviour
