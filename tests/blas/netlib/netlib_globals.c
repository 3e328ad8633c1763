/* Netlib's CBLAS testers set these variables of Netlib's own library; no other library has them. */
int CBLAS_CallFromC;
int RowMajorStrg;
