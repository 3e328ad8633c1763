#include <fmt/format.h>

#include <vector>

#include "auditor/behaviour/probes/probe.h"
#include "auditor/behaviour/subject/fortran_call.h"
#include "blas/hunting/sparse.h"

namespace auditor::behaviour::probes {

namespace {

constexpr std::int64_t stride = (std::int64_t{1} << 30) + 1;  // the third element or column lies beyond 2^31

/// Integers, numbers and options by reference, in their order.
class List {
 public:
  List& integer(std::int64_t value) { return add(&integers_.emplace_back(value)); }
  List& number(double value) { return add(&numbers_.emplace_back(value)); }
  List& option(char letter) { return add(&options_.emplace_back(letter)); }
  List& array(double* values) { return add(values); }
  void call(void* routine) const { call_fortran<void>(routine, words_); }
  double result(void* routine) const { return call_fortran<double>(routine, words_); }

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
  std::vector<double> numbers_;
  std::vector<char> options_;
  std::vector<void*> words_;
};

void compare(Context& context, const std::string& text, const std::string& routine, const std::vector<double>& got, const std::vector<double>& expected) {
  context.count_call();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (got[i] == expected[i]) continue;
    Divergence divergence;
    divergence.routine = routine;
    divergence.got = fmt::format("{:a}", got[i]);
    divergence.expected = fmt::format("{:a}", expected[i]);
    divergence.message = fmt::format("element {} is wrong: it lies, or its factors lie, more than 2^31 elements from the operand's start", i);
    divergence.call = text;
    context.tell(std::move(divergence));
    return;
  }
}

/// Whether the routine is there and wanted, and the step is to be made.
void* begin(Context& context, const char* routine, const std::string& text) {
  if (!context.wants(routine)) return nullptr;
  void* address = context.library().routine(routine);
  return address != nullptr && context.step(text) ? address : nullptr;
}

void vectors(Context& context, double* x) {
  const auto place = [&](double first, double second, double third) { x[0] = first, x[stride] = second, x[2 * stride] = third; };
  const auto now = [&] { return std::vector<double>{x[0], x[stride], x[2 * stride]}; };
  std::vector<double> y{4, 5, 6};
  if (const std::string text = fmt::format("ddot n=3 incx={}", stride); void* ddot = begin(context, "ddot", text)) {
    place(1, 2, 3);
    compare(context, text, "ddot", {List().integer(3).array(x).integer(stride).array(y.data()).integer(1).result(ddot)}, {32});
  }
  if (const std::string text = fmt::format("daxpy n=3 alpha=2 incy={}", stride); void* daxpy = begin(context, "daxpy", text)) {
    place(1, 2, 3);
    List().integer(3).number(2).array(y.data()).integer(1).array(x).integer(stride).call(daxpy);
    compare(context, text, "daxpy", now(), {9, 12, 15});
  }
  if (const std::string text = fmt::format("dscal n=3 alpha=2 incx={}", stride); void* dscal = begin(context, "dscal", text)) {
    place(1, 2, 3);
    List().integer(3).number(2).array(x).integer(stride).call(dscal);
    compare(context, text, "dscal", now(), {2, 4, 6});
  }
  if (const std::string text = fmt::format("dcopy n=3 incx={}", stride); void* dcopy = begin(context, "dcopy", text)) {
    place(1, 2, 3);
    List().integer(3).array(x).integer(stride).array(y.data()).integer(1).call(dcopy);
    compare(context, text, "dcopy", y, {1, 2, 3});
  }
}

/// A is 2 x 3: (1 2 3; 4 5 6).
void matrices(Context& context, double* a) {
  for (std::int64_t j = 0; j < 3; ++j) {
    a[j * stride] = static_cast<double>(j + 1);
    a[j * stride + 1] = static_cast<double>(j + 4);
  }
  std::vector<double> x{1, 10, 100}, y(3, 0);
  for (const char trans : {'N', 'T'}) {
    const std::string text = fmt::format("dgemv {} m=2 n=3 ld={}", trans, stride - 2);
    void* dgemv = begin(context, "dgemv", text);
    if (dgemv == nullptr) continue;
    List().option(trans).integer(2).integer(3).number(1).array(a).integer(stride).array(x.data()).integer(1).number(0).array(y.data()).integer(1).call(dgemv);
    if (trans == 'N') compare(context, text, "dgemv", y, {321, 654});
    else compare(context, text, "dgemv", y, {41, 52, 63});
  }
  const std::string text = fmt::format("dgemm NN m=2 n=2 k=3 ld={}", stride - 2);
  if (void* dgemm = begin(context, "dgemm", text)) {
    std::vector<double> b{1, 10, 100, 2, 20, 200}, c(4);
    List().option('N').option('N').integer(2).integer(2).integer(3).number(1).array(a).integer(stride).array(b.data()).integer(3).number(0).array(c.data()).integer(2).call(dgemm);
    compare(context, text, "dgemm", c, {321, 654, 642, 1308});
  }
}

/// Elements so far apart that an offset counted in 32 bits misses them; memory is but the pages that are touched.
void run(Context& context) {
  const fairplay::blas::hunting::Sparse<double> memory(2 * stride + 2);
  if (memory.data() == nullptr) return;  // the machine's limits allow no 17 GB of addresses
  vectors(context, memory.data());
  matrices(context, memory.data());
}

}  // namespace

extern const Probe numbers_offsets;
const Probe numbers_offsets{
    .id = "numbers/offsets",
    .shows = "whether offsets beyond 2^31 elements, by an increment or a leading dimension that 32 bits hold, are counted in more than 32 bits",
    .source = "BLAS Technical Forum Standard (2001), section 2.2: an increment is an integer, a product of integers needn't be one",
    .seconds = 1,
    .alone = false,
    .run = run,
};

}  // namespace auditor::behaviour::probes
