#pragma once

#include <expected>
#include <string>
#include <vector>

#include "auditor/facts/probe_result.h"

/// A finding as a C program that shows it: nothing but libc, libm, libdl and libpthread, no Python, one command to
/// compile it.
namespace fairplay::auditor::behaviour::reproducer {

/// The library that the program loads when it is given no other.
struct Library {
  std::string path;
  std::vector<std::string> first;  ///< names of files beside it that must be loaded before it
  CallingConvention convention;
  std::string description;  ///< "OpenBLAS 0.3.21, pthreads, LP64"
};

/// The whole program, the same text for the same finding. Its exit status is 1 where the defect shows, 0 where it
/// doesn't, 2 where the library can't be called. The error says why there can't be one.
std::expected<std::string, std::string> c_program(const Divergence& divergence, const Library& library);

/// Writes one file in `folder` (created if missing) for every defect of the run; `Divergence::reproducer` is
/// then its path. What can't be written as C is reported in `not_checked`. A file that isn't fairplay's stays as it is,
/// the new one gets another name. The error: the folder can't be made or written.
std::expected<void, std::string> write_reproducers(ProbeRun& run, const std::string& folder);

}  // namespace fairplay::auditor::behaviour::reproducer
