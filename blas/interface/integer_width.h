#pragma once
// Names without a suffix may have 32-bit integers (LP64) or 64-bit ones (ILP64): libblas.so.3 and libblas64.so.3 both
// define dgemm_. A library that replaces one of the other width would compute with garbage, so that ours stops the
// program, with a message that names both.
//
// Looked at where our names come first for the whole program (LD_PRELOAD, or linked): as the library is loaded and at
// the first call, for a program may load another BLAS in between. Not seen: one that is loaded after the first call.

namespace fairplay::blas {

// Aborts where another library whose place ours takes has integers of the other width. `may_call`: whether the other's
// isamax may be asked where its name shows nothing; not while libraries are being loaded, when it may not be ready.
void refuse_other_widths(bool may_call);

}  // namespace fairplay::blas
