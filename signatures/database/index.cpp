#include "signatures/database/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "signatures/database/manifest.h"
#include "signatures/database/record_text.h"

namespace fairplay::signatures::database {
namespace {

constexpr std::string_view index_first_line = "fairplay-index 1";

auto place_of(const auto& entry) { return std::pair<std::string_view, std::string_view>(entry.project, entry.release); }

class IndexParser {
 public:
  IndexParser(std::string_view text, const std::string& file) : lines_(text, file) {}

  Expected<Index> parse() {
    if (!(header() && manifests() && footprints() && libraries() && signature() && end()))
      return std::unexpected(std::move(*damage_));
    return std::move(index_);
  }

 private:
  bool fail(std::string reason) {
    damage_ = lines_.damage(std::move(reason));
    return false;
  }

  bool header() {
    if (!lines_.at_line() || lines_.line() != index_first_line)
      return fail(fmt::format("is not \"{}\": no index, or one of a later fairplay", index_first_line));
    lines_.advance();
    const auto called = lines_.begins("name") ? lines_.rest() : std::nullopt;
    const auto name = called ? read_written(*called, decoded_, Spelling::rest_of_line) : std::nullopt;
    if (!name) return fail("is not \"name\" and the database's name");
    index_.name = *name;
    lines_.advance();
    const auto number = lines_.begins("version") ? lines_.field() : std::nullopt;
    const auto version = number && lines_.at_end() ? decimal(*number) : std::nullopt;
    if (!version || *version == 0) return fail("is not \"version\" and a number from 1");
    index_.version = *version;
    lines_.advance();
    if (!date("created", index_.created)) return false;
    if (!lines_.begins("expires")) return true;
    return date("expires", index_.expires.emplace());
  }

  bool date(std::string_view word, std::string& value) {
    const auto field = lines_.begins(word) ? lines_.field() : std::nullopt;
    if (!field || !lines_.at_end() || !is_date(*field))
      return fail(fmt::format("is not \"{}\" and a date such as 2026-11-21", word));
    value = *field;
    lines_.advance();
    return true;
  }

  bool manifests() {
    std::set<std::string, std::less<>> files;
    while (lines_.begins("manifest")) {
      const auto sha256 = lines_.field();
      const auto size = lines_.field();
      const auto count = lines_.field();
      const auto bytes = size ? decimal(*size) : std::nullopt;
      const auto artifacts = count ? decimal(*count) : std::nullopt;
      Index::ManifestEntry entry;
      if (!sha256 || !is_hex(*sha256, sha256_digits) || !bytes || !artifacts ||
          *artifacts > std::numeric_limits<std::uint32_t>::max() || !release(entry.project, entry.release)) {
        return fail(
            "is not \"manifest\", a SHA-256 in lower-case hex, a size, a count of artifacts, a project and a release");
      }
      entry.sha256 = *sha256;
      entry.size = *bytes;
      entry.artifacts = static_cast<std::uint32_t>(*artifacts);
      if (!index_.manifests.empty() && place_of(index_.manifests.back()) >= place_of(entry)) {
        return fail(fmt::format("the manifest of {} {} is not sorted by project and release, or there twice",
                                entry.project, entry.release));
      }
      if (!files.insert(manifest_file_name(entry.project, entry.release)).second) {
        return fail(
            fmt::format("the manifest of {} {} would lie in the same file as another", entry.project, entry.release));
      }
      index_.manifests.push_back(std::move(entry));
      lines_.advance();
    }
    return true;
  }

  bool footprints() {
    while (lines_.begins("footprint")) {
      const auto sha256 = lines_.field();
      const auto size = lines_.field();
      const auto bytes = size ? decimal(*size) : std::nullopt;
      Index::FootprintEntry entry;
      if (!sha256 || !is_hex(*sha256, sha256_digits) || !bytes || !release(entry.project, entry.release))
        return fail("is not \"footprint\", a SHA-256 in lower-case hex, a size, a project and a release");
      entry.sha256 = *sha256;
      entry.size = *bytes;
      if (!index_.footprints.empty() && place_of(index_.footprints.back()) >= place_of(entry)) {
        return fail(fmt::format("the footprint of {} {} is not sorted by project and release, or there twice",
                                entry.project, entry.release));
      }
      if (index_.find(entry.project, entry.release) == nullptr)
        return fail(fmt::format("lists a footprint of {} {}, which the index has no manifest of", entry.project,
                                entry.release));
      index_.footprints.push_back(std::move(entry));
      lines_.advance();
    }
    return true;
  }

  bool libraries() {
    while (lines_.begins("library")) {
      const auto sha256 = lines_.field();
      const auto build_id = lines_.field();
      Index::LibraryEntry entry;
      const bool has_id = build_id && *build_id != "-";
      if (!build_id || !is_hex(*sha256, sha256_digits) ||
          (has_id && (build_id->size() % 2 != 0 || !is_hex(*build_id, build_id->size()))) ||
          !release(entry.project, entry.release)) {
        return fail("is not \"library\", a SHA-256 in lower-case hex, a build-id (or \"-\"), a project and a release");
      }
      entry.sha256 = *sha256;
      if (has_id) entry.build_id = *build_id;
      if (!index_.libraries.empty() && index_.libraries.back() >= entry)
        return fail("the libraries are not sorted, or one is there twice");
      if (index_.find(entry.project, entry.release) == nullptr)
        return fail(
            fmt::format("lists a library of {} {}, which the index has no manifest of", entry.project, entry.release));
      index_.libraries.push_back(std::move(entry));
      lines_.advance();
    }
    return true;
  }

  bool release(std::string& project, std::string& release) {
    const auto first = lines_.field();
    const auto second = lines_.field();
    const auto read_project = first ? read_written(*first, decoded_) : std::nullopt;
    const auto read_release = second ? read_written(*second, decoded_) : std::nullopt;
    if (!read_project || !read_release || !lines_.at_end()) return false;
    project = *read_project;
    release = *read_release;
    return true;
  }

  bool signature() {
    if (!lines_.begins("signed")) return true;
    const auto key = lines_.field();
    const auto signature = lines_.field();
    if (key) index_.key = public_key_from_hex(*key);
    if (!index_.key || !signature || !is_hex(*signature, 128) || !lines_.at_end())
      return fail("is not \"signed\", a public key and a signature in lower-case hex");
    index_.signature = *signature;
    lines_.advance();
    return true;
  }

  bool end() {
    if (lines_.cut_off()) return fail("has no line feed at its end: the file is cut off");
    if (lines_.at_line()) return fail("is not a line that an index may have here");
    return true;
  }

  RecordLines lines_;
  Index index_;
  std::deque<std::string> decoded_;
  std::optional<Damage> damage_;
};

}  // namespace

namespace {
template <class Entry>
const Entry* find_in(const std::vector<Entry>& entries, std::string_view project, std::string_view release) {
  const std::pair wanted(project, release);
  const auto found = std::ranges::lower_bound(entries, wanted, {}, [](const Entry& entry) { return place_of(entry); });
  return found != entries.end() && place_of(*found) == wanted ? &*found : nullptr;
}
}  // namespace

const Index::ManifestEntry* Index::find(std::string_view project, std::string_view release) const {
  return find_in(manifests, project, release);
}
const Index::FootprintEntry* Index::find_footprint(std::string_view project, std::string_view release) const {
  return find_in(footprints, project, release);
}

ListedFile listed_file(const Index::ManifestEntry& entry) {
  return {manifest_file_name(entry.project, entry.release), entry.sha256, entry.size};
}
ListedFile listed_file(const Index::FootprintEntry& entry) {
  return {footprint_file_name(entry.project, entry.release), entry.sha256, entry.size};
}

std::vector<ListedFile> listed_files(const Index& index) {
  std::vector<ListedFile> files;
  for (const auto& entry : index.manifests) files.push_back(listed_file(entry));
  for (const auto& entry : index.footprints) files.push_back(listed_file(entry));
  return files;
}

std::vector<Index::LibraryEntry> libraries_of(const Manifest& manifest) {
  std::vector<Index::LibraryEntry> libraries;
  for (const BinaryRow& binary : manifest.binaries()) {
    if (binary.blas_vendor.empty()) continue;
    libraries.push_back({std::string(binary.sha256), std::string(binary.build_id), std::string(manifest.project()),
                         std::string(manifest.release())});
  }
  return libraries;  // binaries are sorted by hash, each once
}

std::string index_text(const Index& index) {
  std::string text = fmt::format("{}\nname {}\nversion {}\ncreated {}\n", index_first_line,
                                 written(index.name, Spelling::rest_of_line), index.version, index.created);
  const auto out = std::back_inserter(text);
  if (index.expires) fmt::format_to(out, "expires {}\n", *index.expires);
  std::vector<Index::ManifestEntry> manifests = index.manifests;
  const auto by_place = [](const auto& a, const auto& b) { return place_of(a) < place_of(b); };
  std::ranges::sort(manifests, by_place);
  for (const Index::ManifestEntry& entry : manifests) {
    fmt::format_to(out, "manifest {} {} {} {} {}\n", entry.sha256, entry.size, entry.artifacts, written(entry.project),
                   written(entry.release));
  }
  std::vector<Index::FootprintEntry> footprints = index.footprints;
  std::ranges::sort(footprints, by_place);
  for (const Index::FootprintEntry& entry : footprints)
    fmt::format_to(out, "footprint {} {} {} {}\n", entry.sha256, entry.size, written(entry.project),
                   written(entry.release));
  for (const Index::LibraryEntry& entry :
       std::set<Index::LibraryEntry>(index.libraries.begin(), index.libraries.end())) {
    fmt::format_to(out, "library {} {} {} {}\n", entry.sha256, entry.build_id.empty() ? "-" : entry.build_id,
                   written(entry.project), written(entry.release));
  }
  return text;
}

std::string signed_index_text(const Index& index, const PrivateKey& key) {
  std::string text = index_text(index);
  text += fmt::format("signed {} {}\n", key.public_key().hex(), key.sign(text));
  return text;
}

Expected<SignedText> split_signature(std::string_view text, const std::string& file) {
  if (!text.ends_with('\n'))
    return std::unexpected(Damage{file, "", "has no line feed at its end: the file is cut off", true});
  const std::size_t before = text.substr(0, text.size() - 1).rfind('\n');
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  RecordLines line(text.substr(start), file);
  if (!line.begins("signed")) return SignedText{text, std::nullopt, {}};
  const auto key_text = line.field();
  const auto signature = line.field();
  const auto key = key_text ? public_key_from_hex(*key_text) : std::nullopt;
  if (!key || !signature || !is_hex(*signature, 128) || !line.at_end()) {
    return std::unexpected(
        Damage{file, "last line", "is not \"signed\", a public key and a signature in lower-case hex", true});
  }
  return SignedText{text.substr(0, start), key, *signature};
}

Expected<Index> parse_index(std::string_view text, const std::string& file) {
  if (text.size() > largest_index)
    return std::unexpected(
        Damage{file, "", fmt::format("has {} bytes; an index has at most {}", text.size(), largest_index), true});
  return IndexParser(text, file).parse();
}

// ISO 8601, the proleptic Gregorian calendar.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto digits = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(at, count)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int year = digits(0, 4);
  const int month = digits(5, 2);
  const int day = digits(8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const int days = month == 2 ? (leap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  return day <= days;
}

}  // namespace fairplay::signatures::database
