#pragma once
// The option arguments of the BLAS, under the standard's names (BLAS Technical Forum Standard, 2001, section 2).

#include <cstddef>

namespace fairplay::blas {

using Index = std::ptrdiff_t;  // sizes, leading dimensions and increments, counted in elements

enum class Uplo : char { upper = 'U', lower = 'L' };
// `conjugate` is the standard's 'C', the conjugate transpose; `conjugate_only` is an extension (CBLAS's ConjNoTrans,
// 'R').
enum class Trans : char { none = 'N', transpose = 'T', conjugate = 'C', conjugate_only = 'R' };
constexpr bool transposes(Trans trans) { return trans == Trans::transpose || trans == Trans::conjugate; }
constexpr bool conjugates(Trans trans) { return trans == Trans::conjugate || trans == Trans::conjugate_only; }
enum class Side : char { left = 'L', right = 'R' };
enum class Diag : char { non_unit = 'N', unit = 'U' };

}  // namespace fairplay::blas
