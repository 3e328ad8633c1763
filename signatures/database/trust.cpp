#include "signatures/database/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "signatures/database/record_text.h"
#include "signatures/installers/metadata.h"

namespace fairplay::signatures::database {
namespace {

constexpr std::string_view trust_first_line = "fairplay-keys 1";

// People write this file, so that indentation, blank lines, comments and the editor's line ends are theirs.
std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Of PyPI (PEP 508) or Debian (Policy 5.6.1). Nothing else: "-*" must not become "*" by being normalised.
bool is_project(std::string_view name) {
  return is_letter_or_digit(name.front()) && std::ranges::all_of(name, [](char c) {
           return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '+';
         });
}

class KeysParser {
 public:
  explicit KeysParser(const std::string& file) : file_(file) {}

  Expected<std::vector<TrustedKey>> parse(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      ++number_;
      const std::string_view line = trimmed(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.empty() || line.starts_with('#')) continue;
      if (auto why = take(line)) return std::unexpected(damage(std::move(*why)));
    }
    if (!begun_)
      return std::unexpected(
          Damage{file_, "", fmt::format("is empty: its first line is to be \"{}\"", trust_first_line), true});
    if (auto why = complete()) return std::unexpected(damage(std::move(*why)));
    return std::move(keys_);
  }

 private:
  Damage damage(std::string reason) const { return {file_, fmt::format("line {}", number_), std::move(reason), true}; }

  std::optional<std::string> take(std::string_view line) {
    if (!begun_) {
      if (line != trust_first_line) return fmt::format("is not \"{}\"", trust_first_line);
      begun_ = true;
      return std::nullopt;
    }
    const std::size_t space = line.find_first_of(" \t");
    const std::string_view word = line.substr(0, space);
    const std::string_view value = space == std::string_view::npos ? std::string_view() : trimmed(line.substr(space));
    if (value.empty()) return fmt::format("\"{}\" needs a value", word);
    if (word == "key") return key(value);
    if (keys_.empty()) return fmt::format("\"{}\" stands before the first key", word);
    TrustedKey& last = keys_.back();
    if (word == "name") {
      if (!last.name.empty()) return "names the key a second time";
      if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        return "the name holds a control character";
      last.name = value;
    } else if (word == "project") {
      if (value.find_first_of(" \t") != std::string_view::npos)
        return "\"project\" takes one project; write one line for each";
      if (value != "*" && !is_project(value)) return fmt::format("{} is no project's name", value);
      last.projects.push_back(value == "*" ? std::string(value) : installers::normalised_name(value));
    } else if (word == "lowest-version") {
      if (has_lowest_) return "gives the lowest version a second time";
      const auto version = decimal(value);
      if (!version) return "\"lowest-version\" needs a number";
      last.lowest_version = *version;
      has_lowest_ = true;
    } else {
      return fmt::format("\"{}\" is no word of a key file: it has key, name, project and lowest-version", word);
    }
    return std::nullopt;
  }

  std::optional<std::string> key(std::string_view value) {
    if (auto why = complete()) return why;
    const auto read = public_key_from_hex(value);
    if (!read) return "\"key\" needs a public key of 64 lower-case hex digits";
    if (std::ranges::any_of(keys_, [&](const TrustedKey& other) { return other.key == *read; }))
      return "this key stands above already";
    keys_.push_back({*read, "", {}, 0});
    has_lowest_ = false;
    return std::nullopt;
  }

  // Trust is never given by leaving something out.
  std::optional<std::string> complete() const {
    if (keys_.empty() || !keys_.back().projects.empty()) return std::nullopt;
    return fmt::format(
        "the key {} above names no project it may vouch for (\"project numpy\", or \"project *\" for any)",
        keys_.back().key.hex().substr(0, 16));
  }

  const std::string& file_;
  std::size_t number_ = 0;
  bool begun_ = false;
  bool has_lowest_ = false;
  std::vector<TrustedKey> keys_;
};

}  // namespace

bool TrustedKey::vouches_for(std::string_view project) const {
  return std::ranges::any_of(projects, [&](const std::string& allowed) {
    return allowed == "*" || installers::normalised_name(allowed) == installers::normalised_name(project);
  });
}

Expected<std::vector<TrustedKey>> parse_keys(std::string_view text, const std::string& file) {
  return KeysParser(file).parse(text);
}

std::string keys_text(const std::vector<TrustedKey>& keys) {
  std::string text = fmt::format("{}\n", trust_first_line);
  const auto out = std::back_inserter(text);
  for (const TrustedKey& key : keys) {
    fmt::format_to(out, "key {}\n", key.key.hex());
    if (!key.name.empty()) fmt::format_to(out, " name {}\n", key.name);
    for (const std::string& project : key.projects) fmt::format_to(out, " project {}\n", project);
    if (key.lowest_version != 0) fmt::format_to(out, " lowest-version {}\n", key.lowest_version);
  }
  return text;
}

}  // namespace fairplay::signatures::database
