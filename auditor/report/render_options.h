#pragma once

namespace fairplay::auditor::report {

/// How a document is rendered. A format ignores what it has no use for: JSON is always complete.
struct RenderOptions {
  bool color = false;
  int verbosity = 0;  ///< -1: quiet (the answer and errors), 0: normal, 1: with evidence
};

}  // namespace fairplay::auditor::report
