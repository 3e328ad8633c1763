#pragma once

#include <string>
#include <vector>

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::report {

/// Phrases that the renderers of a probe run have in common; not escaped.

/// "deviates: libopenblas.so.0: 2 defects, 1 property in 3 probes, 1955 calls"
std::string probe_headline(const behaviour::ProbedLibrary& library);
/// "OpenBLAS 0.3.21, pthreads, LP64"
std::string identity_phrase(const behaviour::ProbedLibrary& library);
/// "dgemm and 151 more routines are defined by /lib/libopenblas.so.0 (OpenBLAS 0.3.21, pthreads)", a line for each
/// other file; "also loads ...: calls may be passed on to it".
std::vector<std::string> definer_phrases(const behaviour::ProbedLibrary& library);
/// "3 kernels: Haswell, SkylakeX, Zen"; empty where no kernels were swept.
std::string kernels_phrase(const behaviour::Divergence& divergence);
/// "the same bits as libblas.so.3: dgemm 12 of 12 calls, dgemv 3 of 40"; of two NumPys "beside /opt/.../numpy: 3 of 250
/// functions answer differently".
std::string beside_phrase(const behaviour::SideBySide& both);
/// "numpy.sort: other values in 12 calls. np.sort(a) gives 1, there 2; a: ..."
std::string difference_phrase(const behaviour::SideBySide::Difference& difference);
/// "7 advisories concern this version: 2 confirmed, 4 not reproduced on this CPU, 1 not probed"; empty where none is.
std::string advisories_phrase(const behaviour::ProbedLibrary& library);
/// "OpenBLAS#1844: concurrent callers ...: affected by version, not reproduced on this CPU (threads/callers)"
std::string advisory_phrase(const behaviour::AdvisedDefect& defect);
/// "dgemm NT m=5 n=3 k=1, 2 threads, Zen kernel"
std::string call_phrase(const behaviour::Divergence& divergence);

}  // namespace fairplay::auditor::report
