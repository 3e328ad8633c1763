#pragma once
// What the program's own xerbla_ and cblas_xerbla were last told.

#include <string>

extern std::string told;
extern int position;
