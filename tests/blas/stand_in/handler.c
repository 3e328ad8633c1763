// A program's own error handler.
#include <stdio.h>
void xerbla_(const char* routine, const int* position, size_t length) { printf("%.*s %d\n", (int)length, routine, *position); fflush(stdout); }
