#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Reads a field as an element: numbers by Python's grammar, rounded once; times as casts read them
/// (casting/time_text.h); text is cut off or filled up, bytes are Latin-1. Errors: those of ElementCast; a character
/// beyond Latin-1 for bytes.
Expected<void> read_element(std::u32string_view field, DType dtype, std::byte* target, Release release);

/// The same by the grammar of numpy.loadtxt: no underscores between digits; of an imaginary part the digits must be
/// there, and its sign may follow a plus; a truth value is an integer. Errors: the same.
Expected<void> read_strict_element(std::u32string_view field, DType dtype, std::byte* target, Release release);

/// Bytes or text of a length that holds all of these fields where `dtype` leaves it open, at least 1; other types as
/// they are. Error: more than a type holds.
class TextLength {
 public:
  explicit TextLength(DType dtype) : dtype_(dtype) {}
  void add(std::u32string_view field) {
    if (field.size() > longest_) longest_ = field.size();
  }
  Expected<DType> dtype() const;

 private:
  DType dtype_;
  std::size_t longest_ = 1;
};

/// Without white space at either end.
std::u32string_view without_spaces(std::u32string_view text);

/// A field in quotes for a message, not more than its beginning.
std::string quoted_field(std::u32string_view field);

}  // namespace fairplay::arraycore
