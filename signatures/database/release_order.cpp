#include "signatures/database/release_order.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <compare>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairplay::signatures::database {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// A number of any length: without leading zeros the longer one is the greater.
struct Number {
  std::string digits;
  std::strong_ordering operator<=>(const Number& other) const {
    if (const auto order = digits.size() <=> other.digits.size(); order != 0) return order;
    return digits.compare(other.digits) <=> 0;
  }
  bool operator==(const Number&) const = default;
};

// PEP 440, "Summary of permitted suffixes and relative ordering": within one release number .devN, aN, bN, rcN,
// (nothing), .postN.
struct Version {
  Number epoch;
  std::vector<Number> release;  // without trailing zeros
  int phase = 0;                // of the pre-release: -1 development release of the final, 0 ... 2 a, b, rc, 3 none
  Number pre;
  bool is_post = false;
  Number post;
  bool is_final_of_dev = true;  // no .devN: comes behind those that have one
  Number dev;
  struct Segment {
    bool numeric = false;  // numbers come behind words
    Number number;
    std::string word;
    auto operator<=>(const Segment&) const = default;
  };
  std::vector<Segment> local;

  auto operator<=>(const Version&) const = default;
};

class VersionParser {
 public:
  explicit VersionParser(std::string_view text) {
    for (const char c : text) text_ += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    rest_ = text_;
  }

  std::optional<Version> parse() {
    skip("v");
    auto first = number();
    if (!first) return std::nullopt;
    if (skip("!")) {
      version_.epoch = std::move(*first);
      first = number();
      if (!first) return std::nullopt;
    }
    version_.release.push_back(std::move(*first));
    while (rest_.size() > 1 && rest_[0] == '.' && is_digit(rest_[1])) {
      rest_.remove_prefix(1);
      version_.release.push_back(*number());
    }
    while (!version_.release.empty() && version_.release.back().digits.empty()) version_.release.pop_back();
    const bool has_pre = pre();
    post();
    const bool has_dev = dev();
    if (!has_pre) version_.phase = has_dev && !version_.is_post ? -1 : 3;
    if (!local() || !rest_.empty()) return std::nullopt;
    return std::move(version_);
  }

 private:
  bool skip(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::optional<Number> number() {
    const std::size_t end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    if (end == 0) return std::nullopt;
    const std::string_view digits = rest_.substr(0, end);
    rest_.remove_prefix(end);
    const std::size_t significant = digits.find_first_not_of('0');
    return Number{significant == std::string_view::npos ? std::string() : std::string(digits.substr(significant))};
  }

  static bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }

  // [separator] word [separator] [number], or nothing of it.
  std::optional<Number> suffix(std::string_view word) {
    const std::string_view before = rest_;
    if (!rest_.empty() && is_separator(rest_[0])) rest_.remove_prefix(1);
    if (!skip(word) || (!rest_.empty() && is_letter(rest_[0]))) {
      rest_ = before;
      return std::nullopt;
    }
    if (rest_.size() > 1 && is_separator(rest_[0]) && is_digit(rest_[1])) rest_.remove_prefix(1);
    return number().value_or(Number{});
  }

  bool pre() {
    constexpr std::array<std::pair<std::string_view, int>, 8> words{
        {{"alpha", 0}, {"a", 0}, {"beta", 1}, {"b", 1}, {"preview", 2}, {"pre", 2}, {"rc", 2}, {"c", 2}}};
    for (const auto& [word, phase] : words) {
      if (auto found = suffix(word)) {
        version_.phase = phase;
        version_.pre = std::move(*found);
        return true;
      }
    }
    return false;
  }

  void post() {
    if (rest_.size() > 1 && rest_[0] == '-' && is_digit(rest_[1])) {
      rest_.remove_prefix(1);
      version_.post = *number();
      version_.is_post = true;
      return;
    }
    for (const std::string_view word : {"post", "rev", "r"}) {
      if (auto found = suffix(word)) {
        version_.post = std::move(*found);
        version_.is_post = true;
        return;
      }
    }
  }

  bool dev() {
    auto found = suffix("dev");
    if (!found) return false;
    version_.is_final_of_dev = false;
    version_.dev = std::move(*found);
    return true;
  }

  bool local() {
    if (!skip("+")) return true;
    for (;;) {
      const std::size_t end = static_cast<std::size_t>(
          std::ranges::find_if_not(rest_, [](char c) { return is_digit(c) || is_letter(c); }) - rest_.begin());
      if (end == 0) return false;
      const std::string_view segment = rest_.substr(0, end);
      if (std::ranges::all_of(segment, is_digit)) {
        version_.local.push_back({true, *number(), ""});
      } else {
        version_.local.push_back({false, {}, std::string(segment)});
        rest_.remove_prefix(end);
      }
      if (rest_.empty()) return true;
      if (!is_separator(rest_[0])) return false;
      rest_.remove_prefix(1);
    }
  }

  std::string text_;
  std::string_view rest_;
  Version version_;
};

std::strong_ordering natural_order(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  const auto digits = [](std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == '0') ++at;
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return Number{std::string(text.substr(start, at - start))};
  };
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const Number left = digits(a, i);
      const Number right = digits(b, j);
      if (const auto order = left <=> right; order != 0) return order;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) <=> static_cast<unsigned char>(b[j]);
      ++i;
      ++j;
    }
  }
  return (a.size() - i) <=> (b.size() - j);
}

}  // namespace

bool released_before(std::string_view a, std::string_view b) {
  const auto left = VersionParser(a).parse();
  const auto right = VersionParser(b).parse();
  if (left.has_value() != right.has_value()) return left.has_value();
  const std::strong_ordering order = left ? *left <=> *right : natural_order(a, b);
  return order != 0 ? order < 0 : a < b;
}

}  // namespace fairplay::signatures::database
