#include "blas/oracle/accumulator.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace fairplay::blas::oracle {

Accumulator::Accumulator() : first_(digit_count), last_(-1), additions_(0), negative_(false) {
  std::memset(digits_, 0, sizeof digits_);
}

void Accumulator::clear() {
  for (int i = first_; i < digit_count && i < last_ + 5; ++i) digits_[i] = 0;
  first_ = digit_count;
  last_ = -1;
  additions_ = 0;
  negative_ = false;
}

void Accumulator::add_products(Index n, const double* x, const double* y) {
  for (Index i = 0; i < n; ++i) add_product(x[i], y[i]);
}

void ProductSums::add_to(Accumulator& sum, Index n, const double* x, const double* y) {
  constexpr Index short_sum = 64, between_flushes = Index{1} << 13;
  if (n < short_sum) return sum.add_products(n, x, y);
  constexpr int bias = 1075;  // decode's exponents start at 1 - bias
  if (sums_.empty()) sums_.resize(512);
  __int128* sums = sums_.data();
  for (Index start = 0; start < n; start += between_flushes) {
    Index end = n - start < between_flushes ? n : start + between_flushes;
    int first = 511, last = 0;
    for (Index i = start; i < end; ++i) {
      Decoded a = decode(x[i]), b = decode(y[i]);
      std::int64_t left =
          a.negative ? -static_cast<std::int64_t>(a.significand) : static_cast<std::int64_t>(a.significand);
      std::int64_t right =
          b.negative ? -static_cast<std::int64_t>(b.significand) : static_cast<std::int64_t>(b.significand);
      int exponent = a.exponent + b.exponent + 2 * bias;
      int place = exponent >> 3;
      first = place < first ? place : first;
      last = place > last ? place : last;
      sums[place] += static_cast<__int128>(left * (std::int64_t{1} << (exponent & 7))) * right;
    }
    for (int place = first; place <= last; ++place) {
      if (sums[place] == 0) continue;
      sum.add_integer(sums[place], 8 * place - 2 * bias);
      sums[place] = 0;
    }
  }
}

void Accumulator::normalise() {
  additions_ = 1;
  if (last_ < 0) return;
  int end = last_ + 5 < digit_count ? last_ + 5 : digit_count;
  auto propagate = [this, &end] {
    std::int64_t carry = 0;
    for (int i = first_; i < end || (carry != 0 && carry != -1 && i < digit_count); ++i) {
      std::int64_t digit = digits_[i] + carry;
      carry = digit >> 32;
      digits_[i] = digit & 0xffffffff;
      if (i >= end) end = i + 1;
    }
    return carry;
  };
  std::int64_t carry = propagate();
  if (carry == -1) {  // negative: the digits stand for value + 2^(32 end); turned round, they stand for the magnitude
    negative_ = !negative_;
    for (int i = first_; i < end; ++i) digits_[i] = -digits_[i];
    if (end < digit_count) digits_[end++] = 1;  // -(value) = 2^(32 end) - digits
    propagate();
  }
  if (end - 5 > last_) last_ = end - 5;
}

int Accumulator::top_digit() {
  normalise();
  if (last_ < 0) return -1;
  int top = last_ + 5 < digit_count ? last_ + 4 : digit_count - 1;
  while (top >= first_ && digits_[top] == 0) --top;
  return top >= first_ ? top : -1;
}

int Accumulator::sign() {
  if (top_digit() < 0) return 0;
  return negative_ ? -1 : 1;
}

// Bits low_bit ... low_bit + 63, counted from the lowest digit's; bits below digit 0 are zero.
std::uint64_t Accumulator::window(int low_bit) const {
  std::uint64_t bits = 0;
  int digit = low_bit >> 5, shift = low_bit & 31;
  for (int i = 0; i < 3; ++i) {
    if (digit + i < 0 || digit + i >= digit_count) continue;
    std::uint64_t part = static_cast<std::uint64_t>(digits_[digit + i]);
    int place = 32 * i - shift;
    if (place < 0)
      bits |= part >> -place;
    else if (place < 64)
      bits |= part << place;
  }
  return bits;
}

bool Accumulator::any_below(int bit) const {
  if (bit <= 0) return false;
  int digit = bit >> 5;
  for (int i = first_; i < digit && i < digit_count; ++i)
    if (digits_[i] != 0) return true;
  return digit < digit_count && (digits_[digit] & ((std::int64_t{1} << (bit & 31)) - 1)) != 0;
}

template <class R>
R round_once(bool negative, std::uint64_t head, bool sticky, int exponent) {
  constexpr int precision = std::numeric_limits<R>::digits;
  constexpr int least =
      std::numeric_limits<R>::min_exponent - precision;  // the exponent of the last bit of a subnormal
  int last_bit = exponent + 64 - precision;
  if (last_bit < least) last_bit = least;
  int dropped = last_bit - exponent;  // bits of head
  R magnitude = 0;
  if (dropped <= 64) {
    std::uint64_t kept = dropped == 64 ? 0 : head >> dropped;
    bool half = (head >> (dropped - 1) & 1) != 0;
    bool rest = sticky || (head & ((std::uint64_t{1} << (dropped - 1)) - 1)) != 0;
    if (half && (rest || (kept & 1) != 0)) ++kept;
    magnitude = std::ldexp(static_cast<R>(kept), last_bit);  // exact, or infinite
  }
  return negative ? -magnitude : magnitude;
}

template <class R>
R Accumulator::round() {
  int top = top_digit();
  if (top < 0) return 0;
  int high_bit = 32 * top + 63 - __builtin_clzll(static_cast<std::uint64_t>(digits_[top]));
  int low_bit = high_bit - 63;
  return round_once<R>(negative_, window(low_bit), any_below(low_bit), lowest + low_bit);
}

template <class R>
R Accumulator::round_sqrt() {
  int top = top_digit();
  if (top < 0) return 0;
  int high_bit = 32 * top + 63 - __builtin_clzll(static_cast<std::uint64_t>(digits_[top]));
  int low_bit = high_bit - 127;
  low_bit += low_bit & 1;  // an even exponent, `lowest` being even: 127 or 128 bits
  static_assert(lowest % 2 == 0);
  unsigned __int128 head = static_cast<unsigned __int128>(window(low_bit + 64)) << 64 | window(low_bit);
  // The largest root with root^2 <= head, bit by bit; head >= 2^126, so that root >= 2^63.
  std::uint64_t root = 0;
  for (int bit = 63; bit >= 0; --bit) {
    std::uint64_t candidate = root | std::uint64_t{1} << bit;
    if (static_cast<unsigned __int128>(candidate) * candidate <= head) root = candidate;
  }
  bool sticky = static_cast<unsigned __int128>(root) * root != head || any_below(low_bit);
  return round_once<R>(false, root, sticky, (lowest + low_bit) / 2);
}

void Accumulator::add_scaled(Accumulator& other, double factor) {
  other.normalise();
  if (other.last_ < 0) return;
  Decoded f = decode(factor);
  int end = other.last_ + 5 < digit_count ? other.last_ + 5 : digit_count;
  for (int i = other.first_; i < end; ++i) {
    if (other.digits_[i] == 0) continue;
    add_digits(static_cast<unsigned __int128>(static_cast<std::uint64_t>(other.digits_[i])) * f.significand,
               lowest + 32 * i + f.exponent, f.negative != other.negative_);
  }
}

template float round_once<float>(bool, std::uint64_t, bool, int);
template double round_once<double>(bool, std::uint64_t, bool, int);
template float Accumulator::round<float>();
template double Accumulator::round<double>();
template float Accumulator::round_sqrt<float>();
template double Accumulator::round_sqrt<double>();

}  // namespace fairplay::blas::oracle
