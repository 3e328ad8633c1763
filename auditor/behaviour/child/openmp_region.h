#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::behaviour {

/// Files of the OpenMP runtimes (GNU's libgomp, LLVM's libomp, Intel's libiomp5) that this process has loaded, each
/// once, in the loader's order.
std::vector<std::string> openmp_runtimes();
/// Whether a file is one by its name: "libgomp-a34b3233.so.1.0.0" (auditwheel's) is.
bool is_openmp_runtime(std::string_view path);

/// An OpenMP parallel region without a compiler that has OpenMP: GOMP_parallel, which GCC's code calls for "#pragma omp
/// parallel" and which all three runtimes have. The runtime that a library brought along is taken, else the system's
/// libgomp, which is loaded then and stays.
class OpenMpRegion {
 public:
  /// The error says why there is none.
  static std::expected<OpenMpRegion, std::string> make();
  /// Runs body(0) ... on as many threads as the runtime gives, at most `threads`; how many these were.
  int run(int threads, const std::function<void(int)>& body) const;

 private:
  using Parallel = void (*)(void (*body)(void*), void* given, unsigned threads, unsigned flags);
  Parallel parallel_ = nullptr;
};

}  // namespace fairplay::auditor::behaviour
