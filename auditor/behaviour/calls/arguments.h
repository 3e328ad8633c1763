#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "auditor/behaviour/calls/door.h"
#include "auditor/behaviour/calls/integer_array.h"
#include "auditor/behaviour/calls/operand.h"

namespace fairplay::auditor::behaviour {

using blas::Diag;
using blas::Index;
using blas::Side;
using blas::Trans;
using blas::Uplo;

/// Thrown while a call is prepared; prepare() turns it into its error.
struct Impossible {
  std::string why;
};

/// One argument as Fortran takes it: by reference.
struct Passed {
  enum class Kind : std::uint8_t {
    option,   ///< one character
    integer,  ///< std::int64_t, of which a library of 32-bit integers reads the low half: x86-64 and AArch64 are
              ///< little-endian
    scalar,   ///< one element of the routine's type
    real,     ///< one real number of the routine's precision
    array,    ///< `region`
  };
  Kind kind;
  void* value = nullptr;
  Region* region = nullptr;
  int number = 0;  ///< what CBLAS writes for an option

  void* address() const { return kind == Kind::array ? region->address() : value; }
};

/// A workspace whose length the routine returns for a length of -1: the call then gets exactly that much, with a page
/// behind it that can't be touched.
struct Workspace {
  Region* region;
  std::function<void(std::size_t)> resize;
  std::function<double()> asked;
  std::int64_t* length;  ///< the argument behind it; null: it has none, and follows from the other ones' query
};

/// The arguments of one call in their order, of any element type.
class Arguments {
 public:
  explicit Arguments(const CallCase& given) : given_(given) {}
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  const CallCase& given() const { return given_; }
  const std::vector<Passed>& list() const { return list_; }
  const std::vector<std::unique_ptr<Region>>& regions() const { return regions_; }
  std::vector<Workspace>& workspaces() { return workspaces_; }
  const std::vector<Workspace>& workspaces() const { return workspaces_; }

  /// The next of the case's options.
  char option(std::string_view legal) {
    if (next_flag_ >= given_.flags.size()) throw Impossible{fmt::format("\"{}\": an option is missing", given_.flags)};
    const char flag = given_.flags[next_flag_++];
    if (legal.find(flag) == std::string_view::npos)
      throw Impossible{fmt::format("option '{}' isn't one of {}", flag, legal)};
    fixed_option(flag, cblas_number(legal, flag));
    return flag;
  }
  void fixed_option(char flag, int number = 0) {
    options_.push_back(std::make_unique<char>(flag));
    list_.push_back({Passed::Kind::option, options_.back().get(), nullptr, number});
  }
  Index size(std::int64_t value, const char* word) {
    constexpr std::int64_t most = std::int64_t{1} << 40;
    if (value < 0 || value > most) throw Impossible{fmt::format("{}={} can't be", word, value)};
    integer(value);
    return value;
  }
  std::int64_t* integer(std::int64_t value) {
    integers_.push_back(std::make_unique<std::int64_t>(value));
    list_.push_back({Passed::Kind::integer, integers_.back().get()});
    return integers_.back().get();
  }
  template <class T>
  const T* scalar(T value, Passed::Kind kind) {
    auto held = std::make_shared<T>(value);
    list_.push_back({kind, held.get()});
    scalars_.push_back(held);
    return held.get();
  }

  template <class E>
  Operand<E>& array(const char* name, std::size_t elements, bool written) {
    constexpr std::size_t most = std::size_t{1} << 31;  // bytes
    if (elements > most / sizeof(E)) throw Impossible{fmt::format("{} would take {} elements", name, elements)};
    auto operand =
        std::make_unique<Operand<E>>(name, static_cast<unsigned>(list_.size()), written, elements, placement());
    Operand<E>& added = *operand;
    add(std::move(operand));
    return added;
  }
  IntegerArray& integer_array(const char* name, std::size_t elements, bool written) {
    auto operand =
        std::make_unique<IntegerArray>(name, static_cast<unsigned>(list_.size()), written, elements, placement());
    IntegerArray& added = *operand;
    integer_arrays_.push_back(&added);
    add(std::move(operand));
    return added;
  }

  void use_integers_of(bool wide) {
    for (IntegerArray* array : integer_arrays_) array->use(wide);
  }
  std::vector<void*> addresses() const {
    std::vector<void*> all;
    for (const Passed& argument : list_) all.push_back(argument.address());
    return all;
  }
  void reset() const {
    for (const auto& region : regions_) region->reset();
  }
  /// NaN in all inputs, until the next reset().
  void poison_inputs() const {
    for (const auto& region : regions_)
      if (!region->written()) region->poison();
  }
  /// Memory around an operand, an input or an element that isn't referred to was written.
  std::optional<Mismatch> damage() const {
    for (const auto& region : regions_) {
      if (const auto offset = region->memory().damaged())
        return Mismatch{.what = fmt::format("memory {} {} was overwritten, {} bytes from its start",
                                            *offset < 0 ? "before" : "behind", region->name(), *offset),
                        .got = "",
                        .expected = "",
                        .bound_ratio = std::numeric_limits<double>::infinity(),
                        .symptom = Symptom::overwrites_memory};
      const bool own = region->name() == "info" ||
                       std::ranges::find(workspaces_, region.get(), &Workspace::region) != workspaces_.end();
      if (auto touched = given_.illegal != 0 && !own ? region->changed() : region->touched()) return touched;
    }
    return std::nullopt;
  }
  const char* locate(const void* address, std::int64_t& byte) const {
    for (const auto& region : regions_)
      if (const char* place = region->locate(address, byte); place != nullptr) return place;
    return nullptr;
  }

  /// Gives the argument that the case says an illegal value, or its own back. Throws Impossible where it has none.
  void use_illegal(bool illegal) {
    if (given_.illegal == 0) return;
    const auto at = static_cast<std::size_t>(given_.illegal - 1);
    const auto is_length = [&](void* value) {
      return std::ranges::any_of(workspaces_, [&](const Workspace& each) { return each.length == value; });
    };
    const auto first_array = std::ranges::find(list_, Passed::Kind::array, &Passed::kind) - list_.begin();
    const bool option = at < list_.size() && list_[at].kind == Passed::Kind::option,
               integer = at < list_.size() && list_[at].kind == Passed::Kind::integer && !is_length(list_[at].value);
    // What stands before the operands are dimensions; what follows one directly is its leading dimension or increment.
    // Further integers may have no illegal value.
    const bool dimension = integer && static_cast<std::ptrdiff_t>(at) < first_array,
               step = integer && at > 0 && list_[at - 1].kind == Passed::Kind::array;
    if (!option && !dimension && !step)
      throw Impossible{fmt::format("argument {} has no value that is illegal by itself", given_.illegal)};
    if (illegal_ == illegal) return;
    illegal_ = illegal;
    if (option)
      std::swap(*static_cast<char*>(list_[at].value), illegal_option_);
    else {
      if (illegal) illegal_integer_ = dimension ? -1 : 0;
      std::swap(*static_cast<std::int64_t*>(list_[at].value), illegal_integer_);
    }
  }
  /// LAPACK's answer; null where the routine has none.
  const IntegerArray* info() const {
    for (const IntegerArray* array : integer_arrays_)
      if (array->name() == "info") return array;
    return nullptr;
  }

  /// All options given were taken.
  bool complete() const { return next_flag_ == given_.flags.size(); }

 private:
  GuardedMemory::Placement placement() const {
    return {given_.first ? GuardedMemory::End::first : GuardedMemory::End::last, static_cast<std::size_t>(given_.shift),
            static_cast<int>(given_.seed & 1)};
  }
  void add(std::unique_ptr<Region> region) {
    list_.push_back({Passed::Kind::array, nullptr, region.get()});
    regions_.push_back(std::move(region));
  }

  CallCase given_;
  std::size_t next_flag_ = 0;
  std::vector<Passed> list_;
  std::vector<std::unique_ptr<char>> options_;
  std::vector<std::unique_ptr<std::int64_t>> integers_;
  std::vector<std::shared_ptr<void>> scalars_;
  std::vector<std::unique_ptr<Region>> regions_;
  std::vector<IntegerArray*> integer_arrays_;
  std::vector<Workspace> workspaces_;
  // While the illegal value is in its place, the legal one is here.
  bool illegal_ = false;
  char illegal_option_ = '/';
  std::int64_t illegal_integer_ = 0;
};

}  // namespace fairplay::auditor::behaviour
