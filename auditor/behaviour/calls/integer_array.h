#pragma once

#include <cstdint>
#include <vector>

#include "auditor/behaviour/calls/region.h"

namespace fairplay::auditor::behaviour {

/// Integers of the library's width: pivots, workspace, `info`. Their memory follows the width, which is known when a
/// library is.
class IntegerArray final : public Region {
 public:
  IntegerArray(std::string name, unsigned place, bool written, std::size_t elements,
               const GuardedMemory::Placement& placement)
      : Region(std::move(name), place, written, placement), values_(elements, unset) {
    use(false);
  }

  /// A number that no routine gives back as an index, a count or an error.
  static constexpr std::int32_t unset = -987654321;

  void resize(std::size_t elements) {
    values_.assign(elements, unset);
    encode();
  }
  /// What the call finds.
  void set(std::vector<std::int64_t> values) {
    values_ = std::move(values);
    encode();
  }
  void use(bool wide) {
    wide_ = wide;
    encode();
  }
  std::int64_t operator[](std::size_t i) const {
    std::int64_t wide = 0;
    std::int32_t narrow = 0;
    const std::byte* from = memory().data() + i * width();
    if (wide_) {
      std::memcpy(&wide, from, sizeof wide);
      return wide;
    }
    std::memcpy(&narrow, from, sizeof narrow);
    return narrow;
  }
  std::size_t size() const { return values_.size(); }

  void poison() const override {}
  void describe(Argument& argument) const override {
    Region::describe(argument);
    argument.type = 'i';
    argument.element_bytes = width();
    argument.referenced.assign(size(), true);
  }
  std::optional<Mismatch> touched() const override {
    return written() ? std::nullopt : first_change("the routine may only read");
  }
  std::optional<Mismatch> changed() const override {
    return first_change("may not change, for an argument is illegal");
  }

 protected:
  const void* contents() const override { return encoded_.data(); }

 private:
  std::optional<Mismatch> first_change(const char* why) const {
    for (std::size_t i = 0; i < size(); ++i)
      if ((*this)[i] != values_[i])
        return Mismatch{"element " + std::to_string(i) + " of " + name() + " was written, which " + why,
                        std::to_string((*this)[i]),
                        std::to_string(values_[i]),
                        0,
                        name(),
                        static_cast<std::int64_t>(i)};
    return std::nullopt;
  }
  std::size_t width() const { return wide_ ? 8 : 4; }
  void encode() {
    encoded_.assign(values_.size() * width(), std::byte{});
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const auto narrow = static_cast<std::int32_t>(values_[i]);
      std::memcpy(encoded_.data() + i * width(), wide_ ? static_cast<const void*>(&values_[i]) : &narrow, width());
    }
    allocate(encoded_.size());
  }

  bool wide_ = false;
  std::vector<std::int64_t> values_;
  std::vector<std::byte> encoded_;
};

}  // namespace fairplay::auditor::behaviour
