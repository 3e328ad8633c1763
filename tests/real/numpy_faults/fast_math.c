/* Linked with -ffast-math: loading it switches flush-to-zero on. */
int fast_math(void) { return 1; }
