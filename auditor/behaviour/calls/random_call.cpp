#include "auditor/behaviour/calls/random_call.h"

#include <algorithm>

#include "auditor/behaviour/calls/routine.h"
#include "blas/hunting/matrices.h"

namespace fairplay::auditor::behaviour {
namespace {

using fairplay::blas::hunting::Random;

template <class List>
auto any_of(const List& list, Random& random) {
  return list[static_cast<std::size_t>(random.below(static_cast<fairplay::blas::Index>(std::size(list))))];
}

/// Products of numbers in a call; sizes that aren't chosen yet count as one. A matrix of which one order is given is
/// square, bands too, for they are judged as such.
double products(const Routine& routine, const CallCase& call) {
  auto size = [](std::int64_t value) { return static_cast<double>(std::max<std::int64_t>(value, 1)); };
  const double m = size(call.m), n = size(call.n), k = size(call.k);
  if (routine.level == 1) return n;
  if (routine.level == 2) return routine.sizes.front() == 'm' ? m * n + size(call.ku) + k : n * n + k;
  if (routine.sizes == "mnk") return m * n * k;
  return routine.sizes == "mn" ? m * n * std::max(m, n) : n * n * k;
}

}  // namespace

CallCase random_call(const Routine& routine, const std::string& flags, const CallScale& scale, Random& random) {
  CallCase call;
  call.routine = routine.name;
  call.flags = flags;
  const bool lapack = routine.level > 3, vectors_only = routine.level == 1;
  static const auto sizes = fairplay::blas::hunting::edge_sizes(800);
  static const auto lengths = fairplay::blas::hunting::edge_lengths();
  const auto& choices = vectors_only ? lengths : sizes;
  for (const char dimension : routine.sizes) {
    std::int64_t& value = dimension == 'm' ? call.m : dimension == 'n' ? call.n : dimension == 'k' ? call.k : call.ku;
    do {
      value = any_of(choices, random);
    } while (vectors_only || lapack ? value > scale.longest : products(routine, call) > scale.products);
  }
  if (lapack && routine.level == 4 && routine.sizes == "mnk") {  // orgqr: m >= n >= k
    if (call.n > call.m) std::swap(call.n, call.m);
    if (call.k > call.n) std::swap(call.k, call.n);
    if (call.n > call.m) std::swap(call.n, call.m);
  }
  const bool triangular = !routine.options.empty() && routine.options.back() == "NU";
  constexpr double scalars[] = {1, 1, -1, 0.5, -1.75, 0};
  const bool complex = routine.letter == 'c' || routine.letter == 'z';
  if (routine.alpha) call.alpha = any_of(scalars, random);
  if (routine.beta) call.beta = any_of(scalars, random);
  if (complex && routine.alpha && random.one_in(2)) call.alpha_im = 0.25;
  if (complex && routine.beta && random.one_in(2)) call.beta_im = -1.5;
  constexpr std::int64_t increments[] = {1, 1, 1, 2, -1, -3};
  if (routine.increments) {
    call.incx = any_of(increments, random);
    call.incy = any_of(increments, random);
  }
  constexpr std::int64_t gaps[] = {0, 0, 1, 7};
  if (routine.leading) call.ld = any_of(gaps, random);
  // Exponents that differ wildly make a triangle's solution overflow.
  constexpr Data data[] = {Data::uniform, Data::uniform, Data::integers,  Data::subnormal,
                           Data::spread,  Data::graded,  Data::cancelling};
  constexpr Data of_factors[] = {Data::uniform, Data::uniform, Data::integers, Data::cancelling};
  call.data = triangular ? (random.one_in(3) ? Data::integers : Data::uniform)
              : lapack   ? any_of(of_factors, random)
                         : any_of(data, random);
  const std::string_view stem = std::string_view(routine.name).substr(1);
  if ((stem == "getrf" || stem == "gesv") && random.one_in(3)) call.data = Data::subnormal;
  if (routine.name.ends_with("nrm2") && random.one_in(3)) call.data = Data::huge;
  call.seed = random.bits() >> 40;
  call.first = random.one_in(3);
  if (random.one_in(4)) call.shift = routine.letter == 's' || routine.letter == 'c' ? 4 : 8;
  return call;
}

}  // namespace fairplay::auditor::behaviour
