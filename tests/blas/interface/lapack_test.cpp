// LAPACK's own routines as Fortran calls them: illegal arguments by number, workspace queries, and workspaces of every
// documented size in front of an unreadable page.

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cctype>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "blas/scalar.h"
#include "tests/blas/interface/reported.h"

extern "C" {
#define ROUTINES(routine) void s##routine(), d##routine(), c##routine(), z##routine();
ROUTINES(getrf_)
ROUTINES(getf2_)
ROUTINES(getrf2_)
ROUTINES(getrs_)
ROUTINES(gesv_)
ROUTINES(getri_) ROUTINES(potrf_) ROUTINES(potf2_) ROUTINES(potrf2_) ROUTINES(potrs_) ROUTINES(posv_) ROUTINES(potri_)
    ROUTINES(lauum_) ROUTINES(lauu2_) ROUTINES(trtri_) ROUTINES(trtrs_) ROUTINES(geqrf_) ROUTINES(sytrf_)
        ROUTINES(sytf2_) void sorgqr_(),
    dorgqr_(), cungqr_(), zungqr_();
void sormqr_(), dormqr_(), cunmqr_(), zunmqr_();
void chetrf_(), zhetrf_(), chetf2_(), zhetf2_();
}

namespace fairplay::blas {
namespace {

constexpr int n = 37;

// One argument: an option's letter, an integer, or an array.
struct Argument {
  enum Kind : char { letter, integer, matrix, tau, pivots, work, info } kind;
  int value = 0;
};
constexpr Argument size = {Argument::integer, n}, matrix = {Argument::matrix}, pivots = {Argument::pivots},
                   tau = {Argument::tau}, work = {Argument::work}, info = {Argument::info};
constexpr Argument lwork = {Argument::integer, 64 * n + 64 * 64};
constexpr Argument option(char c) { return {Argument::letter, c}; }

struct Routine {
  std::string name;        // in capitals
  void (*functions[4])();  // s d c z; null where there is none
  std::vector<Argument> arguments;
  std::vector<std::pair<int, int>> illegal;  // argument's number, value
  int least_work = 0;                        // where lwork is an argument
};
#define OF_ALL(capitals, name) \
  capitals, { s##name, d##name, c##name, z##name }

const std::vector<Routine>& routines() {
  static const std::vector<Routine> all = [] {
    std::vector<Routine> made;
    const std::vector<Argument> lu = {size, size, matrix, size, pivots, info};
    const std::vector<std::pair<int, int>> lu_illegal = {{1, -1}, {2, -1}, {4, n - 1}};
    made.push_back({OF_ALL("GETRF", getrf_), lu, lu_illegal});
    made.push_back({OF_ALL("GETF2", getf2_), lu, lu_illegal});
    made.push_back({OF_ALL("GETRF2", getrf2_), lu, lu_illegal});
    made.push_back({OF_ALL("GETRS", getrs_),
                    {option('N'), size, size, matrix, size, pivots, matrix, size, info},
                    {{1, 'X'}, {2, -1}, {3, -1}, {5, n - 1}, {8, n - 1}}});
    made.push_back({OF_ALL("GESV", gesv_),
                    {size, size, matrix, size, pivots, matrix, size, info},
                    {{1, -1}, {2, -1}, {4, n - 1}, {7, n - 1}}});
    made.push_back({OF_ALL("GETRI", getri_),
                    {size, matrix, size, pivots, work, lwork, info},
                    {{1, -1}, {3, n - 1}, {6, n - 1}},
                    n});
    const std::vector<Argument> triangle = {option('U'), size, matrix, size, info};
    const std::vector<std::pair<int, int>> triangle_illegal = {{1, 'X'}, {2, -1}, {4, n - 1}};
    made.push_back({OF_ALL("POTRF", potrf_), triangle, triangle_illegal});
    made.push_back({OF_ALL("POTF2", potf2_), triangle, triangle_illegal});
    made.push_back({OF_ALL("POTRF2", potrf2_), triangle, triangle_illegal});
    made.push_back({OF_ALL("POTRI", potri_), triangle, triangle_illegal});
    made.push_back({OF_ALL("LAUUM", lauum_), triangle, triangle_illegal});
    made.push_back({OF_ALL("LAUU2", lauu2_), triangle, triangle_illegal});
    const std::vector<Argument> solve = {option('L'), size, size, matrix, size, matrix, size, info};
    const std::vector<std::pair<int, int>> solve_illegal = {{1, 'X'}, {2, -1}, {3, -1}, {5, n - 1}, {7, n - 1}};
    made.push_back({OF_ALL("POTRS", potrs_), solve, solve_illegal});
    made.push_back({OF_ALL("POSV", posv_), solve, solve_illegal});
    made.push_back({OF_ALL("TRTRI", trtri_),
                    {option('U'), option('N'), size, matrix, size, info},
                    {{1, 'X'}, {2, 'X'}, {3, -1}, {5, n - 1}}});
    made.push_back({OF_ALL("TRTRS", trtrs_),
                    {option('U'), option('C'), option('N'), size, size, matrix, size, matrix, size, info},
                    {{1, 'X'}, {2, 'X'}, {3, 'X'}, {4, -1}, {5, -1}, {7, n - 1}, {9, n - 1}}});
    const std::vector<Argument> indefinite = {option('L'), size, matrix, size, pivots, work, lwork, info},
                                unblocked = {option('U'), size, matrix, size, pivots, info};
    const std::vector<std::pair<int, int>> indefinite_illegal = {{1, 'X'}, {2, -1}, {4, n - 1}, {7, 0}},
                                           unblocked_illegal = {{1, 'X'}, {2, -1}, {4, n - 1}};
    made.push_back({OF_ALL("SYTRF", sytrf_), indefinite, indefinite_illegal, 1});
    made.push_back({"HETRF", {nullptr, nullptr, chetrf_, zhetrf_}, indefinite, indefinite_illegal, 1});
    made.push_back({OF_ALL("SYTF2", sytf2_), unblocked, unblocked_illegal});
    made.push_back({"HETF2", {nullptr, nullptr, chetf2_, zhetf2_}, unblocked, unblocked_illegal});
    made.push_back({OF_ALL("GEQRF", geqrf_),
                    {size, size, matrix, size, tau, work, lwork, info},
                    {{1, -1}, {2, -1}, {4, n - 1}, {7, n - 1}},
                    n});
    const std::vector<Argument> form = {size, size, size, matrix, size, tau, work, lwork, info};
    const std::vector<std::pair<int, int>> form_illegal = {{1, -1}, {2, n + 1}, {3, n + 1}, {5, n - 1}, {8, n - 1}};
    made.push_back({"ORGQR", {sorgqr_, dorgqr_, nullptr, nullptr}, form, form_illegal, n});
    made.push_back({"UNGQR", {nullptr, nullptr, cungqr_, zungqr_}, form, form_illegal, n});
    const std::vector<Argument> apply = {option('R'), option('N'), size, size, size,  matrix, size,
                                         tau,         matrix,      size, work, lwork, info};
    std::vector<std::pair<int, int>> real_apply = {{1, 'X'},   {2, 'X'},   {3, -1},     {4, -1},
                                                   {5, n + 1}, {7, n - 1}, {10, n - 1}, {12, n - 1}},
                                     complex_apply = real_apply;
    real_apply.push_back({2, 'C'});
    complex_apply.push_back({2, 'T'});
    made.push_back({"ORMQR", {sormqr_, dormqr_, nullptr, nullptr}, apply, real_apply, n});
    made.push_back({"UNMQR", {nullptr, nullptr, cunmqr_, zunmqr_}, apply, complex_apply, n});
    return made;
  }();
  return all;
}

template <std::size_t>
using Pointer = void*;
template <std::size_t... i>
void call_with(void (*function)(), const std::vector<void*>& pointers, std::index_sequence<i...>) {
  reinterpret_cast<void (*)(Pointer<i>...)>(function)(pointers[i]...);
}
template <std::size_t count = 1>
void call(void (*function)(), const std::vector<void*>& pointers) {
  if (pointers.size() == count)
    call_with(function, pointers, std::make_index_sequence<count>());
  else if constexpr (count < 13)
    call<count + 1>(function, pointers);
}

// Bytes in front of an unreadable page.
class Guarded {
 public:
  Guarded() : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))) {
    block_ =
        static_cast<char*>(::mmap(nullptr, room + page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    ::mprotect(block_ + room, page_, PROT_NONE);
  }
  ~Guarded() { ::munmap(block_, room + page_); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  void* last(std::size_t bytes) { return block_ + room - bytes; }

 private:
  static constexpr std::size_t room = std::size_t{1} << 20;
  std::size_t page_;
  char* block_;
};

// A call's operands: well-conditioned, positive definite matrices, identity pivots, tau of reflectors that are the
// identity.
template <class T>
struct Operands {
  std::vector<Argument> arguments;
  std::vector<int> integers;
  std::vector<char> letters;
  std::vector<std::vector<T>> arrays;
  std::vector<int> pivots;
  int returned_info = 99;
  std::vector<void*> pointers;

  Operands(const Routine& routine, void* workspace)
      : arguments(routine.arguments), integers(arguments.size()), letters(arguments.size()), arrays(arguments.size()) {
    for (int i = 0; i < n; ++i) pivots.push_back(i + 1);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const Argument& given = arguments[i];
      integers[i] = given.value;
      letters[i] = static_cast<char>(given.value);
      switch (given.kind) {
        case Argument::letter: pointers.push_back(&letters[i]); break;
        case Argument::integer: pointers.push_back(&integers[i]); break;
        case Argument::info: pointers.push_back(&returned_info); break;
        case Argument::pivots: pointers.push_back(pivots.data()); break;
        case Argument::work: pointers.push_back(workspace); break;
        case Argument::tau:
          arrays[i].assign(n, T{});
          pointers.push_back(arrays[i].data());
          break;
        case Argument::matrix:
          arrays[i].resize(static_cast<std::size_t>(n) * n);
          for (int k = 0; k < n * n; ++k)
            arrays[i][static_cast<std::size_t>(k)] =
                make<T>(k % (n + 1) == 0 ? Real<T>(n) : static_cast<Real<T>>(std::sin(k % n + k / n)));
          pointers.push_back(arrays[i].data());
          break;
      }
    }
  }
};
template <class T>
bool same(const Operands<T>& a, const Operands<T>& b) {
  for (std::size_t i = 0; i < a.arrays.size(); ++i)
    if (!a.arrays[i].empty() &&
        std::memcmp(a.arrays[i].data(), b.arrays[i].data(), a.arrays[i].size() * sizeof(T)) != 0)
      return false;
  return a.pivots == b.pivots;
}

template <class T>
class LapackInterface : public testing::Test {
 protected:
  static constexpr int type = std::is_same_v<T, float>            ? 0
                              : std::is_same_v<T, double>         ? 1
                              : std::is_same_v<T, Complex<float>> ? 2
                                                                  : 3;
  static std::string full_name(const Routine& routine) {
    std::string name = "SDCZ"[type] + routine.name;
    name.resize(std::max<std::size_t>(6, name.size()), ' ');
    return name;
  }
  template <class Look>
  void for_each_routine(Look look) {
    for (const Routine& routine : routines())
      if (routine.functions[type] != nullptr) look(routine, routine.functions[type]);
  }
  std::vector<T> workspace_ = std::vector<T>(128 * n);
};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(LapackInterface, Types);

TYPED_TEST(LapackInterface, ALegalCallIsDone) {
  this->for_each_routine([&](const Routine& routine, void (*function)()) {
    Operands<TypeParam> operands(routine, this->workspace_.data());
    reported_routine.clear();
    call(function, operands.pointers);
    EXPECT_EQ(operands.returned_info, 0) << routine.name;
    EXPECT_EQ(reported_routine, "") << routine.name;
  });
}

TYPED_TEST(LapackInterface, ReportsIllegalArgumentsByNumberAndTouchesNothing) {
  this->for_each_routine([&](const Routine& routine, void (*function)()) {
    for (auto [number, value] : routine.illegal) {
      Operands<TypeParam> operands(routine, this->workspace_.data()),
          before = Operands<TypeParam>(routine, this->workspace_.data());
      const auto place = static_cast<std::size_t>(number - 1);
      operands.integers[place] = value;
      operands.letters[place] = static_cast<char>(value);
      reported_routine.clear();
      position = 0;
      call(function, operands.pointers);
      EXPECT_EQ(reported_routine, this->full_name(routine));
      EXPECT_EQ(position, number) << routine.name;
      EXPECT_EQ(operands.returned_info, -number) << routine.name;
      EXPECT_TRUE(same(operands, before)) << routine.name;
    }
  });
}

TYPED_TEST(LapackInterface, AWorkspaceQueryReturnsTheBestSizeAndTouchesNothing) {
  this->for_each_routine([&](const Routine& routine, void (*function)()) {
    if (routine.least_work == 0) return;
    Operands<TypeParam> operands(routine, this->workspace_.data()),
        before = Operands<TypeParam>(routine, this->workspace_.data());
    operands.integers[operands.integers.size() - 2] = -1;
    call(function, operands.pointers);
    EXPECT_EQ(operands.returned_info, 0) << routine.name;
    EXPECT_GE(real(this->workspace_[0]), routine.least_work) << routine.name;
    EXPECT_LE(real(this->workspace_[0]), 128 * n) << routine.name;
    EXPECT_TRUE(same(operands, before)) << routine.name;
  });
}

TYPED_TEST(LapackInterface, NoMoreWorkspaceIsUsedThanGiven) {
  Guarded guarded;
  this->for_each_routine([&](const Routine& routine, void (*function)()) {
    if (routine.least_work == 0) return;
    Operands<TypeParam> query(routine, this->workspace_.data());
    query.integers[query.integers.size() - 2] = -1;
    call(function, query.pointers);
    const int best = static_cast<int>(real(this->workspace_[0]));
    for (int given :
         {routine.least_work, routine.least_work + 1, 2 * n - 1, 2 * n, 3 * n + 5, 10 * n, best - 1, best}) {
      if (given < routine.least_work) continue;
      Operands<TypeParam> operands(routine, guarded.last(static_cast<std::size_t>(given) * sizeof(TypeParam)));
      operands.integers[operands.integers.size() - 2] = given;
      call(function, operands.pointers);
      EXPECT_EQ(operands.returned_info, 0) << routine.name << " with work of " << given;
    }
  });
}

}  // namespace
}  // namespace fairplay::blas
