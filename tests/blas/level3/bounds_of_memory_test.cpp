// Operands that end where memory ends: no element past the last one is touched, not even by a load whose value isn't
// used.

#include <gtest/gtest.h>
#include <sys/mman.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/level3/problem.h"

namespace fairplay::blas {
namespace {

// `count` elements that end at a page nobody may touch.
template <class T>
class AtTheEnd {
 public:
  explicit AtTheEnd(std::size_t count) {
    constexpr std::size_t page = 4096;
    std::size_t bytes = (count * sizeof(T) + page - 1) / page * page;
    mapped_ = bytes + page;
    start_ = static_cast<char*>(::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    ::mprotect(start_ + bytes, page, PROT_NONE);
    data_ = reinterpret_cast<T*>(start_ + bytes) - count;
  }
  ~AtTheEnd() { ::munmap(start_, mapped_); }
  AtTheEnd(const AtTheEnd&) = delete;
  AtTheEnd& operator=(const AtTheEnd&) = delete;
  T* data() { return data_; }

 private:
  char* start_;
  std::size_t mapped_;
  T* data_;
};

template <class T>
class MemoryBounds : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(MemoryBounds, Types);

TYPED_TEST(MemoryBounds, NothingPastTheLastElement) {
  using T = TypeParam;
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    for (Routine routine : all_routines)
      for (auto [m, n, k] :
           {std::array<Index, 3>{1, 1, 1}, std::array<Index, 3>{3, 2, 5}, std::array<Index, 3>{9, 7, 8},
            std::array<Index, 3>{21, 13, 17}, std::array<Index, 3>{67, 33, 35}})
        for (const Problem& p : option_combinations<T>(routine, m, n, k)) {
          Operands<T> o = operands_of<T>(p, 1, 0);
          AtTheEnd<T> a(o.a.rows * o.a.columns), b(o.b.rows * o.b.columns), c(o.c.rows * o.c.columns);
          Matrix<T>* from[] = {&o.a, &o.b, &o.c};
          T* to[] = {a.data(), b.data(), c.data()};
          for (int i = 0; i < 3; ++i) std::copy_n(from[i]->data(), from[i]->rows * from[i]->columns, to[i]);
          run_on(p, to[0], o.a.ld, to[1], o.b.ld, to[2], o.c.ld);
        }
  }
  use(**supported().begin());
}

}  // namespace
}  // namespace fairplay::blas
