#include "signatures/installers/numpy_config.h"

#include <charconv>

namespace fairplay::signatures::installers {
namespace {

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view without_blanks(std::string_view text) {
  const std::size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

/// Takes the word at the front of `text`; what follows is left in it.
std::string_view take_word(std::string_view& text) {
  text = without_blanks(text);
  const std::string_view word = text.substr(0, text.find_first_of(blanks));
  text.remove_prefix(word.size());
  return word;
}

std::optional<std::uint32_t> number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  while (!text.empty() && (text.back() == 'u' || text.back() == 'U' || text.back() == 'l' || text.back() == 'L'))
    text.remove_suffix(1);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace

HeaderCApi parse_numpy_config(std::string_view header) {
  struct Macro {
    std::string_view name;
    std::optional<std::string_view> text;
    bool clear = true;
  };
  Macro macros[] = {{"NPY_ABI_VERSION", {}}, {"NPY_API_VERSION", {}}};
  while (!header.empty()) {
    const std::size_t end = header.find('\n');
    std::string_view line = header.substr(0, end);
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    if (take_word(line) != "#define") continue;
    const std::string_view name = take_word(line);
    for (Macro& macro : macros) {
      if (name != macro.name) continue;
      const std::string_view value = without_blanks(line.substr(0, line.find("/*")));
      if (macro.text && *macro.text != value) macro.clear = false;
      macro.text = value;
    }
  }
  const auto value = [](const Macro& macro) { return macro.text && macro.clear ? number(*macro.text) : std::nullopt; };
  return {value(macros[0]), value(macros[1])};
}

bool is_numpy_config(std::string_view path) { return path.ends_with("/include/numpy/_numpyconfig.h"); }

}  // namespace fairplay::signatures::installers
