#pragma once

#include <string>

#include "auditor/behaviour/probe_result.h"

namespace auditor::report {

/// What the renderers of a probe run have in common: phrases, unescaped.

/// "deviates: libopenblas.so.0: 2 defects, 1 property in 3 probes, 1955 calls"
std::string probe_headline(const behaviour::ProbedLibrary& library);
/// "OpenBLAS 0.3.21, pthreads, LP64"
std::string identity_phrase(const behaviour::ProbedLibrary& library);
/// "dgemm NT m=5 n=3 k=1, 2 threads, Zen kernel"
std::string call_phrase(const behaviour::Divergence& divergence);

}  // namespace auditor::report
