#include "blas/hunting/dots.h"

#include <utility>

#include "blas/oracle/accumulator.h"

namespace fairplay::blas::hunting {
namespace {

template <class R>
void shuffle(Dot<R>& dot, Random& random) {
  for (std::size_t i = dot.x.size(); i > 1; --i) {
    std::size_t other = static_cast<std::size_t>(random.below(static_cast<Index>(i)));
    std::swap(dot.x[i - 1], dot.x[other]);
    std::swap(dot.y[i - 1], dot.y[other]);
  }
}

template <class R>
void add_cancelling_pairs(Dot<R>& dot, Index n, int low, int high, Random& random) {
  while (static_cast<Index>(dot.x.size()) + 2 <= n) {
    R a = random.scaled<R>(low, high), b = random.scaled<R>(low, high);
    int shift = random.between(-3, 3);  // the pair's other product has the same value from other factors
    dot.x.push_back(a);
    dot.y.push_back(b);
    dot.x.push_back(std::ldexp(-a, shift));
    dot.y.push_back(std::ldexp(b, -shift));
  }
}

}  // namespace

const char* name_of(DotFamily family) {
  switch (family) {
    case DotFamily::uniform: return "uniform";
    case DotFamily::spread: return "spread";
    case DotFamily::any: return "any";
    case DotFamily::cancelling: return "cancelling";
    case DotFamily::conditioned: return "conditioned";
    case DotFamily::subnormal: return "subnormal";
    case DotFamily::threshold: return "threshold";
    case DotFamily::halfway: return "halfway";
  }
  return "";
}

template <class R>
Dot<R> conditioned_dot(Index n, int log2_condition, Random& random) {
  Dot<R> dot;
  oracle::Accumulator sum;
  auto push = [&](R x, R y) {
    dot.x.push_back(x);
    dot.y.push_back(y);
    sum.add_product(x, y);
  };
  Index half = n / 2;
  int top = log2_condition / 2;
  for (Index i = 0; i < half; ++i) {
    int exponent = i == 0 ? top : i == 1 ? 0 : random.between(0, top);
    R x = random.scaled<R>(exponent, exponent), y = random.scaled<R>(exponent, exponent);
    push(x, y);
  }
  // The rest cancels the running sum, down to smaller and smaller remainders.
  Index rest = n - half;
  for (Index i = 0; i < rest; ++i) {
    int exponent = rest > 1 ? static_cast<int>(top * (rest - 1 - i) / (rest - 1)) : 0;
    R x = random.scaled<R>(exponent, exponent), wanted = random.scaled<R>(exponent, exponent);
    R running = sum.round<R>();
    push(x, (wanted - running) / x);
  }
  shuffle(dot, random);
  return dot;
}

template <class R>
Dot<R> make_dot(DotFamily family, Index n, Random& random) {
  constexpr bool is_double = sizeof(R) == 8;
  constexpr int precision = std::numeric_limits<R>::digits;
  constexpr int top = std::numeric_limits<R>::max_exponent;                 // 2^top overflows
  constexpr int bottom = std::numeric_limits<R>::min_exponent - precision;  // 2^bottom is the least subnormal
  Dot<R> dot;
  struct Term {  // made with braces, which order the calls of the generator
    R x, y;
  };
  auto push = [&dot](Term term) {
    dot.x.push_back(term.x);
    dot.y.push_back(term.y);
  };
  auto fill = [&](auto&& element) {
    while (static_cast<Index>(dot.x.size()) < n) {
      R x = element(), y = element();
      push({x, y});
    }
  };
  switch (family) {
    case DotFamily::uniform: fill([&] { return random.uniform<R>(); }); break;
    case DotFamily::spread: fill([&] { return random.scaled<R>(is_double ? -60 : -20, is_double ? 60 : 20); }); break;
    case DotFamily::any: fill([&] { return random.any<R>(); }); break;
    case DotFamily::cancelling:
      if (n % 2 == 1 || (n >= 2 && random.one_in(2))) push({random.scaled<R>(-40, 0), random.scaled<R>(-40, 0)});
      add_cancelling_pairs(dot, n, -10, 10, random);
      fill([] { return R{0}; });
      shuffle(dot, random);
      break;
    case DotFamily::conditioned:
      if (n < 6) return make_dot<R>(DotFamily::cancelling, n, random);
      return conditioned_dot<R>(n, random.between(10, is_double ? 200 : 80), random);
    case DotFamily::subnormal: {
      int middle = bottom / 2;
      int shift = random.between(-precision, precision);
      fill([&] { return random.scaled<R>(middle + shift / 2 - 4, middle + shift / 2 + 4); });
      break;
    }
    case DotFamily::threshold:
      if (n >= 3) {
        // The largest number, half an ulp of it, and something small that decides whether that is too much; pairs
        // beyond the threshold cancel.
        R sign = random.one_in(2) ? -1 : 1;
        push({sign, std::numeric_limits<R>::max()});
        push({std::ldexp(sign, (top - precision - 1) / 2),
              std::ldexp(R{1}, top - precision - 1 - (top - precision - 1) / 2)});
        push({std::ldexp(random.significand<R>(), bottom / 2),
              random.one_in(3) ? R{0} : std::ldexp(R{1}, random.between(0, top / 2))});
        add_cancelling_pairs(dot, n, top / 2, top - 5, random);
      }
      fill([] { return R{0}; });
      shuffle(dot, random);
      break;
    case DotFamily::halfway:
      if (n >= 3) {
        int exponent = random.between(-20, 20);
        push({random.scaled<R>(exponent, exponent), 1});
        push({std::ldexp(R{1}, exponent),
              random.one_in(2) ? std::ldexp(R{1}, -precision) : std::ldexp(R{-1}, -precision)});
        push({std::ldexp(random.significand<R>(), exponent),
              random.one_in(3) ? R{0} : std::ldexp(R{1}, random.between(-2 * precision - 40, -precision - 2))});
        add_cancelling_pairs(dot, n, -20, 20, random);
      }
      fill([] { return R{0}; });
      shuffle(dot, random);
      break;
  }
  return dot;
}

template Dot<float> make_dot(DotFamily, Index, Random&);
template Dot<double> make_dot(DotFamily, Index, Random&);
template Dot<float> conditioned_dot(Index, int, Random&);
template Dot<double> conditioned_dot(Index, int, Random&);

}  // namespace fairplay::blas::hunting
