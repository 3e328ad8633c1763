#pragma once

#include <expected>
#include <string>

/// Readers: they turn bytes nobody vouches for into plain facts.
namespace fairplay::signatures {

/// Why an input, or a part of it, could not be read as what it claims to be.
/// Readers never print, throw or exit over bad input: they return or collect these, and go on
/// with what can still be read. All texts hold raw bytes from the input; renderers escape them.
struct Damage {
  std::string file;    ///< path or archive member, as the reader knows it
  std::string place;   ///< where inside: "offset 0x40", "row 17", "line 3"; empty for the whole file
  std::string reason;  ///< what is wrong, in a user's words, with the numbers that show it
  /// True when content was lost or cannot be trusted, so that a verdict may hang on it;
  /// false for an oddity that was read through.
  bool grave = true;
  bool denied = false;  ///< nothing is wrong with it: whoever runs the audit may not read it
};

template <class T>
using Expected = std::expected<T, Damage>;

}  // namespace fairplay::signatures
