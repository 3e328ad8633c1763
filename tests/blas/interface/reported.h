#pragma once
// What was last reported to the program's own xerbla_ and cblas_xerbla.

#include <string>

extern std::string reported_routine;
extern int position;
