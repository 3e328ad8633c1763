// Another BLAS: some names with and without affixes, and one that no BLAS of ours has.
void dgemm_(void) {}
void dgesdd_(void) {}
void scipy_dgemm_64_(void) {}
void cblas_dgemm64_(void) {}
void cblas_dgemm_and_more(void) {}
