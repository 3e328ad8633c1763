#include <fmt/format.h>

#include <vector>

#include "auditor/behaviour/calls/operand.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/subject/fortran_call.h"
#include "blas/hunting/sparse.h"

namespace fairplay::auditor::behaviour::probes {

namespace {

namespace blas = fairplay::blas;

/// Integers, numbers and options by reference, in their order.
template <class T>
class List {
 public:
  List& integer(std::int64_t value) { return add(&integers_.emplace_back(value)); }
  List& number(int value) { return add(&numbers_.emplace_back(blas::make<T>(static_cast<blas::Real<T>>(value)))); }
  List& option(char letter) { return add(&options_.emplace_back(letter)); }
  List& array(T* values) { return add(values); }
  void call(void* routine) const { call_fortran<void>(routine, words_); }
  T result(void* routine) const { return call_fortran<T>(routine, words_); }

  List() {
    integers_.reserve(16);
    numbers_.reserve(16);
    options_.reserve(16);
  }

 private:
  List& add(void* word) {
    words_.push_back(word);
    return *this;
  }
  std::vector<std::int64_t> integers_;
  std::vector<T> numbers_;
  std::vector<char> options_;
  std::vector<void*> words_;
};

/// Elements `stride` apart in memory of which but the touched pages exist. Whole numbers are computed with, so that
/// results are exact.
template <class T>
class FarApart {
 public:
  FarApart(Context& context, char letter, std::int64_t stride)
      : context_(context), letter_(letter), stride_(stride), memory_(2 * stride + 2) {}

  void run() {
    if (memory_.data() == nullptr) return;  // the machine's limits allow no so many addresses
    vectors();
    matrices();
  }

 private:
  static std::vector<T> numbers(std::initializer_list<int> values) {
    std::vector<T> all;
    for (const int value : values) all.push_back(blas::make<T>(static_cast<blas::Real<T>>(value)));
    return all;
  }
  /// The routine's address if it is there and wanted, and the step is to be made.
  void* begin(const std::string& routine, const std::string& text) {
    if (!context_.wants(routine)) return nullptr;
    void* address = context_.library().routine(routine);
    return address != nullptr && context_.step(text) ? address : nullptr;
  }
  void compare(const std::string& text, const std::string& routine, const std::vector<T>& got,
               std::initializer_list<int> values) {
    const std::vector<T> expected = numbers(values);
    context_.count_call();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (blas::real(got[i]) == blas::real(expected[i]) && blas::imag(got[i]) == 0) continue;
      Divergence divergence;
      divergence.routine = routine;
      divergence.got = hex_text(got[i]);
      divergence.expected = hex_text(expected[i]);
      divergence.message = fmt::format(
          "element {} is wrong: it lies, or its factors lie, more than 2^31 elements from the operand's start", i);
      divergence.call = text;
      context_.tell(std::move(divergence));
      return;
    }
  }

  void vectors() {
    T* x = memory_.data();
    const auto place = [&] {
      for (int i = 0; i < 3; ++i) x[i * stride_] = blas::make<T>(static_cast<blas::Real<T>>(i + 1));
    };
    const auto now = [&] { return std::vector<T>{x[0], x[stride_], x[2 * stride_]}; };
    std::vector<T> y = numbers({4, 5, 6});
    const auto named = [&](const char* stem) { return letter_ + std::string(stem); };
    if constexpr (!blas::is_complex<T>) {
      const std::string dot = named("dot"), text = fmt::format("{} n=3 incx={}", dot, stride_);
      if (void* routine = begin(dot, text)) {
        place();
        compare(text, dot, {List<T>().integer(3).array(x).integer(stride_).array(y.data()).integer(1).result(routine)},
                {32});
      }
    }
    const std::string axpy = named("axpy"), of_axpy = fmt::format("{} n=3 alpha=2 incy={}", axpy, stride_);
    if (void* routine = begin(axpy, of_axpy)) {
      place();
      List<T>().integer(3).number(2).array(y.data()).integer(1).array(x).integer(stride_).call(routine);
      compare(of_axpy, axpy, now(), {9, 12, 15});
    }
    const std::string scal = named("scal"), of_scal = fmt::format("{} n=3 alpha=2 incx={}", scal, stride_);
    if (void* routine = begin(scal, of_scal)) {
      place();
      List<T>().integer(3).number(2).array(x).integer(stride_).call(routine);
      compare(of_scal, scal, now(), {2, 4, 6});
    }
    const std::string copy = named("copy"), of_copy = fmt::format("{} n=3 incx={}", copy, stride_);
    if (void* routine = begin(copy, of_copy)) {
      place();
      List<T>().integer(3).array(x).integer(stride_).array(y.data()).integer(1).call(routine);
      compare(of_copy, copy, y, {1, 2, 3});
    }
  }

  /// A is 2 x 3: (1 2 3; 4 5 6).
  void matrices() {
    T* a = memory_.data();
    for (int j = 0; j < 3; ++j) {
      a[j * stride_] = blas::make<T>(static_cast<blas::Real<T>>(j + 1));
      a[j * stride_ + 1] = blas::make<T>(static_cast<blas::Real<T>>(j + 4));
    }
    std::vector<T> x = numbers({1, 10, 100}), y = numbers({0, 0, 0});
    const std::string gemv = letter_ + std::string("gemv"), gemm = letter_ + std::string("gemm");
    for (const char trans : {'N', 'T'}) {
      const std::string text = fmt::format("{} {} m=2 n=3 ld={}", gemv, trans, stride_ - 2);
      void* routine = begin(gemv, text);
      if (routine == nullptr) continue;
      List<T>()
          .option(trans)
          .integer(2)
          .integer(3)
          .number(1)
          .array(a)
          .integer(stride_)
          .array(x.data())
          .integer(1)
          .number(0)
          .array(y.data())
          .integer(1)
          .call(routine);
      if (trans == 'N')
        compare(text, gemv, y, {321, 654});
      else
        compare(text, gemv, y, {41, 52, 63});
    }
    const std::string text = fmt::format("{} NN m=2 n=2 k=3 ld={}", gemm, stride_ - 2);
    if (void* routine = begin(gemm, text)) {
      std::vector<T> b = numbers({1, 10, 100, 2, 20, 200}), c = numbers({0, 0, 0, 0});
      List<T>()
          .option('N')
          .option('N')
          .integer(2)
          .integer(2)
          .integer(3)
          .number(1)
          .array(a)
          .integer(stride_)
          .array(b.data())
          .integer(3)
          .number(0)
          .array(c.data())
          .integer(2)
          .call(routine);
      compare(text, gemm, c, {321, 654, 642, 1308});
    }
  }

  Context& context_;
  char letter_;
  std::int64_t stride_;
  blas::hunting::Sparse<T> memory_;
};

void all_types(Context& context, std::int64_t stride) {
  FarApart<float>(context, 's', stride).run();
  FarApart<double>(context, 'd', stride).run();
  FarApart<blas::Complex<float>>(context, 'c', stride).run();
  FarApart<blas::Complex<double>>(context, 'z', stride).run();
}

void run_numbers_offsets(Context& context) {
  all_types(context, (std::int64_t{1} << 30) + 1);  // the third element or column lies beyond 2^31
  if (context.library().wide_integers()) all_types(context, (std::int64_t{1} << 31) + 1);  // the stride itself does
}

}  // namespace

extern const Probe numbers_offsets;
const Probe numbers_offsets{
    .description =
        {
            .id = "numbers/offsets",
            .shows = "whether offsets beyond 2^31 elements, by an increment or a leading dimension that 32 bits hold "
                     "or, of a library of 64-bit integers, don't, are counted in more than 32 bits",
            .source = "BLAS Technical Forum Standard (2001), section 2.2: an increment is an integer, a product of "
                      "integers needn't be one",
            .seconds = 1,
            .alone = false,
        },
    .run = run_numbers_offsets,
};

}  // namespace fairplay::auditor::behaviour::probes
