#pragma once

#include <string>

#include "auditor/behaviour/probe_result.h"

namespace auditor::report {

/// What the renderers of a probe run have in common: phrases, unescaped.

/// "deviates: libopenblas.so.0: 2 defects, 1 property in 3 probes, 1955 calls"
std::string probe_headline(const behaviour::ProbedLibrary& library);
/// "OpenBLAS 0.3.21, pthreads, LP64"
std::string identity_phrase(const behaviour::ProbedLibrary& library);
/// "3 kernels: Haswell, SkylakeX, Zen"; empty where no kernels were swept.
std::string kernels_phrase(const behaviour::Divergence& divergence);
/// "the same bits as libblas.so.3: dgemm 12 of 12 calls, dgemv 3 of 40"
std::string same_bits_phrase(const behaviour::SideBySide& both);
/// "dgemm NT m=5 n=3 k=1, 2 threads, Zen kernel"
std::string call_phrase(const behaviour::Divergence& divergence);

}  // namespace auditor::report
