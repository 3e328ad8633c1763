#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <ranges>
#include <span>
#include <utility>

#include "signatures/advisories/advisory.h"
#include "signatures/advisories/this_cpu.h"
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

constexpr auto harms = enum_names<Harm>({{Harm::security, "security"},
                                         {Harm::memory, "memory"},
                                         {Harm::crash, "crash"},
                                         {Harm::hang, "hang"},
                                         {Harm::values, "values"},
                                         {Harm::other, "other"}});

constexpr auto packages = enum_names<Package>({{Package::numpy, "numpy"}});

/// What `platforms` may name: operating systems, C libraries, processors.
constexpr std::array<std::string_view, 12> platform_words{"linux",   "windows", "macos",   "musl",
                                                          "x86_64",  "i686",    "aarch64", "armv7l",
                                                          "ppc64le", "s390x",   "riscv64", "loongarch64"};

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

bool is_thread_number(std::string_view text) {
  return !text.empty() && text.size() <= 6 && text.find_first_not_of("0123456789") == std::string_view::npos &&
         text.front() != '0';
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

/// A list of words that must be among `known`.
std::vector<std::string> listed_words(Fields& fields, std::string_view key, std::span<const std::string_view> known) {
  std::vector<std::string> words = fields.text_list(key, false);
  for (const std::string& word : words)
    if (std::ranges::find(known, word) == known.end())
      fields.refuse(fields.place_of(key),
                    fmt::format("\"{}\" under \"{}\" is unknown; known: {}", word, key, fmt::join(known, ", ")));
  return words;
}

template <class Enum, std::size_t count>
Enum word_for(Fields& fields, std::string_view key, const EnumNames<Enum, count>& known) {
  const std::string word = fields.required_text(key);
  if (const auto value = known.named(word)) return *value;
  fields.refuse(fields.place_of(key),
                fmt::format("unknown {} \"{}\": {}", key, word, fmt::join(std::views::reverse(known.all()), ", ")));
  return Enum{};
}

/// "fairplay-numpy-3", "fairplay-blas-1": of what has no thread.
bool is_own_id(std::string_view id) {
  const auto is_of = [&](std::string_view whose) {
    const std::string prefix = fmt::format("fairplay-{}-", whose);
    return id.starts_with(prefix) && is_thread_number(id.substr(prefix.size()));
  };
  return is_of("blas") || std::ranges::any_of(packages.all(), is_of);
}

Version version_of(Fields& fields, std::string_view key, const std::string& text) {
  auto version = parse_version(text);
  if (!version) fields.refuse(fields.place_of(key), fmt::format("\"{}\" is no version: numbers joined by dots", text));
  return version.value_or(Version{});
}

Expected<Range> read_range(const YamlNode& node, const std::string& what, const std::string& file) {
  Fields fields(node, "an entry under \"affected\" of " + what, file);
  Range range;
  if (const auto package = fields.optional_text("package")) {
    range.package = packages.named(*package);
    if (!range.package)
      fields.refuse(fields.place_of("package"), fmt::format("\"{}\" under \"package\" is unknown; known: {}", *package,
                                                            fmt::join(packages.all(), ", ")));
    if (fields.optional_text("vendor"))
      fields.refuse(fields.place_of("vendor"), "a range is of a vendor or of a package, not of both");
  } else {
    range.vendor = vendor_in(fields);
  }
  range.from_text = fields.required_text("from");
  if (range.from_text != "any") range.from = version_of(fields, "from", range.from_text);
  range.to_text = fields.required_text("to");
  range.to = version_of(fields, "to", range.to_text);
  if (range.from && compare_numbers(*range.from, range.to) > 0)
    fields.refuse(fields.place_of("to"), fmt::format("the range of {} ends at {}, before it begins at {}", what,
                                                     range.to_text, range.from_text));
  if (range.package && (range.to.development || (range.from && range.from->development)))
    fields.refuse(fields.place_of("to"), fmt::format("the range of {} doesn't begin and end at releases", what));
  range.builds = fields.text_list("builds", false);
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
  return range;
}

/// What only one sort of advisories can ask for.
Expected<void> check_conditions(const Advisory& advisory, const YamlNode& affected, const std::string& what,
                                const std::string& file) {
  const auto damage = [&](std::string reason) {
    return std::unexpected(Damage{file, text(affected.place), std::move(reason), true});
  };
  for (const Range& range : advisory.affected)
    if (range.package != advisory.affected.front().package)
      return damage(fmt::format("\"affected\" of {} mixes vendors and packages", what));
  if (of_package(advisory) && !(advisory.threading.empty() && advisory.integers.empty() && advisory.words.empty() &&
                                advisory.lacking.empty() && advisory.kernels.empty()))
    return damage(fmt::format("{} is of a package, which has no threading, integers, words or kernels", what));
  if (!of_package(advisory) && !(advisory.platforms.empty() && advisory.features.empty()))
    return damage(fmt::format("{} is of a BLAS, where platforms and features aren't looked at", what));
  for (const std::string& seen : advisory.seen) {
    const auto version = parse_version(seen);
    const auto holds = [&](const Range& range) {
      return version && compare_numbers(*version, range.to) <= 0 &&
             (!range.from || compare_numbers(*range.from, *version) <= 0);
    };
    if (std::ranges::none_of(advisory.affected, holds))
      return damage(fmt::format("{} was seen in {}, which isn't affected", what, seen));
  }
  if (!advisory.thread && advisory.seen.empty())
    return damage(fmt::format("{} has no thread, so that \"seen\" must say where it was seen", what));
  return {};
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
  if (is_own_id(key.value)) {
    advisory.thread.reset();
  } else if (!is_thread_number(number)) {
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
  if (const auto harm = fields.optional_text("harm"); harm && !harms.named(*harm))
    fields.refuse(fields.place_of("harm"), fmt::format("unknown harm \"{}\": {}", *harm, fmt::join(harms.all(), ", ")));
  else if (harm)
    advisory.harm = *harms.named(*harm);
  advisory.fixed = fields.nullable_text("fixed");
  if (advisory.fixed) version_of(fields, "fixed", *advisory.fixed);
  advisory.threading =
      known_words<blas::Threading>(fields, "threading", fields.text_list("threading", false), blas::known_threading);
  advisory.integers =
      known_words<blas::IntegerWidth>(fields, "integers", fields.text_list("integers", false), blas::known_widths);
  advisory.words = fields.text_list("words", false);
  advisory.lacking = fields.text_list("lacking", false);
  advisory.kernels = fields.text_list("kernels", false);
  advisory.platforms = listed_words(fields, "platforms", platform_words);
  advisory.features = listed_words(fields, "features", known_features());
  advisory.seen = fields.text_list("seen", false);
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
  if (auto checked = check_conditions(advisory, *affected, what, file); !checked)
    return std::unexpected(std::move(checked.error()));
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

std::string_view name(Harm harm) { return harms.name(harm); }

std::string_view name(Package package) { return packages.name(package); }

bool of_package(const Advisory& advisory) {
  return !advisory.affected.empty() && advisory.affected.front().package.has_value();
}

std::string_view maker(const Range& range) { return range.package ? "NumPy" : blas::name(range.vendor); }

}  // namespace fairplay::signatures::advisories
