/* Faults inside a NumPy, for tests: an extension module whose install(NAME) replaces ufunc loops by ones that are
   wrong in one way each. They call NumPy's own loop and change what it computed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#define NPY_TARGET_VERSION NPY_2_0_API_VERSION
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static PyUFuncGenericFunction original;

/* One input in ten thousand, by its bits. */
static void six_units_off(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  npy_intp n = dimensions[0];
  uint32_t *inputs = malloc(4 * (size_t)n + 4);
  for (npy_intp i = 0; i < n; ++i) memcpy(&inputs[i], args[0] + i * steps[0], 4);
  original(args, dimensions, steps, data);
  for (npy_intp i = 0; i < n; ++i) {
    uint32_t bits, mixed = inputs[i] * 2654435761u;
    if ((mixed >> 8) % 10000 != 0) continue;
    memcpy(&bits, args[1] + i * steps[1], 4);
    if (bits < 0x7f7fff00u && bits > 0x00800000u) bits += 6;
    memcpy(args[1] + i * steps[1], &bits, 4);
  }
  free(inputs);
}

static void wrong_tail(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  original(args, dimensions, steps, data);
  npy_intp n = dimensions[0];
  if (n % 8 != 3 || n < 8 || steps[0] != 8 || steps[1] != 8 || steps[2] != 8) return;
  double last;
  memcpy(&last, args[2] + (n - 1) * 8, 8);
  last = -last;
  memcpy(args[2] + (n - 1) * 8, &last, 8);
}

/* A tail behind more than one turn of an unrolled loop. */
static void wrong_long_tail(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  original(args, dimensions, steps, data);
  npy_intp n = dimensions[0];
  if (n < 128 || n % 64 != 37) return;
  double last;
  memcpy(&last, args[1] + (n - 1) * steps[1], 8);
  last = -last;
  memcpy(args[1] + (n - 1) * steps[1], &last, 8);
}

static void smallest_by_minus_one(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  npy_intp n = dimensions[0];
  char *hit = calloc((size_t)n + 1, 1);
  for (npy_intp i = 0; i < n; ++i) {
    int32_t a, b;
    memcpy(&a, args[0] + i * steps[0], 4);
    memcpy(&b, args[1] + i * steps[1], 4);
    hit[i] = a == INT32_MIN && b == -1;
  }
  original(args, dimensions, steps, data);
  for (npy_intp i = 0; i < n; ++i)
    if (hit[i]) memset(args[2] + i * steps[2], 0, 4);
  free(hit);
}

static void equal_bits(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  (void)data;
  for (npy_intp i = 0; i < dimensions[0]; ++i)
    args[2][i * steps[2]] = memcmp(args[0] + i * steps[0], args[1] + i * steps[1], 8) == 0;
}

static void spurious_invalid(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  original(args, dimensions, steps, data);
  if (dimensions[0] % 16 == 5) feraiseexcept(FE_INVALID);
}

static void ties_away(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  (void)data;
  for (npy_intp i = 0; i < dimensions[0]; ++i) {
    _Float16 a, b, sum, other;
    memcpy(&a, args[0] + i * steps[0], 2);
    memcpy(&b, args[1] + i * steps[1], 2);
    const double exact = (double)a + (double)b;
    sum = (_Float16)exact;
    uint16_t bits;
    memcpy(&bits, &sum, 2);
    if ((bits & 0x7fff) < 0x7bff) {
      const uint16_t beyond = bits + 1;
      memcpy(&other, &beyond, 2);
      if (fabs(exact) * 2 == fabs((double)sum) + fabs((double)other)) sum = other;
    }
    memcpy(args[2] + i * steps[2], &sum, 2);
  }
}

static double shared[1 << 16];

/* Its operands pass through memory that all threads share. */
static void racing(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  npy_intp n = dimensions[0];
  if (n > 1 << 16) return original(args, dimensions, steps, data);
  for (npy_intp i = 0; i < n; ++i) memcpy(&shared[i], args[0] + i * steps[0], 8);
  char *own_args[] = {(char *)shared, args[1]};
  const npy_intp own_steps[] = {8, steps[1]};
  original(own_args, dimensions, own_steps, data);
}

static void *volatile left_behind;

static void leaking(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  left_behind = malloc(48);
  original(args, dimensions, steps, data);
}

static void outside(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data) {
  original(args, dimensions, steps, data);
  const npy_intp n = dimensions[0];
  /* The element behind an output without gaps. */
  if (n % 8 == 3 && steps[2] == 4) memset(args[2] + n * 4, 0x55, 4);
}

/* int16 and float32 meet in float64. */
static int to_doubles(PyObject *ufunc, PyArray_DTypeMeta *const types[], PyArray_DTypeMeta *const signature[],
                      PyArray_DTypeMeta *chosen[]) {
  (void)ufunc, (void)types, (void)signature;
  for (int i = 0; i < 3; ++i) {
    Py_INCREF(&PyArray_DoubleDType);
    chosen[i] = &PyArray_DoubleDType;
  }
  return 0;
}

static int promote_otherwise(PyObject *ufunc) {
  PyObject *types = PyTuple_Pack(3, &PyArray_ShortDType, &PyArray_FloatDType, Py_None);
  PyObject *promoter = PyCapsule_New((void *)to_doubles, "numpy._ufunc_promoter", NULL);
  return types == NULL || promoter == NULL ? -1 : PyUFunc_AddPromoter(ufunc, types, promoter);
}

struct fault {
  const char *name, *ufunc;
  int types[4], count;
  PyUFuncGenericFunction loop;
};

static const struct fault faults[] = {
    {"exp is 6 units off for one float32 in ten thousand", "exp", {NPY_FLOAT, NPY_FLOAT}, 2, six_units_off},
    {"a wrong last element of 8 k + 3", "add", {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE}, 3, wrong_tail},
    {"a wrong last element of 64 k + 37", "sqrt", {NPY_DOUBLE, NPY_DOUBLE}, 2, wrong_long_tail},
    {"INT_MIN // -1 is 0", "floor_divide", {NPY_INT, NPY_INT, NPY_INT}, 3, smallest_by_minus_one},
    {"NaT equals NaT", "equal", {NPY_DATETIME, NPY_DATETIME, NPY_BOOL}, 3, equal_bits},
    {"sqrt raises invalid", "sqrt", {NPY_DOUBLE, NPY_DOUBLE}, 2, spurious_invalid},
    {"float16 ties away from zero", "add", {NPY_HALF, NPY_HALF, NPY_HALF}, 3, ties_away},
    {"a race of threads in cbrt", "cbrt", {NPY_DOUBLE, NPY_DOUBLE}, 2, racing},
    {"floor leaks 48 bytes", "floor", {NPY_DOUBLE, NPY_DOUBLE}, 2, leaking},
    {"subtract writes behind its output", "subtract", {NPY_INT, NPY_INT, NPY_INT}, 3, outside},
};

static PyObject *install(PyObject *self, PyObject *args) {
  (void)self;
  const char *name;
  PyObject *umath;
  if (!PyArg_ParseTuple(args, "sO", &name, &umath)) return NULL;
  if (strcmp(name, "int16 * float32 is float64") == 0) {
    PyObject *multiply = PyObject_GetAttrString(umath, "multiply");
    if (multiply == NULL || promote_otherwise(multiply) < 0) return NULL;
    Py_RETURN_NONE;
  }
  for (size_t i = 0; i < sizeof faults / sizeof *faults; ++i) {
    const struct fault *one = &faults[i];
    if (strcmp(one->name, name) != 0) continue;
    PyObject *ufunc = PyObject_GetAttrString(umath, one->ufunc);
    if (ufunc == NULL) return NULL;
    if (PyUFunc_ReplaceLoopBySignature((PyUFuncObject *)ufunc, one->loop, one->types, &original) < 0) {
      PyErr_SetString(PyExc_LookupError, "no such loop");
      return NULL;
    }
    Py_RETURN_NONE;
  }
  PyErr_SetString(PyExc_KeyError, name);
  return NULL;
}

static PyMethodDef methods[] = {{"install", install, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "replaced_loops", NULL, -1, methods,
                                        NULL, NULL, NULL, NULL};

/* The tables are taken from the module that holds them: `numpy` itself isn't imported yet where this is. */
PyMODINIT_FUNC PyInit_replaced_loops(void) {
  import_array();
  import_umath();
  return PyModule_Create(&definition);
}
