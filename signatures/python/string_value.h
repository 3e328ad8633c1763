#pragma once

#include <string>
#include <string_view>

namespace fairplay::signatures::python {

/// The value of a string literal's content (between the quotes), by the escape sequences of the Python language
/// reference, section 2.4.1 ("String and Bytes literals"). `prefix` holds the letters before the quotes ("rb"); with
/// `f` or `t` there is no constant value and callers don't ask. The result is UTF-8 for str, raw for bytes; bytes of
/// the input that are no UTF-8, `\N{name}` and escapes that Python doesn't know stay as written; a surrogate becomes
/// U+FFFD.
std::string string_value(std::string_view prefix, std::string_view content);

}  // namespace fairplay::signatures::python
