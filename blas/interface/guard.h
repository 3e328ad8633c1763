#pragma once
// Guards: NaN and infinities stop at the doors of LAPACK's iterations, some of which otherwise never end
// (Reference-LAPACK/lapack#1409, #1389) or return numbers as if nothing were wrong (#1405).
//
// A guard has the routine's name, looks at the routine's input, and goes on to Netlib's own (netlib_dgesdd_, see
// netlib/surgery.py) if all of it is finite: every pointer is passed on unchanged, so that not a bit changes. The same
// where there is nothing to examine: workspace queries, empty problems, and arguments that Netlib's checks will refuse.
// Otherwise `info` is what the routine's documentation has for a failure to converge, the spectrum and the vectors
// asked for become NaN, counts become 0, and nothing else is touched. Whatever the documentation makes illegal is
// reported first: Netlib's own checks are run, as a workspace query. (Alone a workspace that is too small is not
// noticed then.) It costs one pass over the input, by integer operations that raise no floating-point flag.
//
// An answer to a workspace query is never less than a call accepts (complete_answer); that alone is what the guards of
// guards_queries.cpp are for.
//
// What a guard must know of a routine is written as text, one word an argument, in their order (guards.cpp); `info`,
// the last one, isn't written. It is read when the guard is compiled.
//
// clang-format off
//   name              an argument to be passed on
//   jobz=NV           an option and its legal letters
//   n                 a number: negative ones are Netlib's to refuse (an nzc of -1 is a query)
//   n:2               where it is less than 2 there is no iteration, and the routine is right
//   lwork             -1 is a query (lrwork and liwork too)
//   lwork:2           no less than 2 is accepted
//   lwork:up          Netlib itself doesn't round the answer down in single precision
//   work rwork iwork  workspace
//   rank!             a result that counts: becomes 0
//   A[m,n]            input, m x n, whose leading dimension is the next argument. Capitals: elements of the routine's
//                     type; small letters: real ones
//   A[uplo,n]         the triangle that the option uplo names
//   A[hessenberg,n]   and A[triangle,n], the upper one
//   AP[packed,n]      and AB[band,n,kd], by the option uplo
//   d[n]  e[n-1]      vectors
//   ...{m,n}          a result that becomes NaN, with the same forms m,n and n; {n,n?jobz=V} only where the option is
//                     one of these letters. Two of them: {...|...}
//   ldz>n?jobz=V      a leading dimension: at least 1, and n where the condition holds, which may also be a number
//                     (ncvt) that must be positive. For routines without a query
//   ifail#n?jobz=V    integers that become 1 ... n
// clang-format on

#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

#include "blas/interface/abi.h"

namespace fairplay::blas::guards {

// What `info` means, in the words of the routines' documentation.
enum class Failure {
  none,            // no iteration: nothing is examined, only workspace queries are answered
  one,             // a failure without a number
  order,           // all n (or min(m, n)) eigenvalues
  off_diagonals,   // n - 1 (or min(m, n) - 1) off-diagonal elements of an intermediate form; 1 at least
  submatrix,       // while working on rows and columns 1 to n: n + 1 + n
  divide,          // off_diagonals without vectors (jobz or compz is N), submatrix with them
  nan_or_one,      // -4, the matrix has a NaN; otherwise 1
  bidiagonal,      // off_diagonals; 2 where neither vectors nor a right-hand side go along
  dqds,            // 2: a block wasn't diagonalised in 30 n iterations
  representation,  // 11: an internal error in LARRE
  positive,        // n + off_diagonals
  internal,        // 2 n + 1
};

struct Condition {
  signed char argument = -1;         // none: always
  std::array<char, 4> letters = {};  // none: the argument is a number
};
struct Size {
  signed char argument = -1;  // none: the lesser of m and n
  bool less_one = false;
};
enum class Form : signed char { none, general, named_triangle, upper_triangle, hessenberg, packed, band, vector };
struct Shape {
  Form form = Form::none;
  Size rows, columns;
  signed char option = -1;  // uplo
  signed char diagonals = -1;
  Condition when;
};
enum class Role : signed char { other, option, number, query, work, array, count, leading, indices };
struct Argument {
  Role role = Role::other;
  bool real = false;
  bool integer = false;     // of a query: whether its workspace is
  bool rounded_up = false;  // of a query: whether Netlib itself sees to that
  std::array<char, 8> letters = {};
  int least = 0;  // of a number: nothing is done for less; of a query: what a call accepts at least
  Shape input;
  std::array<Shape, 2> results;
  Size bound;
  Condition when;
};

template <std::size_t Count>
struct Routine {
  std::array<Argument, Count> arguments;
  Failure failure;
  signed char n = -1, m = -1;
  std::size_t options = 0;
  bool queries = false;
};
// The same, whatever their number.
struct Description {
  template <std::size_t Count>
  explicit Description(const Routine<Count>& routine)
      : arguments(routine.arguments.data()),
        count(Count),
        failure(routine.failure),
        n(routine.n),
        m(routine.m),
        queries(routine.queries) {}
  const Argument* arguments;
  std::size_t count;
  Failure failure;
  signed char n, m;
  bool queries;
};

// Not to be called by constant expressions.
void mistake_in_the_text();

// Reads the text; a mistake in it doesn't compile.
template <std::size_t Count>
class Reader {
 public:
  consteval Reader(std::string_view text, Failure failure) {
    routine_.failure = failure;
    std::array<std::string_view, Count> words;
    std::size_t count = 0;
    while (!text.empty()) {
      words[count] = text.substr(0, text.find(' '));
      text.remove_prefix(words[count].size() + (words[count].size() < text.size() ? 1 : 0));
      names_[count] = words[count].substr(0, words[count].find_first_of("=:!#>[{"));
      if (names_[count] == "n") routine_.n = static_cast<signed char>(count);
      if (names_[count] == "m") routine_.m = static_cast<signed char>(count);
      ++count;
    }
    require(count == Count);
    for (std::size_t i = 0; i < Count; ++i) routine_.arguments[i] = argument(words[i], names_[i]);
    for (const Argument& each : routine_.arguments) {
      routine_.options += each.role == Role::option;
      routine_.queries = routine_.queries || each.role == Role::query;
    }
  }
  consteval Routine<Count> routine() const { return routine_; }

 private:
  static consteval void require(bool right) {
    if (!right) mistake_in_the_text();
  }
  consteval signed char find(std::string_view name) const {
    for (std::size_t i = 0; i < Count; ++i) {
      if (names_[i] == name) return static_cast<signed char>(i);
    }
    mistake_in_the_text();
    return -1;
  }
  // Cuts the part before `mark` off `text`; all of it where there is none.
  static consteval std::string_view part(std::string_view& text, char mark) {
    const std::string_view first = text.substr(0, text.find(mark));
    text.remove_prefix(first.size() < text.size() ? first.size() + 1 : text.size());
    return first;
  }
  template <std::size_t N>
  static consteval std::array<char, N> letters(std::string_view text) {
    std::array<char, N> result = {};
    require(text.size() < N);
    for (std::size_t i = 0; i < text.size(); ++i) result[i] = text[i];
    return result;
  }
  consteval Size size(std::string_view text) const {
    Size result;
    if (text.ends_with("-1")) {
      result.less_one = true;
      text.remove_suffix(2);
    }
    if (text != "min") result.argument = find(text);
    return result;
  }
  consteval Condition condition(std::string_view text) const {
    Condition result;
    if (text.empty()) return result;
    result.argument = find(part(text, '='));
    result.letters = letters<4>(text);
    return result;
  }
  consteval Shape shape(std::string_view text) const {
    Shape result;
    std::string_view sizes = part(text, '?');
    result.when = condition(text);
    const std::string_view first = part(sizes, ',');
    if (sizes.empty()) {
      result.form = Form::vector;
      result.rows = size(first);
      return result;
    }
    const std::string_view second = part(sizes, ',');
    result.rows = result.columns = size(second);
    if (first == "uplo") {
      result.form = Form::named_triangle;
    } else if (first == "triangle") {
      result.form = Form::upper_triangle;
    } else if (first == "hessenberg") {
      result.form = Form::hessenberg;
    } else if (first == "packed") {
      result.form = Form::packed;
    } else if (first == "band") {
      result.form = Form::band;
      result.diagonals = find(sizes);
    } else {
      result.form = Form::general;
      result.rows = size(first);
    }
    if (first == "uplo" || first == "packed" || first == "band") result.option = find("uplo");
    return result;
  }
  consteval Argument argument(std::string_view word, std::string_view name) const {
    Argument result;
    std::string_view rest = word.substr(name.size());
    const char mark = rest.empty() ? ' ' : rest[0];
    result.real = name[0] >= 'a';
    if (mark == '=') {
      result.role = Role::option;
      result.letters = letters<8>(rest.substr(1));
    } else if (name == "lwork" || name == "lrwork" || name == "liwork") {
      result.role = Role::query;
      result.least = rest == ":2" ? 2 : 1;
      result.integer = name == "liwork";
      result.rounded_up = rest == ":up";
    } else if (name == "work" || name == "rwork" || name == "iwork") {
      result.role = Role::work;
    } else if (mark == '!') {
      result.role = Role::count;
    } else if (mark == '>' || mark == '#') {
      result.role = mark == '>' ? Role::leading : Role::indices;
      rest.remove_prefix(1);
      result.bound = size(part(rest, '?'));
      result.when = condition(rest);
    } else if (mark == '[' || mark == '{') {
      result.role = Role::array;
      if (mark == '[') {
        rest.remove_prefix(1);
        result.input = shape(part(rest, ']'));
      }
      if (!rest.empty()) {
        require(rest.front() == '{' && rest.back() == '}');
        rest = rest.substr(1, rest.size() - 2);
        result.results[0] = shape(part(rest, '|'));
        if (!rest.empty()) result.results[1] = shape(rest);
      }
    } else if (name == "m" || name == "n" || name == "kd" || name == "nrhs" || name == "ncvt" || name == "nru" ||
               name == "ncc" || name == "nzc") {
      result.role = Role::number;
      result.least = rest == ":2" ? 2 : 1;
    }
    return result;
  }

  Routine<Count> routine_{};
  std::array<std::string_view, Count> names_;
};

// Whether any of `count` numbers has an exponent of all ones: added to the exponent, one of its last place then carries
// into the sign's.
template <class R>
bool any_special(const R* x, Index count) {
  using Bits = std::conditional_t<sizeof(R) == 4, std::uint32_t, std::uint64_t>;
  constexpr Bits mantissa = (Bits{1} << (std::numeric_limits<R>::digits - 1)) - 1,
                 exponent = ~mantissa & (static_cast<Bits>(~Bits{0}) >> 1);
  Bits carried = 0;
  for (Index i = 0; i < count; ++i) carried |= (std::bit_cast<Bits>(x[i]) & exponent) + (mantissa + 1);
  return (carried & ~(mantissa | exponent)) != 0;
}
template <class R>
bool any_nan(const R* x, Index count) {
  bool any = false;
  for (Index i = 0; i < count; ++i) any |= x[i] != x[i];
  return any;
}

// The state of one call: the routine's description and the arguments as given.
template <class T>
class Call {
 public:
  using R = Real<T>;
  Call(const Description& routine, void* const* arguments) : routine_(routine), given_(arguments) {}

  // Whether the arguments let the input be read and are legal as far as the text says; false for queries and empty
  // problems.
  bool examinable() const {
    for (std::size_t i = 0; i < routine_.count; ++i) {
      const Argument& each = routine_.arguments[i];
      switch (each.role) {
        case Role::option:
          if (!among(letter(i), each.letters)) return false;
          break;
        case Role::number:
          if (number(i) < (i == at(routine_.n) || i == at(routine_.m) ? each.least : 0)) return false;
          break;
        case Role::query:
          if (number(i) == -1) return false;
          break;
        case Role::leading:
          if (number(i) < 1 || (holds(each.when) && number(i) < size(each.bound))) return false;
          break;
        case Role::array:
          if (has_leading_dimension(each.input.form) &&
              number(i + 1) <
                  (each.input.form == Form::band ? number(at(each.input.diagonals)) + 1 : size(each.input.rows)))
            return false;
          break;
        default: break;
      }
    }
    return true;
  }

  // Whether the test holds for a part of the input.
  template <class Test>
  bool any(Test test) const {
    for (std::size_t i = 0; i < routine_.count; ++i) {
      if (routine_.arguments[i].input.form != Form::none && any_in(i, test)) return true;
    }
    return false;
  }

  Int info() const {
    const Index m = routine_.m < 0 ? number(at(routine_.n)) : number(at(routine_.m)), n = number(at(routine_.n)),
                order = m < n ? m : n;
    const Index off_diagonals = order > 2 ? order - 1 : 1;
    switch (routine_.failure) {
      case Failure::none:
      case Failure::one: return 1;
      case Failure::order: return static_cast<Int>(order);
      case Failure::off_diagonals: return static_cast<Int>(off_diagonals);
      case Failure::divide:
        if (letter(0) == 'N') return static_cast<Int>(off_diagonals);
        [[fallthrough]];
      case Failure::submatrix:
      case Failure::internal: return static_cast<Int>(2 * n + 1);
      case Failure::nan_or_one: return any([](const R* x, Index count) { return any_nan(x, count); }) ? -4 : 1;
      case Failure::bidiagonal: return static_cast<Int>(number(2) + number(3) + number(4) > 0 ? off_diagonals : 2);
      case Failure::dqds: return 2;
      case Failure::representation: return 11;
      case Failure::positive: return static_cast<Int>(n + off_diagonals);
    }
    return 1;
  }

  void spoil_results() const {
    for (std::size_t i = 0; i < routine_.count; ++i) {
      const Argument& each = routine_.arguments[i];
      if (each.role == Role::count) *static_cast<Int*>(given_[i]) = 0;
      if (each.role == Role::indices && holds(each.when)) {
        for (Index k = 0; k < size(each.bound); ++k) static_cast<Int*>(given_[i])[k] = static_cast<Int>(k + 1);
      }
      for (const Shape& shape : each.results) {
        if (shape.form == Form::none || !holds(shape.when)) continue;
        const bool matrix = shape.form == Form::general;
        const Index parts = parts_of(i), leading = matrix ? parts * number(i + 1) : 0, rows = parts * size(shape.rows);
        if (matrix && leading < rows) continue;
        for (Index j = 0; j < (matrix ? size(shape.columns) : 1); ++j) {
          for (Index k = 0; k < rows; ++k) numbers(i)[j * leading + k] = std::numeric_limits<R>::quiet_NaN();
        }
      }
    }
  }

 private:
  static std::size_t at(signed char argument) { return static_cast<std::size_t>(argument); }
  static bool has_leading_dimension(Form form) {
    return form != Form::none && form != Form::vector && form != Form::packed;
  }
  Index number(std::size_t i) const { return *static_cast<const Int*>(given_[i]); }
  R* numbers(std::size_t i) const { return static_cast<R*>(given_[i]); }
  char letter(std::size_t i) const {
    const char c = *static_cast<const char*>(given_[i]);
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  template <std::size_t N>
  static bool among(char c, const std::array<char, N>& letters) {
    for (const char each : letters) {
      if (each != 0 && each == c) return true;
    }
    return false;
  }
  bool holds(const Condition& condition) const {
    if (condition.argument < 0) return true;
    return condition.letters[0] == 0 ? number(at(condition.argument)) > 0
                                     : among(letter(at(condition.argument)), condition.letters);
  }
  Index size(const Size& size) const {
    if (size.argument >= 0) return number(at(size.argument)) - size.less_one;
    const Index m = number(at(routine_.m)), n = number(at(routine_.n));
    return (m < n ? m : n) - size.less_one;
  }
  Index parts_of(std::size_t i) const { return is_complex<T> && !routine_.arguments[i].real ? 2 : 1; }

  template <class Test>
  bool any_in(std::size_t i, Test test) const {
    const Shape& shape = routine_.arguments[i].input;
    const R* x = numbers(i);
    const Index parts = parts_of(i);
    if (shape.form == Form::vector) return test(x, parts * size(shape.rows));
    const Index leading = shape.form == Form::packed ? 0 : number(i + 1), n = size(shape.columns);
    const bool upper = shape.option < 0 || letter(at(shape.option)) == 'U';
    // Stored columns: rows [first, end), the diagonal's among them. Of a Hermitian matrix's diagonal only the real part
    // is input.
    const auto column = [&](const R* start, Index first, Index diagonal, Index end) {
      if (shape.option < 0 || parts == 1) return test(start + parts * first, parts * (end - first));
      return test(start + 2 * first, 2 * (diagonal - first)) || test(start + 2 * diagonal, 1) ||
             test(start + 2 * diagonal + 2, 2 * (end - diagonal - 1));
    };
    for (Index j = 0; j < n; ++j) {
      const R* start = x + parts * j * leading;
      bool found = false;
      switch (shape.form) {
        case Form::general: found = test(start, parts * size(shape.rows)); break;
        case Form::hessenberg: found = test(start, parts * (j + 2 < n ? j + 2 : n)); break;
        case Form::upper_triangle: found = column(start, 0, j, j + 1); break;
        case Form::named_triangle: found = upper ? column(start, 0, j, j + 1) : column(start, j, j, n); break;
        case Form::packed:
          found = upper ? column(x + parts * (j * (j + 1) / 2), 0, j, j + 1)
                        : column(x + parts * (j * (2 * n - j + 1) / 2), 0, 0, n - j);
          break;
        case Form::band: {
          const Index kd = number(at(shape.diagonals));
          found = upper ? column(start, kd > j ? kd - j : 0, kd, kd + 1)
                        : column(start, 0, 0, n - j < kd + 1 ? n - j : kd + 1);
          break;
        }
        default: break;
      }
      if (found) return true;
    }
    return false;
  }

  const Description& routine_;
  void* const* given_;
};

// Calls Netlib's: the arguments' addresses, then the options' lengths, as gfortran passes them.
template <std::size_t... I, std::size_t... O>
void go_on(void (*netlib)(), void* const* given, std::index_sequence<I...>, std::index_sequence<O...>) {
  const auto function = reinterpret_cast<void (*)(std::conditional_t<I == 0, void*, void*>...,
                                                  std::conditional_t<O == 0, std::size_t, std::size_t>...)>(netlib);
  function(given[I]..., (static_cast<void>(O), std::size_t{1})...);
}
template <std::size_t Count, std::size_t Options>
void go_on_with(void (*netlib)(), void* const* given) {
  go_on(netlib, given, std::make_index_sequence<Count>(), std::make_index_sequence<Options>());
}

// Whether the call may go on; otherwise it has been answered. `run` is the go_on_with that fits.
template <class T>
[[gnu::noinline]] bool may_go_on(const Description& routine, void* const* given, void (*netlib)(),
                                 void (*run)(void (*)(), void* const*)) {
  const Call<T> call(routine, given);
  if (!call.examinable() || !call.any([](const auto* x, Index size) { return any_special(x, size); })) return true;
  Int* info = static_cast<Int*>(given[routine.count]);
  if (routine.queries) {
    constexpr std::size_t most = 32;
    Int query = -1;
    std::array<std::array<double, 8>, 3> work;
    std::array<void*, most> asking;
    std::size_t next = 0;
    for (std::size_t i = 0; i <= routine.count; ++i) {
      asking[i] = given[i];
      if (i < routine.count && routine.arguments[i].role == Role::query) asking[i] = &query;
      if (i < routine.count && routine.arguments[i].role == Role::work) asking[i] = work[next++].data();
    }
    run(netlib, asking.data());
    if (*info != 0) return false;
  }
  *info = call.info();
  call.spoil_results();
  return false;
}

// Whether the call only asks for the sizes of workspaces.
inline bool is_query(const Description& routine, void* const* given) {
  for (std::size_t i = 0; i < routine.count; ++i) {
    if (routine.arguments[i].role == Role::query && *static_cast<const Int*>(given[i]) == -1) return true;
  }
  return false;
}
// Completes the answer to a query, which a call with exactly the sizes told must be able to rely on: Netlib 3.11 says 0
// for many an empty matrix and refuses that as too small (Reference-LAPACK/lapack#883, #942), and in single precision
// a size may have been rounded down (#904, #1195).
template <class R>
void complete_answer(const Description& routine, void* const* given) {
  for (std::size_t i = 1; i < routine.count; ++i) {
    if (routine.arguments[i].role != Role::query) continue;
    if (routine.arguments[i].integer) {
      Int& size = *static_cast<Int*>(given[i - 1]);
      if (size < routine.arguments[i].least) size = static_cast<Int>(routine.arguments[i].least);
      continue;
    }
    R& size = *static_cast<R*>(given[i - 1]);
    constexpr R exact_up_to = 1 / std::numeric_limits<R>::epsilon();
    const R least = static_cast<R>(routine.arguments[i].least);
    if (!(size >= least)) size = least;
    if (size >= exact_up_to && !routine.arguments[i].rounded_up) size *= 1 + std::numeric_limits<R>::epsilon();
  }
}

// `routine`: a constant, Routine<Count>. The last argument is info.
template <class T, const auto& routine, class... Pointers>
void guarded(void (*netlib)(), Pointers... pointers) {
  constexpr std::size_t count = routine.arguments.size();
  static_assert(sizeof...(pointers) == count + 1 && count < 32);
  const std::array<void*, count + 1> given = {pointers...};
  constexpr auto run = go_on_with<count + 1, routine.options>;
  const Description description(routine);
  if constexpr (routine.failure != Failure::none) {
    if (!may_go_on<T>(description, given.data(), netlib, run)) return;
  }
  const bool query = routine.queries && is_query(description, given.data());
  run(netlib, given.data());
  if (query && *static_cast<const Int*>(given[count]) == 0) complete_answer<Real<T>>(description, given.data());
}

}  // namespace fairplay::blas::guards
