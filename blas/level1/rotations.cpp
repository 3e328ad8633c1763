// Setting up plane rotations.

#include "blas/level1.h"

namespace fairplay::blas {
namespace {

template <class R>
struct Range {
  static constexpr bool is_double = sizeof(R) == 8;
  static constexpr R smallest = is_double ? static_cast<R>(0x1p-1022) : static_cast<R>(0x1p-126);
  static constexpr R largest =
      is_double ? static_cast<R>(0x1p1022) : static_cast<R>(0x1p126);  // the reciprocal of `smallest`
  // Squares of numbers within, and sums of two of them, neither over- nor underflow.
  static constexpr R root_smallest = is_double ? static_cast<R>(0x1p-485) : static_cast<R>(0x1p-51);
  static constexpr R root_largest = is_double ? static_cast<R>(0x1p510) : static_cast<R>(0x1p62);
};

template <class R>
R with_sign(R size, R sign) {
  if constexpr (sizeof(R) == 8)
    return __builtin_copysign(size, sign);
  else
    return __builtin_copysignf(size, sign);
}
template <class R>
R larger(R a, R b) {
  return a > b ? a : b;
}
template <class R>
R clamped(R x) {
  return x < Range<R>::smallest ? Range<R>::smallest : x > Range<R>::largest ? Range<R>::largest : x;
}

template <class R>
void rotg_of_reals(R& a, R& b, R& c, R& s) {
  const R size_a = magnitude(a), size_b = magnitude(b);
  if (size_b == 0) {
    c = 1;
    s = 0;
    b = 0;
    return;
  }
  if (size_a == 0) {
    c = 0;
    s = 1;
    a = b;
    b = 1;
    return;
  }
  const R scale = clamped(larger(size_a, size_b));
  const R sign = size_a > size_b ? with_sign(R{1}, a) : with_sign(R{1}, b);
  const R x = a / scale, y = b / scale;
  // From the scaled numbers: r may be subnormal, with few digits left.
  const R h = sign * square_root(x * x + y * y), r = scale * h;
  c = x / h;
  s = y / h;
  b = size_a > size_b ? s : c != 0 ? 1 / c : 1;
  a = r;
}

template <class R>
R largest_part(Complex<R> x) {
  return larger(magnitude(x.re), magnitude(x.im));
}
template <class R>
R square(Complex<R> x) {
  return x.re * x.re + x.im * x.im;
}
template <class R>
Complex<R> scaled(Complex<R> x, R by) {
  return {x.re * by, x.im * by};
}
template <class R>
Complex<R> divided(Complex<R> x, R by) {
  return {x.re / by, x.im / by};
}
// conj(x) y
template <class R>
Complex<R> conjugate_product(Complex<R> x, Complex<R> y) {
  return {x.re * y.re + x.im * y.im, x.re * y.im - x.im * y.re};
}

// With f and g in the range of safe squares: c, s and r of the scaled problem.
template <class R>
void rotate_within(Complex<R> f, Complex<R> g, R f2, R h2, R& c, Complex<R>& s, Complex<R>& r) {
  // f2 the square of f, h2 that of the vector (f, g)
  using L = Range<R>;
  if (f2 >= h2 * L::smallest) {
    c = square_root(f2 / h2);
    r = divided(f, c);
    if (f2 > L::root_smallest && h2 < L::root_largest * 2)
      s = conjugate_product(g, divided(f, square_root(f2 * h2)));
    else
      s = conjugate_product(g, divided(r, h2));
  } else {
    // f2 / h2 may be subnormal, and h2 / f2 may overflow.
    const R d = square_root(f2 * h2);
    c = f2 / d;
    r = c >= L::smallest ? divided(f, c) : scaled(f, h2 / d);
    s = conjugate_product(g, divided(f, d));
  }
}

template <class R>
void rotg_of_complex(Complex<R>& a, Complex<R> g, R& c, Complex<R>& s) {
  using L = Range<R>;
  const Complex<R> f = a;
  if (is_zero(g)) {
    c = 1;
    s = {0, 0};
    return;
  }
  const R g1 = largest_part(g);
  if (is_zero(f)) {
    c = 0;
    if (g.re == 0 || g.im == 0) {
      const R size = g.re == 0 ? magnitude(g.im) : magnitude(g.re);
      s = divided(conj(g), size);
      a = {size, 0};
      return;
    }
    const R scale = g1 > L::root_smallest && g1 < L::root_largest ? R{1} : clamped(g1);
    const Complex<R> gs = divided(g, scale);
    const R d = square_root(square(gs));
    s = divided(conj(gs), d);
    a = {d * scale, 0};
    return;
  }
  const R f1 = largest_part(f);
  const bool safe = f1 > L::root_smallest && f1 < L::root_largest && g1 > L::root_smallest && g1 < L::root_largest;
  if (safe) {
    const R f2 = square(f);
    rotate_within(f, g, f2, f2 + square(g), c, s, a);
    return;
  }
  const R u = clamped(larger(f1, g1));
  const Complex<R> gs = divided(g, u);
  const R g2 = square(gs);
  Complex<R> fs;
  R f2, h2, w;
  if (f1 / u < L::root_smallest) {
    // f is scaled by itself: it would vanish beside g.
    const R v = clamped(f1);
    w = v / u;
    fs = divided(f, v);
    f2 = square(fs);
    h2 = f2 * w * w + g2;
  } else {
    w = 1;
    fs = divided(f, u);
    f2 = square(fs);
    h2 = f2 + g2;
  }
  rotate_within(fs, gs, f2, h2, c, s, a);
  c *= w;
  a = scaled(a, u);
}

}  // namespace

template <class T>
void rotg(T& a, T& b, Real<T>& c, T& s) {
  if constexpr (is_complex<T>)
    rotg_of_complex(a, b, c, s);
  else
    rotg_of_reals(a, b, c, s);
}
template void rotg<float>(float&, float&, float&, float&);
template void rotg<double>(double&, double&, double&, double&);
template void rotg<Complex<float>>(Complex<float>&, Complex<float>&, float&, Complex<float>&);
template void rotg<Complex<double>>(Complex<double>&, Complex<double>&, double&, Complex<double>&);

// S. Hammarling's scheme (C. Lawson and others, ACM TOMS 5, 1979): H with the smaller risk of cancellation, rescaled by
// 4096 until d1 and d2 are within 2^24 of one.
template <class R>
void rotmg(R& d1, R& d2, R& x1, R y1, R* param) {
  constexpr R gamma = 4096, gamma_square = gamma * gamma, least = 1 / gamma_square;
  R flag = -1, h11 = 0, h12 = 0, h21 = 0, h22 = 0;
  auto give_up = [&] {
    flag = -1;
    h11 = h12 = h21 = h22 = 0;
    d1 = d2 = x1 = 0;
  };
  if (d1 < 0) {
    give_up();
  } else {
    const R p2 = d2 * y1;
    if (p2 == 0) {
      param[0] = -2;
      return;
    }
    const R p1 = d1 * x1, q2 = p2 * y1, q1 = p1 * x1;
    if (magnitude(q1) > magnitude(q2)) {
      h21 = -y1 / x1;
      h12 = p2 / p1;
      const R u = 1 - h12 * h21;
      if (u > 0) {
        flag = 0;
        d1 /= u;
        d2 /= u;
        x1 *= u;
      } else {
        give_up();  // by rounding alone
      }
    } else if (q2 < 0) {
      give_up();
    } else {
      flag = 1;
      h11 = p1 / p2;
      h22 = x1 / y1;
      const R u = 1 + h11 * h22, kept = d2 / u;
      d2 = d1 / u;
      d1 = kept;
      x1 = y1 * u;
    }
    // H in full, for rescaling changes the elements that a flag of 0 or 1 implies.
    auto make_full = [&] {
      if (flag == 0) {
        h11 = 1;
        h22 = 1;
      } else if (flag > 0) {
        h21 = -1;
        h12 = 1;
      }
      flag = -1;
    };
    if (d1 != 0) {
      while (d1 <= least || d1 >= gamma_square) {
        make_full();
        if (d1 <= least) {
          d1 *= gamma_square;
          x1 /= gamma;
          h11 /= gamma;
          h12 /= gamma;
        } else {
          if (!(d1 <= Range<R>::largest * 2)) break;  // infinite: no scaling would end
          d1 /= gamma_square;
          x1 *= gamma;
          h11 *= gamma;
          h12 *= gamma;
        }
      }
    }
    if (d2 != 0) {
      while (magnitude(d2) <= least || magnitude(d2) >= gamma_square) {
        make_full();
        if (magnitude(d2) <= least) {
          d2 *= gamma_square;
          h21 /= gamma;
          h22 /= gamma;
        } else {
          if (!(magnitude(d2) <= Range<R>::largest * 2)) break;
          d2 /= gamma_square;
          h21 *= gamma;
          h22 *= gamma;
        }
      }
    }
  }
  param[0] = flag;
  if (flag < 0) {
    param[1] = h11;
    param[2] = h21;
    param[3] = h12;
    param[4] = h22;
  } else if (flag == 0) {
    param[2] = h21;
    param[3] = h12;
  } else {
    param[1] = h11;
    param[4] = h22;
  }
}
template void rotmg<float>(float&, float&, float&, float, float*);
template void rotmg<double>(double&, double&, double&, double, double*);

}  // namespace fairplay::blas
