// Somebody who calls a BLAS, bound lazily, and holds the address of a routine in its data.
void dgemm_(void), dgesdd_(void), scipy_dgemm_64_(void), cblas_dgemm64_(void), cblas_dgemm_and_more(void);
void (*routine)(void) = dgesdd_;
void call(void) {
  dgemm_();
  scipy_dgemm_64_();
  cblas_dgemm64_();
  cblas_dgemm_and_more();
}
