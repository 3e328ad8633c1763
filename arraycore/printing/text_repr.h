#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fairplay::arraycore {

/// Whether Python's repr shows a character as it is: no control, format, private or unassigned character, no space but
/// U+0020 (str.isprintable; Unicode 15.1).
bool is_printable(char32_t code);

/// Python's repr of a text, as UTF-8: in single quotes, or in double ones where it holds single ones only; with \n,
/// \x7f, \u2028 and the like for what isn't printable. Surrogates and what is beyond Unicode are escaped, too.
std::string text_repr(std::u32string_view text);

/// Python's repr of bytes: b'a\x00'.
std::string bytes_repr(std::span<const std::byte> bytes);

/// Well-formed UTF-8 (RFC 3629) as code points; nullopt for anything else, surrogates included.
std::optional<std::u32string> from_utf8(std::string_view text);

/// Appends a code point in UTF-8; U+FFFD for surrogates and what is beyond Unicode.
void append_utf8(char32_t code, std::string& text);
std::string to_utf8(std::u32string_view text);

}  // namespace fairplay::arraycore
