// Routines of Netlib's that are guarded for the sake of workspace queries alone: every one with an LWORK that isn't in
// guards.cpp and isn't our own. The answer to a query is completed (guard.h); everything else is Netlib's.
//
// Not here: ?lahqr's and ?lahqz's kin (laqr..., laqz...), gsvj0 and gsvj1, tgex2, which drivers call with workspaces of
// their own, and gejsv and gesvj, which have no query in 3.11.

#include "blas/interface/guard_entries.h"

#define FAIRPLAY_QUERY_REAL(name, count, text) FAIRPLAY_GUARD_REAL(name, count, none, text)
#define FAIRPLAY_QUERY_COMPLEX(name, count, text) FAIRPLAY_GUARD_COMPLEX(name, count, none, text)
#define FAIRPLAY_QUERY(name, count, text) FAIRPLAY_GUARD_ALL(name, count, none, text)

namespace fairplay::blas {

// In all four types.
FAIRPLAY_QUERY(gebrd, 11, "m n a lda d e tauq taup work lwork")
FAIRPLAY_QUERY(gehrd, 9, "n ilo ihi a lda tau work lwork")
FAIRPLAY_QUERY(gelq, 9, "m n a lda t tsize work lwork")
FAIRPLAY_QUERY(gelqf, 8, "m n a lda tau work lwork")
FAIRPLAY_QUERY(gels, 11, "trans= m n nrhs a lda b ldb work lwork")
FAIRPLAY_QUERY(gelst, 11, "trans= m n nrhs a lda b ldb work lwork")
FAIRPLAY_QUERY(gemlq, 14, "side= trans= m n k a lda t tsize c ldc work lwork")
FAIRPLAY_QUERY(gemqr, 14, "side= trans= m n k a lda t tsize c ldc work lwork")
FAIRPLAY_QUERY(geqlf, 8, "m n a lda tau work lwork")
FAIRPLAY_QUERY(geqr, 9, "m n a lda t tsize work lwork")
FAIRPLAY_QUERY(geqrfp, 8, "m n a lda tau work lwork")
FAIRPLAY_QUERY(gerqf, 8, "m n a lda tau work lwork")
FAIRPLAY_QUERY(getsls, 11, "trans= m n nrhs a lda b ldb work lwork")
FAIRPLAY_QUERY(getsqrhrt, 12, "m n mb1 nb1 nb2 a lda t ldt work lwork")
FAIRPLAY_QUERY(ggglm, 13, "n m p a lda b ldb d x y work lwork")
FAIRPLAY_QUERY(gghd3, 16, "compq= compz= n ilo ihi a lda b ldb q ldq z ldz work lwork")
FAIRPLAY_QUERY(gglse, 13, "m n p a lda b ldb c d x work lwork")
FAIRPLAY_QUERY(ggqrf, 12, "n m p a lda taua b ldb taub work lwork")
FAIRPLAY_QUERY(ggrqf, 12, "m p n a lda taua b ldb taub work lwork")
FAIRPLAY_QUERY(lamswlq, 16, "side= trans= m n k mb nb a lda t ldt c ldc work lwork")
FAIRPLAY_QUERY(lamtsqr, 16, "side= trans= m n k mb nb a lda t ldt c ldc work lwork")
FAIRPLAY_QUERY(laswlq, 11, "m n mb nb a lda t ldt work lwork")
FAIRPLAY_QUERY(latsqr, 11, "m n mb nb a lda t ldt work lwork")
FAIRPLAY_QUERY(stegr, 20, "jobz= range= n d e vl vu il iu abstol m w z ldz isuppz work lwork iwork liwork")
FAIRPLAY_QUERY(sysv, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY(sysv_aa, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY(sysv_aa_2stage, 14, "uplo= n nrhs a lda tb ltb ipiv ipiv2 b ldb work lwork")
FAIRPLAY_QUERY(sysv_rk, 12, "uplo= n nrhs a lda e ipiv b ldb work lwork")
FAIRPLAY_QUERY(sysv_rook, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY(sytrf_aa, 8, "uplo= n a lda ipiv work lwork")
FAIRPLAY_QUERY(sytrf_aa_2stage, 11, "uplo= n a lda tb ltb ipiv ipiv2 work lwork")
FAIRPLAY_QUERY(sytrf_rk, 9, "uplo= n a lda e ipiv work lwork")
FAIRPLAY_QUERY(sytrf_rook, 8, "uplo= n a lda ipiv work lwork")
FAIRPLAY_QUERY(sytri2, 8, "uplo= n a lda ipiv work lwork")
FAIRPLAY_QUERY(sytri_3, 9, "uplo= n a lda e ipiv work lwork")
FAIRPLAY_QUERY(sytrs_aa, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY(tgsyl, 22, "trans= ijob m n a lda b ldb c ldc d ldd e lde f ldf scale dif work lwork iwork")
FAIRPLAY_QUERY(tzrzf, 8, "m n a lda tau work lwork")

// In real ones.
FAIRPLAY_QUERY_REAL(gelsy, 13, "m n nrhs a lda b ldb jpvt rcond rank work lwork")
FAIRPLAY_GUARD_MENDED(s, geqp3, 9, none, "m n a lda jpvt tau work lwork")
FAIRPLAY_GUARD_MENDED(d, geqp3, 9, none, "m n a lda jpvt tau work lwork")
FAIRPLAY_QUERY_REAL(
    gesvdq, 22, "joba= jobp= jobr= jobu= jobv= m n a lda s u ldu v ldv numrank iwork liwork work lwork rwork lrwork")
FAIRPLAY_QUERY_REAL(ggsvd3, 24, "jobu= jobv= jobq= m n p k l a lda b ldb alpha beta u ldu v ldv q ldq work lwork iwork")
FAIRPLAY_QUERY_REAL(ggsvp3, 25,
                    "jobu= jobv= jobq= m p n a lda b ldb tola tolb k l u ldu v ldv q ldq iwork tau work lwork")
FAIRPLAY_QUERY_REAL(
    orbdb, 22,
    "trans= signs= m p q x11 ldx11 x12 ldx12 x21 ldx21 x22 ldx22 theta phi taup1 taup2 tauq1 tauq2 work lwork")
FAIRPLAY_QUERY_REAL(orbdb1, 15, "m p q x11 ldx11 x21 ldx21 theta phi taup1 taup2 tauq1 work lwork")
FAIRPLAY_QUERY_REAL(orbdb2, 15, "m p q x11 ldx11 x21 ldx21 theta phi taup1 taup2 tauq1 work lwork")
FAIRPLAY_QUERY_REAL(orbdb4, 16, "m p q x11 ldx11 x21 ldx21 theta phi taup1 taup2 tauq1 phantom work lwork")
FAIRPLAY_QUERY_REAL(orcsd, 30,
                    "jobu1= jobu2= jobv1t= jobv2t= trans= signs= m p q x11 ldx11 x12 ldx12 x21 ldx21 x22 ldx22 theta "
                    "u1 ldu1 u2 ldu2 v1t ldv1t v2t ldv2t work lwork iwork")
FAIRPLAY_QUERY_REAL(orcsd2by1, 21,
                    "jobu1= jobu2= jobv1t= m p q x11 ldx11 x21 ldx21 theta u1 ldu1 u2 ldu2 v1t ldv1t work lwork iwork")
FAIRPLAY_QUERY_REAL(orgbr, 10, "vect= m n k a lda tau work lwork")
FAIRPLAY_QUERY_REAL(orghr, 9, "n ilo ihi a lda tau work lwork")
FAIRPLAY_QUERY_REAL(orglq, 9, "m n k a lda tau work lwork")
FAIRPLAY_QUERY_REAL(orgql, 9, "m n k a lda tau work lwork")
FAIRPLAY_QUERY_REAL(orgrq, 9, "m n k a lda tau work lwork")
FAIRPLAY_QUERY_REAL(orgtr, 8, "uplo= n a lda tau work lwork")
FAIRPLAY_QUERY_REAL(orgtsqr, 11, "m n mb nb a lda t ldt work lwork:2")
FAIRPLAY_QUERY_REAL(orgtsqr_row, 11, "m n mb nb a lda t ldt work lwork")
FAIRPLAY_QUERY_REAL(orm22, 13, "side= trans= m n n1 n2 q ldq c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormbr, 14, "vect= side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormhr, 14, "side= trans= m n ilo ihi a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormlq, 13, "side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormql, 13, "side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormrq, 13, "side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormrz, 14, "side= trans= m n k l a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(ormtr, 13, "side= uplo= trans= m n a lda tau c ldc work lwork")
FAIRPLAY_QUERY_REAL(sbgvd, 17, "jobz= uplo= n ka kb ab ldab bb ldbb w z ldz work lwork iwork liwork")
FAIRPLAY_QUERY_REAL(spgvd, 14, "itype jobz= uplo= n ap bp w z ldz work lwork iwork liwork")
FAIRPLAY_QUERY_REAL(sygv, 12, "itype jobz= uplo= n a lda b ldb w work lwork")
FAIRPLAY_QUERY_REAL(sygv_2stage, 12, "itype jobz= uplo= n a lda b ldb w work lwork")
FAIRPLAY_QUERY_REAL(sygvd, 14, "itype jobz= uplo= n a lda b ldb w work lwork iwork liwork")
FAIRPLAY_QUERY_REAL(sygvx, 23,
                    "itype jobz= range= uplo= n a lda b ldb vl vu il iu abstol m w z ldz work lwork iwork ifail")
FAIRPLAY_QUERY_REAL(sysvx, 20, "fact= uplo= n nrhs a lda af ldaf ipiv b ldb x ldx rcond ferr berr work lwork iwork")
FAIRPLAY_QUERY_REAL(sytrd, 10, "uplo= n a lda d e tau work lwork")
FAIRPLAY_QUERY_REAL(sytrd_2stage, 13, "vect= uplo= n a lda d e tau hous2 lhous2 work lwork")
FAIRPLAY_QUERY_REAL(sytrd_sb2st, 14, "stage1= vect= uplo= n kd ab ldab d e hous lhous work lwork")
FAIRPLAY_QUERY_REAL(sytrd_sy2sb, 11, "uplo= n kd a lda ab ldab tau work lwork")
FAIRPLAY_QUERY_REAL(tgexc, 16, "wantq wantz n a lda b ldb q ldq z ldz ifst ilst work lwork")
FAIRPLAY_QUERY_REAL(
    tgsen, 25,
    "ijob wantq wantz select n a lda b ldb alphar alphai beta q ldq z ldz m pl pr dif work lwork iwork liwork")
FAIRPLAY_QUERY_REAL(trevc3, 15, "side= howmny= select n t ldt vl ldvl vr ldvr mm m work lwork")
FAIRPLAY_QUERY_REAL(trsen, 18, "job= compq= select n t ldt q ldq wr wi m s sep work lwork iwork liwork")
FAIRPLAY_GUARD_MENDED(s, tgsna, 20, none,
                      "job= howmny= select n a lda b ldb vl ldvl vr ldvr s dif mm m work lwork iwork")
FAIRPLAY_GUARD_MENDED(d, tgsna, 20, none,
                      "job= howmny= select n a lda b ldb vl ldvl vr ldvr s dif mm m work lwork iwork")

// In complex ones.
FAIRPLAY_QUERY_COMPLEX(tgsna, 20, "job= howmny= select n a lda b ldb vl ldvl vr ldvr s dif mm m work lwork iwork")
FAIRPLAY_QUERY_COMPLEX(gelsy, 14, "m n nrhs a lda b ldb jpvt rcond rank work lwork rwork")
FAIRPLAY_QUERY_COMPLEX(geqp3, 10, "m n a lda jpvt tau work lwork rwork")
FAIRPLAY_QUERY_COMPLEX(ggsvd3, 25,
                       "jobu= jobv= jobq= m n p k l a lda b ldb alpha beta u ldu v ldv q ldq work lwork rwork iwork")
FAIRPLAY_QUERY_COMPLEX(ggsvp3, 26,
                       "jobu= jobv= jobq= m p n a lda b ldb tola tolb k l u ldu v ldv q ldq iwork rwork tau work lwork")
FAIRPLAY_QUERY_COMPLEX(hbgvd, 19, "jobz= uplo= n ka kb ab ldab bb ldbb w z ldz work lwork rwork lrwork iwork liwork")
FAIRPLAY_QUERY_COMPLEX(hegv, 13, "itype jobz= uplo= n a lda b ldb w work lwork rwork")
FAIRPLAY_QUERY_COMPLEX(hegv_2stage, 13, "itype jobz= uplo= n a lda b ldb w work lwork rwork")
FAIRPLAY_QUERY_COMPLEX(hegvd, 16, "itype jobz= uplo= n a lda b ldb w work lwork rwork lrwork iwork liwork")
FAIRPLAY_QUERY_COMPLEX(
    hegvx, 24, "itype jobz= range= uplo= n a lda b ldb vl vu il iu abstol m w z ldz work lwork rwork iwork ifail")
FAIRPLAY_QUERY_COMPLEX(hesv, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY_COMPLEX(hesv_aa, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY_COMPLEX(hesv_aa_2stage, 14, "uplo= n nrhs a lda tb ltb ipiv ipiv2 b ldb work lwork")
FAIRPLAY_QUERY_COMPLEX(hesv_rk, 12, "uplo= n nrhs a lda e ipiv b ldb work lwork")
FAIRPLAY_QUERY_COMPLEX(hesv_rook, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY_COMPLEX(hesvx, 20, "fact= uplo= n nrhs a lda af ldaf ipiv b ldb x ldx rcond ferr berr work lwork rwork")
FAIRPLAY_QUERY_COMPLEX(hetrd, 10, "uplo= n a lda d e tau work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrd_2stage, 13, "vect= uplo= n a lda d e tau hous2 lhous2 work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrd_hb2st, 14, "stage1= vect= uplo= n kd ab ldab d e hous lhous work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrd_he2hb, 11, "uplo= n kd a lda ab ldab tau work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrf_aa, 8, "uplo= n a lda ipiv work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrf_aa_2stage, 11, "uplo= n a lda tb ltb ipiv ipiv2 work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrf_rk, 9, "uplo= n a lda e ipiv work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrf_rook, 8, "uplo= n a lda ipiv work lwork")
FAIRPLAY_QUERY_COMPLEX(hetri2, 8, "uplo= n a lda ipiv work lwork")
FAIRPLAY_QUERY_COMPLEX(hetri_3, 9, "uplo= n a lda e ipiv work lwork")
FAIRPLAY_QUERY_COMPLEX(hetrs_aa, 11, "uplo= n nrhs a lda ipiv b ldb work lwork")
FAIRPLAY_QUERY_COMPLEX(hpgvd, 16, "itype jobz= uplo= n ap bp w z ldz work lwork rwork lrwork iwork liwork")
FAIRPLAY_QUERY_COMPLEX(sysvx, 20, "fact= uplo= n nrhs a lda af ldaf ipiv b ldb x ldx rcond ferr berr work lwork rwork")
FAIRPLAY_QUERY_COMPLEX(
    tgsen, 24, "ijob wantq wantz select n a lda b ldb alpha beta q ldq z ldz m pl pr dif work lwork iwork liwork")
FAIRPLAY_QUERY_COMPLEX(trevc3, 17, "side= howmny= select n t ldt vl ldvl vr ldvr mm m work lwork rwork lrwork")
FAIRPLAY_QUERY_COMPLEX(trsen, 15, "job= compq= select n t ldt q ldq w m s sep work lwork")
FAIRPLAY_QUERY_COMPLEX(
    unbdb, 22,
    "trans= signs= m p q x11 ldx11 x12 ldx12 x21 ldx21 x22 ldx22 theta phi taup1 taup2 tauq1 tauq2 work lwork")
FAIRPLAY_QUERY_COMPLEX(unbdb1, 15, "m p q x11 ldx11 x21 ldx21 theta phi taup1 taup2 tauq1 work lwork")
FAIRPLAY_QUERY_COMPLEX(unbdb2, 15, "m p q x11 ldx11 x21 ldx21 theta phi taup1 taup2 tauq1 work lwork")
FAIRPLAY_QUERY_COMPLEX(unbdb4, 16, "m p q x11 ldx11 x21 ldx21 theta phi taup1 taup2 tauq1 phantom work lwork")
FAIRPLAY_QUERY_COMPLEX(uncsd, 32,
                       "jobu1= jobu2= jobv1t= jobv2t= trans= signs= m p q x11 ldx11 x12 ldx12 x21 ldx21 x22 ldx22 "
                       "theta u1 ldu1 u2 ldu2 v1t ldv1t v2t ldv2t work lwork rwork lrwork iwork")
FAIRPLAY_QUERY_COMPLEX(
    uncsd2by1, 23,
    "jobu1= jobu2= jobv1t= m p q x11 ldx11 x21 ldx21 theta u1 ldu1 u2 ldu2 v1t ldv1t work lwork rwork lrwork iwork")
FAIRPLAY_QUERY_COMPLEX(ungbr, 10, "vect= m n k a lda tau work lwork")
FAIRPLAY_QUERY_COMPLEX(unghr, 9, "n ilo ihi a lda tau work lwork")
FAIRPLAY_QUERY_COMPLEX(unglq, 9, "m n k a lda tau work lwork")
FAIRPLAY_QUERY_COMPLEX(ungql, 9, "m n k a lda tau work lwork")
FAIRPLAY_QUERY_COMPLEX(ungrq, 9, "m n k a lda tau work lwork")
FAIRPLAY_QUERY_COMPLEX(ungtr, 8, "uplo= n a lda tau work lwork")
FAIRPLAY_QUERY_COMPLEX(ungtsqr, 11, "m n mb nb a lda t ldt work lwork:2")
FAIRPLAY_QUERY_COMPLEX(ungtsqr_row, 11, "m n mb nb a lda t ldt work lwork")
FAIRPLAY_QUERY_COMPLEX(unm22, 13, "side= trans= m n n1 n2 q ldq c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmbr, 14, "vect= side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmhr, 14, "side= trans= m n ilo ihi a lda tau c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmlq, 13, "side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmql, 13, "side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmrq, 13, "side= trans= m n k a lda tau c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmrz, 14, "side= trans= m n k l a lda tau c ldc work lwork")
FAIRPLAY_QUERY_COMPLEX(unmtr, 13, "side= uplo= trans= m n a lda tau c ldc work lwork")

}  // namespace fairplay::blas
