#include "signatures/database/manifest.h"

#include <algorithm>
#include <utility>

#include "signatures/database/manifest_parser.h"
#include "signatures/enum_names.h"

namespace fairplay::signatures::database {
namespace {

constexpr auto origins = enum_names<Origin>(
    {{Origin::upstream, "upstream"}, {Origin::distribution, "distribution"}, {Origin::local, "local"}});

bool safe_in_a_file_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '+' || c == '!' || c == '~';
}

}  // namespace

std::string_view name(Origin origin) { return origins.name(origin); }

std::optional<Origin> origin_named(std::string_view text) { return origins.named(text); }

const Part* BinaryRow::part(std::string_view wanted) const {
  const auto found = std::ranges::lower_bound(parts, wanted, {}, &Part::name);
  return found != parts.end() && found->name == wanted ? &*found : nullptr;
}

Expected<std::shared_ptr<const Manifest>> Manifest::parse(std::string text, const std::string& file) {
  return ManifestParser(std::move(text), file).parse();
}

std::span<const FileRow> Manifest::files_at(std::string_view path) const {
  const auto range = std::ranges::equal_range(files_, path, {}, &FileRow::path);
  return {range.begin(), range.end()};
}

const BinaryRow* Manifest::binary(std::string_view sha256) const {
  const auto found = std::ranges::lower_bound(binaries_, sha256, {}, &BinaryRow::sha256);
  return found != binaries_.end() && found->sha256 == sha256 ? &*found : nullptr;
}

namespace {
std::string file_name(std::string_view project, std::string_view release, std::string_view ending) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  const auto append = [&](std::string_view bytes) {
    for (char c : bytes) {
      if (safe_in_a_file_name(c)) {
        result += c;
      } else {
        const auto byte = static_cast<std::uint8_t>(c);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 0xFU];
      }
    }
  };
  append(project);
  result += '-';
  append(release);
  // No name a folder reserves, hides or gives to the database's own files begins with a dot here.
  if (result.starts_with('.')) result.replace(0, 1, "%2E");
  result += ending;
  return result;
}
}  // namespace

std::string manifest_file_name(std::string_view project, std::string_view release) {
  return file_name(project, release, ".manifest");
}
std::string footprint_file_name(std::string_view project, std::string_view release) {
  return file_name(project, release, ".footprint");
}

}  // namespace fairplay::signatures::database
