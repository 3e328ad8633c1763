// Vectors and matrices that end where readable memory ends: no kernel may look past them, whatever its registers hold.

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "blas/level1.h"
#include "blas/level2.h"
#include "tests/blas/kernel_sets.h"

namespace fairplay::blas {
namespace {

// Room for elements in front of an unreadable page.
class Guarded {
 public:
  Guarded() {
    page_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    block_ =
        static_cast<char*>(::mmap(nullptr, size + page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    ::mprotect(block_ + size, page_, PROT_NONE);
  }
  ~Guarded() { ::munmap(block_, size + page_); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  // The last n elements, all one.
  template <class T>
  T* last(Index n) {
    T* first = reinterpret_cast<T*>(block_ + size) - n;
    for (Index i = 0; i < n; ++i) first[i] = make<T>(1);
    return first;
  }

 private:
  static constexpr std::size_t size = std::size_t{1} << 18;
  std::size_t page_;
  char* block_;
};

template <class T>
void look_at_ends(Guarded& x_room, Guarded& y_room, Guarded& a_room) {
  for (Index n = 1; n < 70; ++n) {
    T *x = x_room.last<T>(n), *y = y_room.last<T>(n);
    EXPECT_EQ(real(dot<T>(n, x, 1, y, 1)), n);
    EXPECT_EQ(asum<T>(n, x, 1), n);
    EXPECT_EQ(iamax<T>(n, x, 1), 0);
    EXPECT_NE(nrm2<T>(n, x, 1), 0);
    axpy<T>(n, make<T>(1), x, 1, y, 1);
    scal<T>(n, make<T>(1), x, 1);
    rot<T>(n, x, 1, y, 1, 1, 0);
    for (Index m : {Index{1}, Index{3}, Index{9}, n}) {
      T* a = a_room.last<T>(m * n);
      T *u = x_room.last<T>(m), *v = y_room.last<T>(n);
      gemv<T>(Trans::none, m, n, make<T>(1), a, m, v, 1, T{}, u, 1);
      EXPECT_EQ(real(u[m - 1]), n);
      u = x_room.last<T>(m);
      gemv<T>(Trans::transpose, m, n, make<T>(1), a, m, u, 1, T{}, v, 1);
      EXPECT_EQ(real(v[n - 1]), m);
      ger<T>(m, n, make<T>(1), u, 1, v, 1, a, m);
    }
  }
}

TEST(GuardPages, NothingIsReadOrWrittenPastTheEnd) {
  Guarded x, y, a;
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    look_at_ends<float>(x, y, a);
    look_at_ends<double>(x, y, a);
    look_at_ends<Complex<float>>(x, y, a);
    look_at_ends<Complex<double>>(x, y, a);
  }
  use(**supported().begin());
}

}  // namespace
}  // namespace fairplay::blas
