#pragma once

#include "auditor/behaviour/calls/arguments.h"
#include "auditor/behaviour/calls/data.h"
#include "auditor/behaviour/subject/cblas_call.h"
#include "auditor/behaviour/subject/fortran_call.h"
#include "blas/bounds/bounds.h"

namespace fairplay::auditor::behaviour {

/// One call of a routine over element type T. A routine's description (level1.cpp ... lapack_*.cpp) asks for its
/// arguments in their order, which makes operands for them, and says how the result is judged.
template <class T>
class Call final : public PreparedCall {
 public:
  using R = blas::Real<T>;
  using Bounds = blas::bounds::Moduli;
  enum class Returns : std::uint8_t { nothing, element, real, wide_real, integer };

  explicit Call(const CallCase& given) : arguments_(given) {}

  const CallCase& given() const { return arguments_.given(); }

  /// CBLAS's first argument, where it has matrices.
  void order() { by_rows_ = arguments_.option(cblas_orders) == 'R'; }

  // The arguments, each asked for in its turn.
  char option(std::string_view legal) { return arguments_.option(legal); }
  void fixed_option(char flag) { arguments_.fixed_option(flag); }
  Trans trans(std::string_view legal = "NTC") { return static_cast<Trans>(option(legal)); }
  Uplo uplo() { return static_cast<Uplo>(option("UL")); }
  Side side() { return static_cast<Side>(option("LR")); }
  Diag diag() { return static_cast<Diag>(option("NU")); }
  Index m() { return arguments_.size(given().m, "m"); }
  Index n() { return arguments_.size(given().n, "n"); }
  Index k() { return arguments_.size(given().k, "k"); }
  Index ku() { return arguments_.size(given().ku, "ku"); }
  void integer(std::int64_t value) { arguments_.integer(value); }
  T alpha() {
    return *arguments_.template scalar<T>(
        blas::make<T>(static_cast<R>(given().alpha), static_cast<R>(given().alpha_im)), Passed::Kind::scalar);
  }
  T beta() {
    return *arguments_.template scalar<T>(blas::make<T>(static_cast<R>(given().beta), static_cast<R>(given().beta_im)),
                                          Passed::Kind::scalar);
  }
  R real_alpha() { return real(static_cast<R>(given().alpha)); }
  R real_beta() { return real(static_cast<R>(given().beta)); }
  R real(R value) { return *arguments_.template scalar<R>(value, Passed::Kind::real); }

  /// A rows x columns matrix and its leading dimension. What isn't referenced holds garbage.
  MatrixView<T> matrix(const char* operand, Index rows, Index columns, Part part = Part::all) {
    return add_matrix(operand, {nullptr, rows, columns, 1, part}, false);
  }
  MatrixView<T> result_matrix(const char* operand, Index rows, Index columns, Part part = Part::all) {
    return add_matrix(operand, {nullptr, rows, columns, 1, part}, true);
  }
  /// A general band matrix with its diagonals as rows.
  MatrixView<T> band(const char* operand, Index rows, Index columns, Index below, Index above) {
    return add_matrix(operand, {nullptr, rows, columns, 1, Part::all, Storage::band, below, above}, false);
  }
  /// One triangle in any storage; `k` diagonals beside the main one, of a band.
  MatrixView<T> one_triangle(const char* operand, Index order, Part part, Storage storage, Index k, bool written) {
    const bool upper = part == Part::upper || part == Part::strictly_upper;
    return add_matrix(operand, {nullptr, order, order, 1, part, storage, upper ? 0 : k, upper ? k : 0}, written);
  }
  /// Symmetric or Hermitian: one triangle, and the imaginary parts of a Hermitian diagonal are garbage.
  MatrixView<T> symmetric(const char* operand, Index order, Uplo uplo, bool hermitian, bool written = false,
                          Storage storage = Storage::dense, Index k = 0) {
    const MatrixView<T> view = one_triangle(operand, order, part_of(uplo), storage, k, written);
    if constexpr (blas::is_complex<T>)
      for (Index j = 0; hermitian && j < order; ++j) view.operand->before()[view.at(j, j)].im = garbage<T>().im;
    return view;
  }
  /// Triangular and well-conditioned: elements off the diagonal are divided by 4 order, the real parts of those on it
  /// are in [1, 3].
  MatrixView<T> triangle(const char* operand, Index order, Uplo uplo, Diag diag, Storage storage = Storage::dense,
                         Index k = 0) {
    const MatrixView<T> view = one_triangle(operand, order, part_of(uplo, diag), storage, k, false);
    weigh_diagonal(view);
    return view;
  }
  /// Makes a triangle of it well-conditioned, and a Hermitian matrix positive definite.
  void weigh_diagonal(const MatrixView<T>& view) {
    const R divisor = static_cast<R>(4 * std::max<Index>(view.columns, 1));
    const R step = given().data == Data::integers ? 16 : 1;
    view.for_each([&](Index i, Index j, std::size_t at) {
      T& element = view.operand->before()[at];
      element = i == j ? blas::make<T>(2 + blas::real(element) / step, blas::imag(element) / step)
                       : blas::make<T>(blas::real(element) / divisor, blas::imag(element) / divisor);
    });
  }
  VectorView<T> x(Index n) { return add_vector("x", n, given().incx, false); }
  VectorView<T> y(Index n) { return add_vector("y", n, given().incy, false); }
  VectorView<T> result_x(Index n) { return add_vector("x", n, given().incx, true); }
  VectorView<T> result_y(Index n) { return add_vector("y", n, given().incy, true); }
  /// Elements one after the other, without an increment: parameters, pivots' companions.
  template <class E>
  VectorView<E> elements(const char* operand, Index n, bool written) {
    Operand<E>& added = add_operand<E>(operand, static_cast<std::size_t>(n), written);
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) fill(added, i);
    return {&added, n, 1};
  }
  /// One number that is only read: at Fortran's door in memory of its own, at CBLAS's by value.
  R one_read(const char* operand) {
    if (door_of(given().routine) == Door::fortran) return elements<R>(operand, 1, false).before()[0];
    return real(element_of<R>(given().data, given().seed, static_cast<unsigned>(arguments_.list().size()), 0));
  }
  IntegerArray& integers(const char* operand, Index n, bool written = true) {
    return arguments_.integer_array(operand, static_cast<std::size_t>(n), written);
  }
  /// A workspace and, where `with_length`, its length: as much as the routine asks for.
  template <class E>
  void work(const char* operand, bool with_length = true) {
    Operand<E>& added = add_operand<E>(operand, 1, true);
    arguments_.workspaces().push_back({&added,
                                       [this, &added](std::size_t count) {
                                         added.resize(count);
                                         for (std::size_t i = 0; i < count; ++i)
                                           added.refer(i), added.before()[i] = garbage<E>();
                                       },
                                       [&added] { return static_cast<double>(blas::real(added.now()[0])); },
                                       with_length ? arguments_.integer(0) : nullptr});
  }
  void integer_work(const char* operand, bool with_length = true) {
    IntegerArray& added = integers(operand, 1);
    arguments_.workspaces().push_back({&added, [&added](std::size_t count) { added.resize(count); },
                                       [&added] { return static_cast<double>(added[0]); },
                                       with_length ? arguments_.integer(0) : nullptr});
  }
  /// Memory of a documented length, whose contents mean nothing.
  template <class E>
  void scratch(const char* operand, Index count) {
    Operand<E>& added = add_operand<E>(operand, static_cast<std::size_t>(count), true);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) added.refer(i);
  }
  IntegerArray& info() { return integers("info", 1); }
  void returns(Returns kind) { returns_ = kind; }

  /// What judge() asks: given the call, after a run. Comparisons below report the first thing that is wrong.
  void judged_by(std::function<std::optional<Mismatch>()> judge) { judge_ = std::move(judge); }

  /// Holds what was written against what is expected, both column by column without gaps; bounds likewise.
  std::optional<Mismatch> compare(const MatrixView<T>& view, const std::vector<T>& expected,
                                  const Bounds& bounds) const {
    std::vector<T> wanted(expected.size());
    view.for_each([&](Index i, Index j, std::size_t) {
      wanted[static_cast<std::size_t>(i + j * view.rows)] = expected[static_cast<std::size_t>(i + j * view.rows)];
    });
    auto mismatch =
        compare_values(view.operand->name(), view.rows, view.columns, view.dense(view.operand->now()), wanted, bounds);
    if (mismatch)
      mismatch->element = static_cast<std::int64_t>(view.at(mismatch->element % std::max<Index>(view.rows, 1),
                                                            mismatch->element / std::max<Index>(view.rows, 1)));
    return mismatch;
  }
  std::optional<Mismatch> compare(const VectorView<T>& view, const std::vector<T>& expected,
                                  const Bounds& bounds) const {
    auto mismatch = compare_values(view.operand->name(), view.n, 1, view.dense(view.operand->now()), expected, bounds);
    if (mismatch) mismatch->element = static_cast<std::int64_t>(view.at(mismatch->element));
    return mismatch;
  }
  template <class Value>
  std::optional<Mismatch> compare_result(Value got, Value expected, double bound) const {
    Bounds bounds(1, 1);
    bounds(0, 0) = bound;
    if constexpr (blas::is_complex<Value>)
      if (!finite(got) && !finite(expected)) return std::nullopt;
    const auto worst = blas::bounds::worst<Value>(1, 1, &got, 1, &expected, 1, bounds);
    if (worst.ratio <= 1) return std::nullopt;
    return Mismatch{"the result is wrong", hex_text(got), hex_text(expected), worst.ratio, "result", 0};
  }
  T returned() const { return returned_element_; }
  R returned_real() const { return returned_real_; }
  double returned_wide() const { return returned_wide_; }
  std::int64_t returned_integer() const { return returned_integer_; }

  bool run(const SubjectLibrary& library) override {
    void* routine = library.routine(given().routine);
    if (routine == nullptr) return false;
    arguments_.use_integers_of(library.wide_integers());
    refused_.reset();
    arguments_.use_illegal(false);
    if (!arguments_.workspaces().empty() && !ask_for_workspace(routine)) return true;
    arguments_.use_illegal(true);
    arguments_.reset();
    if (door_of(given().routine) == Door::cblas) {
      run_by_cblas(library, routine);
      return true;
    }
    std::vector<void*> words = arguments_.addresses();
    if (given().after_nan && returns_ == Returns::nothing) {
      arguments_.poison_inputs();
      call_fortran<void>(routine, words);
      arguments_.reset();
    }
    if (returns_ == Returns::element && blas::is_complex<T> && library.complex_by_argument()) {
      words.insert(words.begin(), &returned_element_);
      call_fortran<void>(routine, words);
      return true;
    }
    switch (returns_) {
      case Returns::nothing: call_fortran<void>(routine, words); break;
      case Returns::element: returned_element_ = call_fortran<T>(routine, words); break;
      case Returns::real: returned_real_ = call_fortran<R>(routine, words); break;
      case Returns::wide_real: returned_wide_ = call_fortran<double>(routine, words); break;
      case Returns::integer: {
        const auto returned = call_fortran<std::int64_t>(routine, words);
        returned_integer_ = library.wide_integers() ? returned : static_cast<std::int32_t>(returned);
        break;
      }
    }
    return true;
  }

  std::optional<Mismatch> judge() override {
    if (auto damage = arguments_.damage()) return damage;
    if (refused_) return refused_;
    if (given().illegal != 0) return judge_illegal_argument();
    return judge_ ? judge_() : std::nullopt;
  }

  std::vector<std::byte> written() const override {
    std::vector<std::byte> bytes;
    each_written(*this, [&](const void* from, std::size_t size) {
      const auto* first = static_cast<const std::byte*>(from);
      bytes.insert(bytes.end(), first, first + size);
    });
    return bytes;
  }

  bool adopt(std::span<const std::byte> written, bool wide) override {
    refused_.reset();
    arguments_.use_integers_of(wide);
    arguments_.reset();
    bool fits = true;
    each_written(*this, [&](void* to, std::size_t size) {
      fits = fits && size <= written.size();
      if (!fits || size == 0) return;
      std::memcpy(to, written.data(), size);
      written = written.subspan(size);
    });
    return fits && written.empty();
  }

  CallDescription describe() const override {
    CallDescription description;
    description.door = door_of(given().routine);
    description.type = type_letter<T>;
    description.returns = returns_ == Returns::element     ? type_letter<T>
                          : returns_ == Returns::real      ? type_letter<R>
                          : returns_ == Returns::wide_real ? 'd'
                          : returns_ == Returns::integer   ? 'i'
                                                           : ' ';
    for (const Passed& passed : arguments_.list()) {
      Argument argument;
      switch (passed.kind) {
        case Passed::Kind::option:
          argument.option = *static_cast<const char*>(passed.value);
          argument.integer = passed.number;
          break;
        case Passed::Kind::integer:
          argument.kind = Argument::Kind::integer;
          argument.integer = *static_cast<const std::int64_t*>(passed.value);
          break;
        case Passed::Kind::scalar:
        case Passed::Kind::real: {
          argument.kind = Argument::Kind::scalar;
          argument.type = passed.kind == Passed::Kind::real ? type_letter<R> : type_letter<T>;
          argument.element_bytes = passed.kind == Passed::Kind::real ? sizeof(R) : sizeof(T);
          const auto* first = static_cast<const std::byte*>(passed.value);
          argument.content.assign(first, first + argument.element_bytes);
          break;
        }
        case Passed::Kind::array:
          passed.region->describe(argument);
          argument.workspace = is_workspace(passed.region);
          break;
      }
      description.arguments.push_back(std::move(argument));
    }
    return description;
  }

  const char* locate(const void* address, std::int64_t& byte) const override {
    return arguments_.locate(address, byte);
  }
  const Arguments& arguments() const { return arguments_; }

  /// Sets what the case plants, and sees that every option was taken: the end of a description. Throws Impossible.
  void complete() {
    if (!arguments_.complete())
      throw Impossible{fmt::format("\"{}\": more options than {} has", given().flags, given().routine)};
    for (const Plant& plant : given().plants) {
      bool planted = false;
      for (const auto& region : arguments_.regions())
        if (region->name() == plant.operand) {
          if (auto* own = dynamic_cast<Operand<T>*>(region.get()))
            planted = set(*own, plant);
          else if (auto* real = dynamic_cast<Operand<R>*>(region.get()))
            planted = set(*real, plant);
        }
      if (!planted) throw Impossible{fmt::format("{} has no element {}", plant.operand, plant.index)};
    }
    arguments_.use_illegal(true);
  }

 private:
  /// Calls `visit(address, bytes)` with all that a run writes, in one order: operands, then the returned value.
  template <class Self, class Visit>
  static void each_written(Self& self, Visit visit) {
    for (const auto& region : self.arguments_.regions())
      if (region->written() && !self.is_workspace(region.get()))
        visit(region->memory().data(), region->memory().bytes());
    if (self.returns_ == Returns::element) visit(&self.returned_element_, sizeof self.returned_element_);
    if (self.returns_ == Returns::real) visit(&self.returned_real_, sizeof self.returned_real_);
    if (self.returns_ == Returns::wide_real) visit(&self.returned_wide_, sizeof self.returned_wide_);
    if (self.returns_ == Returns::integer) visit(&self.returned_integer_, sizeof self.returned_integer_);
  }

  // Garbage for what no routine may look at: NaN would poison a result, and the odd seeds' number is changed by any
  // store.
  template <class E>
  E garbage() const {
    using RealPart = blas::Real<E>;
    const RealPart value =
        given().seed % 2 == 0 ? std::numeric_limits<RealPart>::quiet_NaN() : static_cast<RealPart>(1.2345e30);
    return blas::make<E>(value, value);
  }

  template <class E>
  Operand<E>& add_operand(const char* name, std::size_t elements, bool written) {
    Operand<E>& added = arguments_.template array<E>(name, elements, written);
    std::fill(added.before().begin(), added.before().end(), garbage<E>());
    return added;
  }
  template <class E>
  void fill(Operand<E>& operand, std::size_t index) {
    operand.refer(index);
    operand.before()[index] = element_of<E>(given().data, given().seed, operand.place(), index);
  }
  MatrixView<T> add_matrix(const char* operand, MatrixView<T> view, bool written) {
    if (given().ld < 0 || given().ld > 1 << 20) throw Impossible{fmt::format("ld={} can't be", given().ld)};
    view.by_rows = by_rows_;
    const Index length = by_rows_ ? view.columns : view.rows, count = by_rows_ ? view.rows : view.columns;
    view.ld = std::max<Index>(view.storage == Storage::band ? view.below + view.above + 1 : length, 1) + given().ld;
    // The BLAS declares A(lda, n): the last column's gap may be read, if to no effect.
    const Index size = view.storage == Storage::packed ? view.columns * (view.columns + 1) / 2 : view.ld * count;
    view.operand = &add_operand<T>(operand, static_cast<std::size_t>(size), written);
    if (view.storage != Storage::packed) arguments_.integer(view.ld);
    view.for_each([&](Index, Index, std::size_t at) { fill(*view.operand, at); });
    return view;
  }
  VectorView<T> add_vector(const char* operand, Index n, Index inc, bool written) {
    if (inc == 0 || std::abs(inc) > 1 << 20) throw Impossible{fmt::format("an increment of {} can't be", inc)};
    Operand<T>& added =
        add_operand<T>(operand, n == 0 ? 0 : static_cast<std::size_t>(1 + (n - 1) * std::abs(inc)), written);
    arguments_.integer(inc);
    for (Index i = 0; i < n; ++i) fill(added, static_cast<std::size_t>(i * std::abs(inc)));
    return {&added, n, inc};
  }
  template <class E>
  static bool set(Operand<E>& operand, const Plant& plant) {
    using RealPart = blas::Real<E>;
    const E value = blas::make<E>(static_cast<RealPart>(plant.re), static_cast<RealPart>(plant.im));
    std::vector<E>& elements = operand.before();
    for (std::size_t i = 0; plant.index < 0 && i < elements.size(); ++i)
      if (operand.referenced(i)) elements[i] = value;
    if (plant.index < 0) return true;
    if (static_cast<std::size_t>(plant.index) >= elements.size()) return false;
    elements[static_cast<std::size_t>(plant.index)] = value;
    return true;
  }

  /// LAPACK Users' Guide, 3rd ed., section 5.1.9: info = -i for an illegal argument i.
  std::optional<Mismatch> judge_illegal_argument() const {
    const IntegerArray* info = arguments_.info();
    if (info == nullptr || (*info)[0] == -given().illegal) return std::nullopt;
    return Mismatch{fmt::format("argument {} is illegal, and info {}", given().illegal,
                                (*info)[0] == IntegerArray::unset ? "isn't set" : "doesn't tell"),
                    std::to_string((*info)[0]),
                    std::to_string(-given().illegal),
                    std::numeric_limits<double>::infinity(),
                    "info",
                    0};
  }

  CblasArguments cblas_arguments() {
    CblasArguments all;
    for (const Passed& passed : arguments_.list()) switch (passed.kind) {
        case Passed::Kind::option: all.add_word(static_cast<std::uint64_t>(passed.number)); break;
        case Passed::Kind::integer:
          all.add_word(static_cast<std::uint64_t>(*static_cast<const std::int64_t*>(passed.value)));
          break;
        case Passed::Kind::scalar:
          if constexpr (blas::is_complex<T>)
            all.add_address(passed.value);
          else
            all.add_real(*static_cast<const T*>(passed.value));
          break;
        case Passed::Kind::real: all.add_real(*static_cast<const R*>(passed.value)); break;
        case Passed::Kind::array: all.add_address(passed.address()); break;
      }
    return all;
  }
  void run_by_cblas(const SubjectLibrary& library, void* function) {
    CblasArguments all = cblas_arguments();
    switch (returns_) {
      case Returns::nothing: call_cblas<void>(function, all); break;
      case Returns::element:
        if constexpr (blas::is_complex<T>) {
          all.add_address(&returned_element_);
          call_cblas<void>(function, all);
        } else {
          returned_element_ = call_cblas<T>(function, all);
        }
        break;
      case Returns::real: returned_real_ = call_cblas<R>(function, all); break;
      case Returns::wide_real: returned_wide_ = call_cblas<double>(function, all); break;
      case Returns::integer: {
        // A place from 0 on; 0 as well where Fortran has none.
        const auto place = call_cblas<std::int64_t>(function, all);
        returned_integer_ = (library.wide_integers() ? place : static_cast<std::int32_t>(place)) +
                            (given().n > 0 && given().incx > 0 ? 1 : 0);
        break;
      }
    }
  }

  bool is_workspace(const Region* region) const {
    for (const Workspace& workspace : arguments_.workspaces())
      if (workspace.region == region) return true;
    return false;
  }
  bool ask_for_workspace(void* routine) {
    for (const Workspace& workspace : arguments_.workspaces()) {
      workspace.resize(1);
      if (workspace.length != nullptr) *workspace.length = -1;
    }
    arguments_.reset();
    call_fortran<void>(routine, arguments_.addresses());
    for (const Workspace& workspace : arguments_.workspaces()) {
      const double asked = workspace.asked();
      constexpr double most = 1 << 27;  // elements
      if (!(asked >= 0 && asked <= most)) {
        refused_ = Mismatch{fmt::format("a query for {} gives no length", workspace.region->name()),
                            fmt::format("{}", asked), "a number of elements", std::numeric_limits<double>::infinity()};
        return false;
      }
      const auto count = std::max<std::int64_t>(static_cast<std::int64_t>(asked), 1);
      workspace.resize(static_cast<std::size_t>(count));
      if (workspace.length != nullptr) *workspace.length = count;
    }
    return true;
  }

  static std::optional<Mismatch> compare_values(const std::string& operand, Index rows, Index columns,
                                                std::vector<T> got, const std::vector<T>& expected,
                                                const Bounds& bounds) {
    // Of a complex element that isn't finite, which part is NaN and which infinite depends on the formula: on whether a
    // factor of 1 multiplies.
    if constexpr (blas::is_complex<T>)
      for (std::size_t i = 0; i < got.size(); ++i)
        if (!finite(expected[i]) && !finite(got[i])) got[i] = expected[i];
    const Index ld = std::max<Index>(rows, 1);
    const auto worst = blas::bounds::worst<T>(rows, columns, got.data(), ld, expected.data(), ld, bounds);
    if (worst.ratio <= 1) return std::nullopt;
    const auto at = static_cast<std::size_t>(worst.i + worst.j * ld);
    const std::string where =
        columns == 1 ? fmt::format("{}[{}]", operand, worst.i) : fmt::format("{}({}, {})", operand, worst.i, worst.j);
    return Mismatch{where + " is wrong", hex_text(got[at]), hex_text(expected[at]),
                    worst.ratio,         operand,           static_cast<std::int64_t>(at)};
  }
  static bool finite(T x) { return std::isfinite(blas::real(x)) && std::isfinite(blas::imag(x)); }

  Arguments arguments_;
  bool by_rows_ = false;
  std::optional<Mismatch> refused_;
  Returns returns_ = Returns::nothing;
  T returned_element_{};
  R returned_real_{};
  double returned_wide_ = 0;
  std::int64_t returned_integer_ = 0;
  std::function<std::optional<Mismatch>()> judge_;
};

}  // namespace fairplay::auditor::behaviour
