// The order in which a library adds names its family of kernels, whatever it calls itself, and tells two people whose
// last bits differ why.
#include <fmt/format.h>

#include <algorithm>

#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/summation_tree.h"
#include "auditor/behaviour/subject/fortran_call.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

constexpr std::int64_t terms = 64, long_terms = 1024;

void run_order_tree(Context& context) {
  char none[] = "N", transposed[] = "T";
  std::int64_t length = terms, unit = 1, order = 8;
  double one = 1, zero = 0;
  std::vector<double> ones(long_terms * 8, 1.0);
  auto reveal = [&](const char* routine, const std::string& what, auto call) {
    void* address = context.library().routine(routine);
    if (!context.wants(routine) || address == nullptr || !context.step(what)) return;
    const auto tree = summation_tree(terms, [&](const std::vector<double>& values) {
      context.count_call();
      return call(address, const_cast<double*>(values.data()));
    });
    context.note(fmt::format("{}: {}", what, tree ? tree->describe() : "no fixed order"));
  };
  reveal("ddot", "ddot n=64", [&](void* address, double* values) {
    void* const arguments[] = {&length, values, &unit, ones.data(), &unit};
    return call_fortran<double>(address, arguments);
  });
  std::vector<double> y(8), c(64);
  // All columns of A are ones: each element of y is the sum of x's.
  reveal("dgemv", "dgemv N m=8 n=64", [&](void* address, double* values) {
    void* const arguments[] = {none, &order, &length, &one, ones.data(), &order, values, &unit, &zero, y.data(), &unit};
    call_fortran<void>(address, arguments);
    return y[0];
  });
  reveal("dgemv", "dgemv T m=64 n=8", [&](void* address, double* values) {
    void* const arguments[] = {transposed, &length, &order, &one,     ones.data(), &length,
                               values,     &unit,   &zero,  y.data(), &unit};
    call_fortran<void>(address, arguments);
    return y[0];
  });
  // The first column of B holds the terms, A ones.
  auto product = [&](void* address, std::int64_t k, const double* values, std::vector<double>& b) {
    std::copy_n(values, k, b.begin());
    void* const arguments[] = {none,   none,     &order, &order, &k,       &one,  ones.data(),
                               &order, b.data(), &k,     &zero,  c.data(), &order};
    call_fortran<void>(address, arguments);
    return c[0];
  };
  std::vector<double> b(static_cast<std::size_t>(8 * long_terms), 1.0);
  reveal("dgemm", "dgemm NN m=8 n=8 k=64",
         [&](void* address, double* values) { return product(address, terms, values, b); });
  // A block of k is as long as fits the first cache, by the tables of the family.
  const std::string blocked = fmt::format("dgemm NN m=8 n=8 k={}", long_terms);
  if (void* address = context.library().routine("dgemm");
      address != nullptr && context.wants("dgemm") && context.step(blocked)) {
    const std::size_t run = first_run(long_terms, [&](const std::vector<double>& values) {
      context.count_call();
      return product(address, long_terms, values.data(), b);
    });
    context.note(fmt::format("{}: {}", blocked,
                             run == 0            ? "no fixed order"
                             : run == long_terms ? "left to right"
                                                 : fmt::format("in runs of {}", run)));
  }
}

}  // namespace

extern const Probe order_tree;
const Probe order_tree{
    .description =
        {
            .id = "order/tree",
            .shows =
                "in which order dot, gemv and gemm add, as a fingerprint of the family of kernels; finds nothing wrong",
            .source = "P. Xie, Y. Gao, J. Xue: FPRev, arXiv 2411.00442",
            .seconds = 2,
            .alone = false,
        },
    .run = run_order_tree,
};

}  // namespace fairplay::auditor::behaviour::probes
