#pragma once

#include <functional>

#include "auditor/behaviour/subject/subject_library.h"

namespace fairplay::auditor::behaviour {

/// Sets the number of threads that the library takes from now on, by its vendor's function (VendorFacts::set_threads);
/// empty where it has none.
std::function<void(int)> threads_of(const SubjectLibrary& library);

}  // namespace fairplay::auditor::behaviour
