#pragma once

#include <functional>

namespace signatures::artifact {

/// Runs `work` on up to `jobs` threads at once, the calling one among them, and waits for all. `work` takes its
/// share from a queue of its own; where the system gives no more threads, fewer run it.
void run_on_threads(unsigned jobs, const std::function<void()>& work);

}  // namespace signatures::artifact
