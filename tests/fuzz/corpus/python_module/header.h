#ifndef A
#define A(x) \
  ((x) + 1) /* c */
extern "C" {
typedef struct _t { int a; /* b */ char *(*f)(void); } T, *P;
enum E { X = 1, Y };
NPY_INPLACE double npy_erf(double x);
static inline int g(int a) { return "}"[0]; }
#endif // e
}
