#pragma once

#include <functional>

#include "auditor/behaviour/subject/subject_library.h"

namespace fairplay::auditor::behaviour {

/// Sets the number of threads that the library takes from now on, by its own function (openblas_set_num_threads,
/// bli_thread_set_num_threads, MKL_Set_Num_Threads); empty where it has none.
std::function<void(int)> threads_of(const SubjectLibrary& library);

}  // namespace fairplay::auditor::behaviour
