#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <ranges>
#include <span>
#include <utility>

#include "signatures/advisories/advisory.h"
#include "signatures/enum_names.h"
#include "signatures/yaml/fields.h"

namespace fairplay::signatures::advisories {
namespace {

constexpr auto classes = enum_names<Class>({{Class::expected, "expected"},
                                            {Class::property, "property"},
                                            {Class::policy, "policy"},
                                            {Class::defect, "defect"}});

constexpr auto severities =
    enum_names<Severity>({{Severity::note, "note"}, {Severity::warning, "warning"}, {Severity::error, "error"}});

using yaml::Fields;
using yaml::YamlNode;

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return small(x) == small(y); });
}

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (small(c) >= 'a' && small(c) <= 'z') || more.find(c) != std::string_view::npos;
  });
}

/// "group/name", as probes are called.
bool is_probe_id(std::string_view id) {
  const std::size_t slash = id.find('/');
  return slash != std::string_view::npos && is_word(id.substr(0, slash), "-") && is_word(id.substr(slash + 1), "-");
}

/// The enumerators of this name; a name that isn't known is refused.
template <class Enum>
std::vector<Enum> known_words(Fields& fields, std::string_view key, const std::vector<std::string>& words,
                              std::span<const Enum> known) {
  std::vector<Enum> found;
  for (const std::string& word : words) {
    const auto same = std::ranges::find_if(known, [&](Enum one) { return name(one) == word; });
    if (same != known.end()) {
      found.push_back(*same);
      continue;
    }
    std::vector<std::string_view> names;
    for (const Enum one : known) names.push_back(name(one));
    fields.refuse(fields.place_of(key),
                  fmt::format("\"{}\" under \"{}\" is unknown; known: {}", word, key, fmt::join(names, ", ")));
  }
  return found;
}

blas::Vendor vendor_in(Fields& fields) {
  std::vector<blas::Vendor> known;
  for (const blas::VendorFacts* vendor : blas::known_vendors()) known.push_back(vendor->vendor);
  const auto found = known_words<blas::Vendor>(fields, "vendor", {fields.required_text("vendor")}, known);
  return found.empty() ? blas::Vendor::unknown : found.front();
}

template <class Enum, std::size_t count>
Enum word_for(Fields& fields, std::string_view key, const EnumNames<Enum, count>& known) {
  const std::string word = fields.required_text(key);
  if (const auto value = known.named(word)) return *value;
  fields.refuse(fields.place_of(key),
                fmt::format("unknown {} \"{}\": {}", key, word, fmt::join(std::views::reverse(known.all()), ", ")));
  return Enum{};
}

Version version_of(Fields& fields, std::string_view key, const std::string& text) {
  auto version = parse_version(text);
  if (!version) fields.refuse(fields.place_of(key), fmt::format("\"{}\" is no version: numbers joined by dots", text));
  return version.value_or(Version{});
}

Expected<Range> read_range(const YamlNode& node, const std::string& what, const std::string& file) {
  Fields fields(node, "an entry under \"affected\" of " + what, file);
  Range range;
  range.vendor = vendor_in(fields);
  range.from_text = fields.required_text("from");
  if (range.from_text != "any") range.from = version_of(fields, "from", range.from_text);
  range.to_text = fields.required_text("to");
  range.to = version_of(fields, "to", range.to_text);
  if (range.from && compare_numbers(*range.from, range.to) > 0)
    fields.refuse(fields.place_of("to"), fmt::format("the range of {} ends at {}, before it begins at {}", what,
                                                     range.to_text, range.from_text));
  range.builds = fields.text_list("builds", false);
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
  return range;
}

Expected<Advisory> read_advisory(const YamlNode& key, const YamlNode& node,
                                 const std::map<std::string, std::string>& repositories, const std::string& file) {
  const std::string what = fmt::format("advisory {}", key.value);
  Fields fields(node, what, file);
  Advisory advisory;
  advisory.id = key.value;
  const std::size_t hash = key.value.find('#');
  const std::string number = hash == std::string::npos ? "" : key.value.substr(hash + 1);
  const auto repository = repositories.find(key.value.substr(0, hash));
  if (number.empty() || number.size() > 6 || number.find_first_not_of("0123456789") != std::string::npos ||
      number.front() == '0') {
    fields.refuse(
        key.place,
        fmt::format("\"{}\" is no advisory id: a repository's short name, \"#\", the thread's number", key.value));
  } else if (repository == repositories.end()) {
    fields.refuse(key.place, fmt::format("\"{}\": no repository is called \"{}\" under \"repositories\"", key.value,
                                         key.value.substr(0, hash)));
  } else {
    advisory.thread = fmt::format("https://github.com/{}/issues/{}", repository->second, number);
  }
  advisory.title = fields.required_text("title");
  advisory.symptom = fields.required_text("symptom");
  advisory.kind = word_for(fields, "class", classes);
  advisory.severity = word_for(fields, "severity", severities);
  if (advisory.kind != Class::defect && advisory.severity != Severity::note)
    fields.refuse(fields.place_of("severity"), fmt::format("{} is no defect, so that its severity is a note", what));
  advisory.fixed = fields.nullable_text("fixed");
  if (advisory.fixed) version_of(fields, "fixed", *advisory.fixed);
  advisory.threading =
      known_words<blas::Threading>(fields, "threading", fields.text_list("threading", false), blas::known_threading);
  advisory.integers =
      known_words<blas::IntegerWidth>(fields, "integers", fields.text_list("integers", false), blas::known_widths);
  advisory.words = fields.text_list("words", false);
  advisory.lacking = fields.text_list("lacking", false);
  advisory.kernels = fields.text_list("kernels", false);
  advisory.routines = fields.text_list("routines", true);
  advisory.probe = fields.nullable_text("probe");
  if (advisory.probe && !is_probe_id(*advisory.probe))
    fields.refuse(fields.place_of("probe"), fmt::format("\"{}\" is no probe's id: group/name", *advisory.probe));
  advisory.signs = fields.text_list("signs", false);
  if (!advisory.signs.empty() && !advisory.probe)
    fields.refuse(fields.place_of("signs"), fmt::format("{} has no probe whose words could be signs", what));
  advisory.workaround = fields.nullable_text("workaround");
  advisory.references = fields.text_list("references", false);
  const YamlNode* affected = fields.list("affected", true);
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));

  if (affected->items.empty())
    return std::unexpected(Damage{file, text(affected->place), fmt::format("\"affected\" of {} is empty", what), true});
  for (const YamlNode& item : affected->items) {
    auto range = read_range(item, what, file);
    if (!range) return std::unexpected(std::move(range.error()));
    if (const auto fixed = parse_version(advisory.fixed.value_or(""));
        fixed && affected->items.size() == 1 && compare_numbers(*fixed, range->to) <= 0) {
      return std::unexpected(Damage{
          file, text(item.place),
          fmt::format("{} is fixed in {}, and its range goes to {}", what, *advisory.fixed, range->to_text), true});
    }
    advisory.affected.push_back(std::move(*range));
  }
  return advisory;
}

}  // namespace

const Advisory* Book::find(std::string_view id) const {
  const auto found = std::ranges::find_if(advisories, [&](const Advisory& advisory) { return same(advisory.id, id); });
  return found == advisories.end() ? nullptr : &*found;
}

Expected<Book> parse_advisories(std::string_view yaml, const std::string& file) {
  const auto root = yaml::parse_yaml(yaml, file);
  if (!root) return std::unexpected(root.error());
  return read_advisories(*root, file);
}

Expected<Book> read_advisories(const YamlNode& root, const std::string& file) {
  Fields fields(root, "the advisories file", file);
  const YamlNode* repositories = fields.mapping("repositories", true);
  const YamlNode* advisories = fields.mapping("advisories", true);
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));

  std::map<std::string, std::string> addresses;
  Fields names(*repositories, "repositories", file);
  for (const auto& [key, value] : repositories->entries) {
    const std::string address = names.required_text(key.value);
    const std::size_t slash = address.find('/');
    if (!is_word(key.value, "-_."))
      names.refuse(key.place,
                   fmt::format("\"{}\" is no short name: letters, digits, \"-\", \"_\" and \".\"", key.value));
    if (slash == std::string::npos || !is_word(address.substr(0, slash), "-_.") ||
        !is_word(address.substr(slash + 1), "-_."))
      names.refuse(value.place, fmt::format("\"{}\" is no repository: owner/name", address));
    addresses.emplace(key.value, address);
  }
  if (auto damage = names.damage()) return std::unexpected(std::move(*damage));

  Book book;
  for (const auto& [key, value] : advisories->entries) {
    auto advisory = read_advisory(key, value, addresses, file);
    if (!advisory) return std::unexpected(std::move(advisory.error()));
    if (book.find(advisory->id) != nullptr)
      return std::unexpected(Damage{file, text(key.place),
                                    fmt::format("{} stands here a second time, in other capitals", key.value), true});
    book.advisories.push_back(std::move(*advisory));
  }
  return book;
}

std::string_view name(Class kind) { return classes.name(kind); }

std::string_view name(Severity severity) { return severities.name(severity); }

}  // namespace fairplay::signatures::advisories
