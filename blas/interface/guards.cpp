// Which of LAPACK's routines are guarded, and what a guard must know of each. guard.h says how it is written and what
// is done.
//
// All drivers whose iterations may fail to converge, and the iterations themselves, so that the drivers that aren't
// here (?sygv*, ?gegv, ?stegr, ?gels* of other kinds) meet the guard inside. Not guarded, being bounded by themselves:
// ?gesvj, ?gejsv, ?gesvdq (which check), ?stein, ?hsein, ?tgsja, ?bbcsd, refinements. Estimates: guards_condition.cpp.

#include "blas/interface/guard_entries.h"

namespace fairplay::blas {

// Singular values.
#define GESDD \
  "jobz=NSAO m n A[m,n] lda s{min} U{m,m?jobz=A|m,min?jobz=S} ldu VT{n,n?jobz=A|min,n?jobz=S} ldvt work lwork:up"
FAIRPLAY_GUARD_REAL(gesdd, 14, nan_or_one, GESDD " iwork")
FAIRPLAY_GUARD_COMPLEX(gesdd, 15, nan_or_one, GESDD " rwork iwork")
#define GESVD                                                                                                          \
  "jobu=NSAO jobvt=NSAO m n A[m,n] lda s{min} U{m,m?jobu=A|m,min?jobu=S} ldu VT{n,n?jobvt=A|min,n?jobvt=S} ldvt work " \
  "lwork"
FAIRPLAY_GUARD_REAL(gesvd, 14, off_diagonals, GESVD)
FAIRPLAY_GUARD_COMPLEX(gesvd, 15, off_diagonals, GESVD " rwork")
#define GESVDX "jobu=NV jobvt=NV range=AVI m n A[m,n] lda vl vu il iu ns! s{min} U ldu VT ldvt work lwork"
FAIRPLAY_GUARD_REAL(gesvdx, 21, internal, GESVDX " iwork")
FAIRPLAY_GUARD_COMPLEX(gesvdx, 22, internal, GESVDX " rwork iwork")
#define GELSS "m n nrhs A[m,n] lda B{n,nrhs} ldb s{min} rcond rank! work lwork"
FAIRPLAY_GUARD_REAL(gelsd, 14, off_diagonals, GELSS " iwork")
FAIRPLAY_GUARD_COMPLEX(gelsd, 15, off_diagonals, GELSS " rwork iwork")
FAIRPLAY_GUARD_MENDED(s, gelss, 13, off_diagonals, GELSS)
FAIRPLAY_GUARD_MENDED(d, gelss, 13, off_diagonals, GELSS)
FAIRPLAY_GUARD_MENDED(c, gelss, 14, off_diagonals, GELSS " rwork")
FAIRPLAY_GUARD_MENDED(z, gelss, 14, off_diagonals, GELSS " rwork")
FAIRPLAY_GUARD_MENDED_ALL(bdsqr, 15, bidiagonal,
                          "uplo=UL n:2 ncvt nru ncc d[n]{n} e[n-1] VT ldvt>n?ncvt U ldu>nru C ldc>n?ncc work")
FAIRPLAY_GUARD_REAL(
    bdsdc, 14, one,
    "uplo=UL compq=NPI n:2 d[n]{n} e[n-1] U{n,n?compq=I} ldu>n?compq=I VT{n,n?compq=I} ldvt>n?compq=I q iq work iwork")
FAIRPLAY_GUARD_REAL(bdsvdx, 17, internal,
                    "uplo=UL jobz=NV range=AVI n d[n] e[n-1] vl vu il iu ns! s{n} Z ldz work iwork")
FAIRPLAY_GUARD_REAL(lasq1, 5, dqds, "n:2 d[n]{n} e[n-1] work")

// Eigenvalues of general matrices and pencils.
#define REAL_VALUES "wr{n} wi{n}"
#define REAL_PENCIL "alphar{n} alphai{n} BETA{n}"
#define COMPLEX_PENCIL "ALPHA{n} BETA{n}"
#define LEFT_RIGHT "VL{n,n?jobvl=V} ldvl VR{n,n?jobvr=V} ldvr"
FAIRPLAY_GUARD_REAL(geev, 14, order, "jobvl=NV jobvr=NV n A[n,n] lda " REAL_VALUES " " LEFT_RIGHT " work lwork")
FAIRPLAY_GUARD_COMPLEX(geev, 14, order, "jobvl=NV jobvr=NV n A[n,n] lda W{n} " LEFT_RIGHT " work lwork rwork")
#define GEEVX "balanc=NPSB jobvl=NV jobvr=NV sense=NEVB n A[n,n] lda "
FAIRPLAY_GUARD_REAL(geevx, 23, order,
                    GEEVX REAL_VALUES " " LEFT_RIGHT " ilo ihi scale abnrm rconde rcondv work lwork iwork")
FAIRPLAY_GUARD_COMPLEX(geevx, 22, order, GEEVX "W{n} " LEFT_RIGHT " ilo ihi scale abnrm rconde rcondv work lwork rwork")
#define SCHUR "VS{n,n?jobvs=V} ldvs"
FAIRPLAY_GUARD_REAL(gees, 15, order,
                    "jobvs=NV sort=NS select n A[n,n] lda sdim! " REAL_VALUES " " SCHUR " work lwork bwork")
FAIRPLAY_GUARD_COMPLEX(gees, 15, order,
                       "jobvs=NV sort=NS select n A[n,n] lda sdim! W{n} " SCHUR " work lwork rwork bwork")
#define GEESX "jobvs=NV sort=NS select sense=NEVB n A[n,n] lda sdim! "
FAIRPLAY_GUARD_REAL(geesx, 20, order, GEESX REAL_VALUES " " SCHUR " rconde rcondv work lwork iwork liwork bwork")
FAIRPLAY_GUARD_COMPLEX(geesx, 18, order, GEESX "W{n} " SCHUR " rconde rcondv work lwork rwork bwork")
#define GGEV "jobvl=NV jobvr=NV n A[n,n] lda B[n,n] ldb "
FAIRPLAY_GUARD_REAL(ggev, 17, order, GGEV REAL_PENCIL " " LEFT_RIGHT " work lwork")
FAIRPLAY_GUARD_COMPLEX(ggev, 17, order, GGEV COMPLEX_PENCIL " " LEFT_RIGHT " work lwork rwork")
FAIRPLAY_GUARD_REAL(ggev3, 17, order, GGEV REAL_PENCIL " " LEFT_RIGHT " work lwork")
FAIRPLAY_GUARD_COMPLEX(ggev3, 17, order, GGEV COMPLEX_PENCIL " " LEFT_RIGHT " work lwork rwork")
#define GGEVX "balanc=NPSB jobvl=NV jobvr=NV sense=NEVB n A[n,n] lda B[n,n] ldb "
FAIRPLAY_GUARD_REAL(ggevx, 29, order,
                    GGEVX REAL_PENCIL " " LEFT_RIGHT
                                      " ilo ihi lscale rscale abnrm bbnrm rconde rcondv work lwork iwork bwork")
FAIRPLAY_GUARD_COMPLEX(ggevx, 29, order,
                       GGEVX COMPLEX_PENCIL
                       " " LEFT_RIGHT " ilo ihi lscale rscale abnrm bbnrm rconde rcondv work lwork rwork iwork bwork")
#define GGES "jobvsl=NV jobvsr=NV sort=NS selctg n A[n,n] lda B[n,n] ldb sdim! "
#define SCHUR_PAIR "VSL{n,n?jobvsl=V} ldvsl VSR{n,n?jobvsr=V} ldvsr"
FAIRPLAY_GUARD_REAL(gges, 21, order, GGES REAL_PENCIL " " SCHUR_PAIR " work lwork bwork")
FAIRPLAY_GUARD_COMPLEX(gges, 21, order, GGES COMPLEX_PENCIL " " SCHUR_PAIR " work lwork rwork bwork")
FAIRPLAY_GUARD_REAL(gges3, 21, order, GGES REAL_PENCIL " " SCHUR_PAIR " work lwork bwork")
FAIRPLAY_GUARD_COMPLEX(gges3, 21, order, GGES COMPLEX_PENCIL " " SCHUR_PAIR " work lwork rwork bwork")
#define GGESX "jobvsl=NV jobvsr=NV sort=NS selctg sense=NEVB n A[n,n] lda B[n,n] ldb sdim! "
FAIRPLAY_GUARD_REAL(ggesx, 26, order, GGESX REAL_PENCIL " " SCHUR_PAIR " rconde rcondv work lwork iwork liwork bwork")
FAIRPLAY_GUARD_COMPLEX(ggesx, 26, order,
                       GGESX COMPLEX_PENCIL " " SCHUR_PAIR " rconde rcondv work lwork rwork iwork liwork bwork")
FAIRPLAY_GUARD_REAL(hseqr, 14, order, "job=ES compz=NIV n ilo ihi H[hessenberg,n] ldh " REAL_VALUES " Z ldz work lwork")
FAIRPLAY_GUARD_COMPLEX(hseqr, 13, order, "job=ES compz=NIV n ilo ihi H[hessenberg,n] ldh W{n} Z ldz work lwork")
#define HGEQZ "job=ES compq=NIV compz=NIV n ilo ihi H[hessenberg,n] ldh T[triangle,n] ldt "
FAIRPLAY_GUARD_REAL(hgeqz, 20, order, HGEQZ REAL_PENCIL " Q ldq Z ldz work lwork")
FAIRPLAY_GUARD_COMPLEX(hgeqz, 20, order, HGEQZ COMPLEX_PENCIL " Q ldq Z ldz work lwork rwork")

// Eigenvalues of symmetric and Hermitian matrices; `_2stage` has the same arguments, but for the band's, which get an
// lwork.
#define REAL_WORK " work lwork"
#define COMPLEX_WORK " work lwork rwork"
#define REAL_WORKS " work lwork iwork liwork"
#define COMPLEX_WORKS " work lwork rwork lrwork iwork liwork"
#define SYEV "jobz=NV uplo=UL n:2 A[uplo,n]{n,n?jobz=V} lda w{n}"
FAIRPLAY_GUARD_REAL(syev, 9, off_diagonals, SYEV REAL_WORK)
FAIRPLAY_GUARD_REAL(syev_2stage, 9, off_diagonals, SYEV REAL_WORK)
FAIRPLAY_GUARD_COMPLEX(heev, 10, off_diagonals, SYEV COMPLEX_WORK)
FAIRPLAY_GUARD_COMPLEX(heev_2stage, 10, off_diagonals, SYEV COMPLEX_WORK)
FAIRPLAY_GUARD_REAL(syevd, 11, divide, SYEV REAL_WORKS)
FAIRPLAY_GUARD_REAL(syevd_2stage, 11, divide, SYEV REAL_WORKS)
FAIRPLAY_GUARD_COMPLEX(heevd, 13, divide, SYEV COMPLEX_WORKS)
FAIRPLAY_GUARD_COMPLEX(heevd_2stage, 13, divide, SYEV COMPLEX_WORKS)
// Z may have fewer than n columns where a range is asked for: it is left alone, and the number of eigenvalues found is
// 0.
#define RANGE_OF_VALUES " vl vu il iu abstol found! w{n} Z "
#define SYEVR "jobz=NV range=AVI uplo=UL n:2 A[uplo,n] lda" RANGE_OF_VALUES "ldz"
FAIRPLAY_GUARD_REAL(syevr, 21, one, SYEVR " isuppz" REAL_WORKS)
FAIRPLAY_GUARD_REAL(syevr_2stage, 21, one, SYEVR " isuppz" REAL_WORKS)
FAIRPLAY_GUARD_COMPLEX(heevr, 23, one, SYEVR " isuppz" COMPLEX_WORKS)
FAIRPLAY_GUARD_COMPLEX(heevr_2stage, 23, one, SYEVR " isuppz" COMPLEX_WORKS)
#define FAILED " iwork ifail#n?jobz=V"
FAIRPLAY_GUARD_REAL(syevx, 20, order, SYEVR REAL_WORK FAILED)
FAIRPLAY_GUARD_REAL(syevx_2stage, 20, order, SYEVR REAL_WORK FAILED)
FAIRPLAY_GUARD_COMPLEX(heevx, 21, order, SYEVR COMPLEX_WORK FAILED)
FAIRPLAY_GUARD_COMPLEX(heevx_2stage, 21, order, SYEVR COMPLEX_WORK FAILED)

#define VECTORS "Z{n,n?jobz=V} ldz>n?jobz=V"
#define SPEV "jobz=NV uplo=UL n:2 AP[packed,n] w{n} " VECTORS
FAIRPLAY_GUARD_REAL(spev, 9, off_diagonals, SPEV " work")
FAIRPLAY_GUARD_COMPLEX(hpev, 10, off_diagonals, SPEV " work rwork")
FAIRPLAY_GUARD_REAL(spevd, 12, off_diagonals, SPEV REAL_WORKS)
FAIRPLAY_GUARD_COMPLEX(hpevd, 14, off_diagonals, SPEV COMPLEX_WORKS)
#define SPEVX "jobz=NV range=AVI uplo=UL n:2 AP[packed,n]" RANGE_OF_VALUES "ldz>n?jobz=V"
FAIRPLAY_GUARD_REAL(spevx, 18, order, SPEVX " work" FAILED)
FAIRPLAY_GUARD_COMPLEX(hpevx, 19, order, SPEVX " work rwork" FAILED)

#define SBEV "jobz=NV uplo=UL n:2 kd AB[band,n,kd] ldab w{n} " VECTORS
FAIRPLAY_GUARD_REAL(sbev, 11, off_diagonals, SBEV " work")
FAIRPLAY_GUARD_REAL(sbev_2stage, 12, off_diagonals, SBEV REAL_WORK)
FAIRPLAY_GUARD_COMPLEX(hbev, 12, off_diagonals, SBEV " work rwork")
FAIRPLAY_GUARD_COMPLEX(hbev_2stage, 13, off_diagonals, SBEV COMPLEX_WORK)
FAIRPLAY_GUARD_REAL(sbevd, 14, off_diagonals, SBEV REAL_WORKS)
FAIRPLAY_GUARD_REAL(sbevd_2stage, 14, off_diagonals, SBEV REAL_WORKS)
FAIRPLAY_GUARD_COMPLEX(hbevd, 16, off_diagonals, SBEV COMPLEX_WORKS)
FAIRPLAY_GUARD_COMPLEX(hbevd_2stage, 16, off_diagonals, SBEV COMPLEX_WORKS)
#define SBEVX "jobz=NV range=AVI uplo=UL n:2 kd AB[band,n,kd] ldab Q ldq>n?jobz=V" RANGE_OF_VALUES "ldz>n?jobz=V"
FAIRPLAY_GUARD_REAL(sbevx, 22, order, SBEVX " work" FAILED)
FAIRPLAY_GUARD_REAL(sbevx_2stage, 23, order, SBEVX REAL_WORK FAILED)
FAIRPLAY_GUARD_COMPLEX(hbevx, 23, order, SBEVX " work rwork" FAILED)
FAIRPLAY_GUARD_COMPLEX(hbevx_2stage, 24, order, SBEVX COMPLEX_WORK FAILED)

// Tridiagonal matrices.
#define TRIDIAGONAL "n:2 d[n]{n} e[n-1]"
FAIRPLAY_GUARD_REAL(stev, 8, off_diagonals, "jobz=NV " TRIDIAGONAL " " VECTORS " work")
FAIRPLAY_GUARD_REAL(stevd, 11, off_diagonals, "jobz=NV " TRIDIAGONAL " " VECTORS REAL_WORKS)
#define STEVR "jobz=NV range=AVI n:2 d[n] e[n-1]" RANGE_OF_VALUES
FAIRPLAY_GUARD_REAL(stevr, 20, one, STEVR "ldz isuppz" REAL_WORKS)
FAIRPLAY_GUARD_REAL(stevx, 18, order, STEVR "ldz>n?jobz=V work" FAILED)
FAIRPLAY_GUARD_REAL(sterf, 4, off_diagonals, TRIDIAGONAL)
#define COMPUTED "Z{n,n?compz=VI} ldz>n?compz=VI"
FAIRPLAY_GUARD_ALL(steqr, 8, off_diagonals, "compz=NVI " TRIDIAGONAL " " COMPUTED " work")
FAIRPLAY_GUARD_ALL(pteqr, 8, positive, "compz=NVI " TRIDIAGONAL " " COMPUTED " work")
FAIRPLAY_GUARD_REAL(stedc, 11, divide, "compz=NVI " TRIDIAGONAL " " COMPUTED REAL_WORKS)
FAIRPLAY_GUARD_COMPLEX(stedc, 13, divide, "compz=NVI " TRIDIAGONAL " " COMPUTED COMPLEX_WORKS)
FAIRPLAY_GUARD_MENDED_ALL(
    stemr, 21, representation,
    "jobz=NV range=AVI n:2 d[n] e[n-1] vl vu il iu found! w{n} Z ldz nzc isuppz tryrac" REAL_WORKS)

}  // namespace fairplay::blas
