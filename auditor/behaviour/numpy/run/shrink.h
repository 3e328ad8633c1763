#pragma once

#include "auditor/behaviour/numpy/run/findings.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"

namespace fairplay::auditor::behaviour::numpy {

/// Runs the operation of a cause again and makes it smaller as long as it differs in the same way: one element, then
/// the same elements without gaps. False: it doesn't differ any more, and the cause is left as it was.
bool shrink(Cause& cause, NumpySession& session, Release release);

}  // namespace fairplay::auditor::behaviour::numpy
