// Level 1's rotations, plain and modified. What generates one isn't unique in its signs: it is judged by what the
// rotation does.
#include "auditor/behaviour/calls/families.h"
#include "blas/oracle/level1.h"

namespace fairplay::auditor::behaviour {
namespace {

/// c x + s y, each part rounded once.
template <class T>
T combined(blas::Real<T> c, T x, blas::Real<T> s, T y) {
  using R = blas::Real<T>;
  const R factors[] = {c, s}, re[] = {blas::real(x), blas::real(y)}, im[] = {blas::imag(x), blas::imag(y)};
  return blas::make<T>(oracle::dot<R>(2, factors, 1, re, 1),
                       blas::is_complex<T> ? oracle::dot<R>(2, factors, 1, im, 1) : 0);
}

/// (x, y) = H (x, y) for every pair, H = {h11, h12, h21, h22}.
template <class T>
std::optional<Mismatch> judge_pairs(const Call<T>& call, const VectorView<T>& x, const VectorView<T>& y,
                                    const std::array<blas::Real<T>, 4>& h) {
  const std::vector<T> from_x = x.dense(x.operand->before()), from_y = y.dense(y.operand->before());
  std::vector<T> to_x(from_x.size()), to_y(from_y.size());
  bounds::Moduli bound_x(x.n, 1), bound_y(y.n, 1);
  for (std::size_t i = 0; i < from_x.size(); ++i) {
    const auto row = static_cast<Index>(i);
    to_x[i] = combined<T>(h[0], from_x[i], h[1], from_y[i]);
    to_y[i] = combined<T>(h[2], from_x[i], h[3], from_y[i]);
    bound_x(row, 0) = bounds::rotated<T>(blas::make<T>(h[0]), from_x[i], blas::make<T>(h[1]), from_y[i]);
    bound_y(row, 0) = bounds::rotated<T>(blas::make<T>(h[2]), from_x[i], blas::make<T>(h[3]), from_y[i]);
  }
  if (auto wrong = call.compare(x, to_x, bound_x)) return wrong;
  return call.compare(y, to_y, bound_y);
}

/// (x, y) = (c x + s y, c y - s x).
template <class T>
void rot(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.result_x(n), y = call.result_y(n);
  const auto c = call.real_alpha(), s = call.real_beta();
  call.judged_by([=, &call] { return judge_pairs<T>(call, x, y, {c, s, -s, c}); });
}

/// H of a parameter array: flag, h11, h21, h12, h22.
template <class T>
std::array<T, 4> modified(const T* param) {
  if (param[0] == -1) return {param[1], param[3], param[2], param[4]};
  if (param[0] == 0) return {1, param[3], param[2], 1};
  if (param[0] == 1) return {param[1], 1, -1, param[4]};
  return {1, 0, 0, 1};
}

template <class T>
void rotm(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.result_x(n), y = call.result_y(n);
  const auto param = call.template elements<T>("param", 5, false);
  // Every kind of parameter, by the seed.
  param.operand->before()[0] = static_cast<T>(static_cast<int>(call.given().seed % 4) - 2);
  call.judged_by([=, &call] { return judge_pairs<T>(call, x, y, modified(param.before())); });
}

/// Whether |value| is at most `bound`, both as computed with ample room.
std::optional<Mismatch> at_most(const char* what, double value, double bound) {
  if (std::abs(value) <= bound) return std::nullopt;
  return Mismatch{fmt::format("{} isn't zero", what), hex_text(value), "0x0p+0",
                  bound > 0 ? std::abs(value) / bound : infinitely};
}

struct WideComplex {
  double re = 0, im = 0;
  template <class T>
  static WideComplex of(T x) {
    return {static_cast<double>(blas::real(x)), static_cast<double>(blas::imag(x))};
  }
};
/// p a + q b in long double, as a modulus of what is left after `minus`.
double left_over(WideComplex p, WideComplex a, WideComplex q, WideComplex b, WideComplex minus) {
  const long double re = static_cast<long double>(p.re) * a.re - static_cast<long double>(p.im) * a.im +
                         static_cast<long double>(q.re) * b.re - static_cast<long double>(q.im) * b.im - minus.re;
  const long double im = static_cast<long double>(p.re) * a.im + static_cast<long double>(p.im) * a.re +
                         static_cast<long double>(q.re) * b.im + static_cast<long double>(q.im) * b.re - minus.im;
  return static_cast<double>(std::hypot(re, im));
}

/// c, s and r with [c s; -conj(s) c] (a, b) = (r, 0). E. Anderson, ACM TOMS 44 (2017): ten roundings at most.
template <class T>
void rotg(Call<T>& call) {
  using R = blas::Real<T>;
  const auto a = call.template elements<T>("a", 1, true);
  const auto b = call.template elements<T>("b", 1, !blas::is_complex<T>);
  const auto c = call.template elements<R>("c", 1, true);
  const auto s = call.template elements<T>("s", 1, true);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    if (call.given().data == Data::subnormal || call.given().data == Data::huge)
      return std::nullopt;  // older algorithms overflow there
    const WideComplex from_a = WideComplex::of(a.before()[0]), from_b = WideComplex::of(b.before()[0]),
                      r = WideComplex::of(a.operand->now()[0]), cosine = WideComplex::of(c.operand->now()[0]),
                      sine = WideComplex::of(s.operand->now()[0]);
    const double norm = std::hypot(std::hypot(from_a.re, from_a.im), std::hypot(from_b.re, from_b.im)),
                 unit = 20.0 * std::numeric_limits<R>::epsilon();
    if (norm == 0) return std::nullopt;
    if (auto wrong =
            at_most("c^2 + |s|^2 - 1", cosine.re * cosine.re + sine.re * sine.re + sine.im * sine.im - 1, unit))
      return wrong;
    if (auto wrong = at_most("c a + s b - r", left_over(cosine, from_a, sine, from_b, r), unit * norm)) return wrong;
    return at_most("c b - conj(s) a", left_over(cosine, from_b, {-sine.re, sine.im}, from_a, {}), unit * norm);
  });
}

/// H and new d1, d2, x1 with (sqrt(d1) x1, sqrt(d2) y1) turned to (x1, 0).
template <class T>
void rotmg(Call<T>& call) {
  const auto d1 = call.template elements<T>("d1", 1, true), d2 = call.template elements<T>("d2", 1, true);
  const auto x1 = call.template elements<T>("x1", 1, true);
  const double y = call.one_read("y1");
  const auto param = call.template elements<T>("param", 5, true);
  for (const auto& weight : {d1, d2}) weight.operand->before()[0] = std::abs(weight.operand->before()[0]);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    if (call.given().data == Data::subnormal || call.given().data == Data::huge) return std::nullopt;
    const double from1 = d1.before()[0], from2 = d2.before()[0], x = x1.before()[0];
    if (from1 == 0 || from2 == 0 || x == 0 || y == 0) return std::nullopt;
    const std::vector<T> after = param.operand->now();
    if (after[0] != -2 && after[0] != -1 && after[0] != 0 && after[0] != 1)
      return Mismatch{"the flag is wrong", hex_text(after[0]), "-2, -1, 0 or 1", infinitely};
    const std::array<T, 4> h = modified(after.data());
    const double to1 = d1.operand->now()[0], to2 = d2.operand->now()[0], turned = x1.operand->now()[0],
                 unit = 40.0 * std::numeric_limits<T>::epsilon();
    const double length = from1 * x * x + from2 * y * y;
    if (auto wrong = at_most("h21 x1 + h22 y1", h[2] * x + h[3] * y, unit * (std::abs(h[2] * x) + std::abs(h[3] * y))))
      return wrong;
    if (auto wrong = at_most("h11 x1 + h12 y1 - x1'", h[0] * x + h[1] * y - turned,
                             unit * (std::abs(h[0] * x) + std::abs(h[1] * y))))
      return wrong;
    if (auto wrong = at_most("d1' x1'^2 - (d1 x1^2 + d2 y1^2)", to1 * turned * turned - length, unit * length))
      return wrong;
    return to2 >= 0 ? std::nullopt
                    : std::optional(Mismatch{"d2 became negative", hex_text(to2), "at least zero", infinitely});
  });
}

const Family rotations_table[] = {
    {"rot", "", "n", "abi", 1, rot<float>, rot<double>, rot<CF>, rot<CD>, {"s", "d", "cs", "zd"}},
    {"rotm", "", "n", "i", 1, rotm<float>, rotm<double>, nullptr, nullptr},
    {"rotg", "", "", "", 1, rotg<float>, rotg<double>, rotg<CF>, rotg<CD>},
    {"rotmg", "", "", "", 1, rotmg<float>, rotmg<double>, nullptr, nullptr},
};

}  // namespace

std::span<const Family> rotation_families() { return rotations_table; }

}  // namespace fairplay::auditor::behaviour
