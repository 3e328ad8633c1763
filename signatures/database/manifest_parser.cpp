#include "signatures/database/manifest_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "signatures/database/artifact_name.h"
#include "signatures/database/footprint_words.h"
#include "signatures/database/record_text.h"
#include "signatures/digest.h"

namespace fairplay::signatures::database {
namespace {

constexpr std::string_view manifest_first_line = "fairplay-manifest 1";
constexpr std::size_t id_digits = 8;

}  // namespace

ManifestParser::ManifestParser(std::string text, const std::string& file) : manifest_(new Manifest), file_(file) {
  manifest_->text_ = std::move(text);
  lines_.emplace(manifest_->text_, file_);
}

Expected<std::shared_ptr<const Manifest>> ManifestParser::parse() {
  if (manifest_->text_.size() > largest_manifest) {
    return std::unexpected(Damage{
        file_, "", fmt::format("has {} bytes; a manifest has at most {}", manifest_->text_.size(), largest_manifest),
        true});
  }
  if (!(header() && artifacts() && ids() && files() && name_lists() && binaries() && references()))
    return std::unexpected(std::move(*damage_));
  return manifest_;
}

bool ManifestParser::fail(std::string reason) {
  damage_ = lines_->damage(std::move(reason));
  return false;
}

// A line of one word and one value.
bool ManifestParser::single(std::string_view word, std::string_view& value) {
  if (lines_->begins(word)) {
    const auto field = lines_->field();
    const auto read = field && lines_->at_end() ? read_written(*field, manifest_->decoded_) : std::nullopt;
    if (read) {
      value = *read;
      lines_->advance();
      return true;
    }
  }
  return fail(fmt::format("is not \"{}\" and one value", word));
}

bool ManifestParser::c_version(std::string_view word, std::optional<std::uint32_t>& version) {
  if (!lines_->begins(word)) return true;
  const auto field = lines_->field();
  if (!field || !lines_->at_end() || !field->starts_with("0x") || !is_hex(field->substr(2), 8))
    return fail(fmt::format("is not \"{}\" and 0x with eight lower-case hex digits", word));
  std::uint32_t value = 0;
  std::from_chars(field->data() + 2, field->data() + field->size(), value, 16);
  version = value;
  lines_->advance();
  return true;
}

bool ManifestParser::header() {
  if (!lines_->at_line() || lines_->line() != manifest_first_line)
    return fail(fmt::format("is not \"{}\": no manifest, or one of a later fairplay", manifest_first_line));
  lines_->advance();
  return single("project", manifest_->project_) && single("release", manifest_->release_) &&
         c_version("c-abi", manifest_->c_abi_) && c_version("c-api", manifest_->c_api_);
}

bool ManifestParser::artifacts() {
  while (lines_->begins("artifact")) {
    if (!artifact()) return false;
    lines_->advance();
  }
  return true;
}

bool ManifestParser::artifact() {
  const auto sha256 = lines_->field();
  const auto size = lines_->field();
  const auto origin = lines_->field();
  const auto confirmed = lines_->field();
  const auto name = lines_->field();
  const auto bytes = size ? decimal(*size) : std::nullopt;
  const auto whose = origin ? origin_named(*origin) : std::nullopt;
  const auto how = confirmed ? read_written(*confirmed, manifest_->decoded_) : std::nullopt;
  const auto called = name ? read_written(*name, manifest_->decoded_) : std::nullopt;
  if (!called || !lines_->at_end() || !is_hex(*sha256, sha256_digits) || !bytes || !whose || !how) {
    return fail(
        "is not \"artifact\", a SHA-256 in lower-case hex, a size, upstream, distribution or local, a word on how it "
        "was confirmed, and a file name");
  }
  auto& artifacts = manifest_->artifacts_;
  if (!artifacts.empty() && artifacts.back().name >= *called)
    return fail(fmt::format("artifact {} stands behind {}: they are not sorted, or one is there twice", *called,
                            artifacts.back().name));
  if (artifacts.size() == most_artifacts)
    return fail(fmt::format("is one artifact more than the {} a manifest may have", most_artifacts));
  if (auto why = disagreement(*called, manifest_->project_, manifest_->release_)) return fail(std::move(*why));
  artifacts.push_back({*called, *whose, *how, *sha256, *bytes});
  return true;
}

bool ManifestParser::ids() {
  const auto& artifacts = manifest_->artifacts_;
  for (std::uint32_t i = 0; i < artifacts.size(); ++i) ids_.push_back({artifacts[i].id(), i});
  std::ranges::sort(ids_, {}, &Id::text);
  const auto twice = std::ranges::adjacent_find(ids_, {}, &Id::text);
  if (twice == ids_.end()) return true;
  damage_ = Damage{file_, "artifacts",
                   fmt::format("{} and {} share the id {}: rows could mean either", artifacts[twice->artifact].name,
                               artifacts[std::next(twice)->artifact].name, twice->text),
                   true};
  return false;
}

bool ManifestParser::files() {
  // A row takes 120 bytes or so of a text that is mostly rows: growing step by step would touch twice the memory.
  manifest_->files_.reserve(std::min(manifest_->text_.size() / 120, std::size_t{1} << 16U));
  ArtifactSet of_path(manifest_->artifacts_.size());
  while (lines_->begins("file")) {
    if (!file(of_path)) return false;
    lines_->advance();
  }
  return true;
}

// `of_path`: the artifacts that hold something at the path of the last row.
bool ManifestParser::file(ArtifactSet& of_path) {
  const auto sha256 = lines_->field();
  const auto size = lines_->field();
  const auto set_text = lines_->field();
  const auto path_text = lines_->field();
  const auto bytes = size ? decimal(*size) : std::nullopt;
  const auto path = path_text ? read_written(*path_text, manifest_->decoded_) : std::nullopt;
  if (!path || !lines_->at_end() || !is_hex(*sha256, sha256_digits) || !bytes) {
    return fail("is not \"file\", a SHA-256 in lower-case hex, a size, a set of artifacts and a path");
  }
  const auto number = set(*set_text);
  if (!number) return false;
  auto& files = manifest_->files_;
  const ArtifactSet& artifacts = manifest_->sets_[*number];
  const int order = files.empty() ? -1 : files.back().path.compare(*path);
  if (order > 0 || (order == 0 && files.back().sha256 >= *sha256))
    return fail(fmt::format("the file {} is not sorted by path and SHA-256, or there twice", *path));
  if (order == 0) {
    if (of_path.intersects(artifacts)) return fail(fmt::format("an artifact has two contents of {}", *path));
    of_path.insert(artifacts);
  } else {
    of_path = artifacts;
  }
  files.push_back({*path, *sha256, *bytes, *number});
  return true;
}

std::optional<std::uint32_t> ManifestParser::set(std::string_view text) {
  if (text == last_set_text_) return last_set_;
  auto known = sets_.find(text);
  if (known == sets_.end()) {
    auto read = read_set(text);
    if (!read) return std::nullopt;
    known = sets_.emplace(text, static_cast<std::uint32_t>(manifest_->sets_.size())).first;
    manifest_->sets_.push_back(std::move(*read));
  }
  last_set_text_ = text;
  last_set_ = known->second;
  return last_set_;
}

// "*", "a,b" or "-a,b": the shortest spelling only (docs/signatures.md, "Files").
std::optional<ArtifactSet> ManifestParser::read_set(std::string_view text) {
  const std::size_t total = manifest_->artifacts_.size();
  ArtifactSet set(total);
  const bool all = text == "*";
  const bool all_but = text.starts_with('-');
  std::vector<bool> named(total, false);
  std::size_t count = 0;
  std::string_view last;
  for (std::string_view rest = all ? std::string_view() : text.substr(all_but ? 1 : 0); !all;) {
    const std::size_t comma = rest.find(',');
    const std::string_view id = rest.substr(0, comma);
    const auto known = std::ranges::lower_bound(ids_, id, {}, &Id::text);
    if (known == ids_.end() || known->text != id) {
      fail(fmt::format("its set of artifacts names {}, which is no artifact's id (the first {} digits of its SHA-256)",
                       id, id_digits));
      return std::nullopt;
    }
    if (id <= last) {
      fail("its set of artifacts is not sorted, or names one twice");
      return std::nullopt;
    }
    last = id;
    named[known->artifact] = true;
    ++count;
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  const std::size_t members = all ? total : all_but ? total - count : count;
  const std::size_t others = total - members;
  const bool shortest = all || (members > 0 && others > 0 && all_but == (members > others));
  if (members == 0 || !shortest) {
    fail(members == 0 ? "its set of artifacts is empty" : "its set of artifacts has a shorter spelling");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < total; ++i) {
    if (all || named[i] != all_but) set.insert(i);
  }
  return set;
}

bool ManifestParser::name_lists() {
  manifest_->name_lists_.emplace_back();
  while (lines_->begins("names")) {
    if (!name_list()) return false;
    lines_->advance();
  }
  return true;
}

bool ManifestParser::name_list() {
  const auto id = lines_->field();
  const std::string_view line = lines_->line();
  const std::size_t names_at = id ? static_cast<std::size_t>(id->data() - line.data()) + id->size() + 1 : line.size();
  if (!id || !is_hex(*id, list_id_digits) || lines_->at_end())
    return fail("is not \"names\", an id of 16 lower-case hex digits and names");
  const std::string_view joined = line.substr(names_at);
  if (list_id(joined) != *id)
    return fail(fmt::format("the id {} is not the beginning of the SHA-256 of its names", *id));
  if (!list_ids_.empty() && list_ids_.back().text >= *id)
    return fail("the lists of names are not sorted by id, or one is there twice");

  std::vector<std::string_view> names;
  while (!lines_->at_end()) {
    const auto field = lines_->field();
    const auto name = field ? read_written(*field, manifest_->decoded_) : std::nullopt;
    if (!name) return fail("its names are not separated by one space each, or not written as names are");
    if (!names.empty() && names.back() >= *name)
      return fail(fmt::format("the name {} is not sorted, or there twice", *name));
    names.push_back(*name);
  }
  list_ids_.push_back({*id, static_cast<std::uint32_t>(manifest_->name_lists_.size()), false});
  manifest_->name_lists_.push_back(std::move(names));
  return true;
}

bool ManifestParser::binaries() {
  while (lines_->begins("binary")) {
    if (!binary()) return false;
  }
  if (lines_->cut_off()) return fail("has no line feed at its end: the file is cut off");
  if (lines_->at_line()) return fail("is not a line that a manifest may have here");
  return true;
}

bool ManifestParser::binary() {
  BinaryRow row;
  if (!single("binary", row.sha256)) return false;
  auto& binaries = manifest_->binaries_;
  if (!is_hex(row.sha256, sha256_digits))
    return fail("the binary before this line has no SHA-256 of 64 lower-case hex digits");
  if (!binaries.empty() && binaries.back().sha256 >= row.sha256)
    return fail("the binary before this line is not sorted by SHA-256, or there twice");
  if (lines_->begins(" build-id")) {
    if (!single(" build-id", row.build_id)) return false;
    if (row.build_id.size() % 2 != 0 || !is_hex(row.build_id, row.build_id.size()))
      return fail("the build-id before this line is not whole bytes in lower-case hex");
  }
  if (lines_->begins(" machine") && !single(" machine", row.machine)) return false;
  if (lines_->begins(" soname") && !single(" soname", row.soname)) return false;
  if (lines_->begins(" runpath") && !single(" runpath", row.runpath)) return false;
  if (!(needed(row) && parts(row) && symbols(row) && list_of(" methods", row.methods) &&
        list_of(" ufuncs", row.ufuncs) && blas(row)))
    return false;
  binaries.push_back(std::move(row));
  return true;
}

bool ManifestParser::needed(BinaryRow& row) {
  if (!lines_->begins(" needed")) return true;
  while (!lines_->at_end()) {
    const auto field = lines_->field();
    const auto name = field ? read_written(*field, manifest_->decoded_) : std::nullopt;
    if (!name) return fail("is not \" needed\" and the names of libraries");
    row.needed.push_back(*name);
  }
  lines_->advance();
  return true;
}

bool ManifestParser::parts(BinaryRow& row) {
  while (lines_->begins(" part")) {
    const auto sha256 = lines_->field();
    const auto size = lines_->field();
    const auto field = lines_->field();
    const auto bytes = size ? decimal(*size) : std::nullopt;
    const auto name = field ? read_written(*field, manifest_->decoded_) : std::nullopt;
    if (!name || !lines_->at_end() || !is_hex(*sha256, sha256_digits) || !bytes)
      return fail("is not \" part\", a SHA-256 in lower-case hex, a size and a name");
    if (!row.parts.empty() && row.parts.back().name > *name)
      return fail(fmt::format("the part {} is not sorted by name", *name));
    row.parts.push_back({*name, *bytes, *sha256});
    lines_->advance();
  }
  return true;
}

bool ManifestParser::symbols(BinaryRow& row) {
  if (!lines_->begins(" symbols")) return true;
  const auto first = lines_->field();
  const auto second = lines_->field();
  const auto defined = first ? decimal(*first) : std::nullopt;
  const auto undefined = second ? decimal(*second) : std::nullopt;
  if (!defined || !undefined || !lines_->at_end() || (*defined == 0 && *undefined == 0))
    return fail("is not \" symbols\" and the counts of defined and undefined ones");
  row.symbols_defined = *defined;
  row.symbols_undefined = *undefined;
  lines_->advance();
  return true;
}

bool ManifestParser::list_of(std::string_view word, std::uint32_t& list) {
  if (!lines_->begins(word)) return true;
  const auto id = lines_->field();
  const auto known =
      id && lines_->at_end() ? std::ranges::lower_bound(list_ids_, *id, {}, &ListId::text) : list_ids_.end();
  if (known == list_ids_.end() || known->text != *id)
    return fail(fmt::format("is not \"{}\" and the id of a list of names above", word));
  known->used = true;
  list = known->list;
  lines_->advance();
  return true;
}

bool ManifestParser::blas(BinaryRow& row) {
  if (!lines_->begins(" blas")) return true;
  const auto vendor = lines_->field();
  const auto version = lines_->field();
  const bool more = !lines_->at_end();
  const auto rest = more ? lines_->rest() : std::nullopt;
  const auto who = vendor ? read_written(*vendor, manifest_->decoded_) : std::nullopt;
  const auto which = version ? read_written(*version, manifest_->decoded_) : std::nullopt;
  const auto configuration = rest ? read_written(*rest, manifest_->decoded_, Spelling::rest_of_line) : std::nullopt;
  if (!who || !which || (more && !configuration))
    return fail("is not \" blas\", a vendor, a version (or \"-\") and the library's own words on its configuration");
  row.blas_vendor = *who;
  if (*which != "-") row.blas_version = *which;
  if (configuration) row.blas_configuration = *configuration;
  lines_->advance();
  return true;
}

// What isn't referred to would be lost when the manifest is written again: binaries without a file, lists without a
// binary.
bool ManifestParser::references() {
  for (const ListId& list : list_ids_) {
    if (!list.used) {
      damage_ = Damage{file_, fmt::format("names {}", list.text), "no binary refers to this list", true};
      return false;
    }
  }
  // Most files are no binaries: four digits of the hash rule nearly all of them out.
  const auto& binaries = manifest_->binaries_;
  const auto prefix = [](std::string_view sha256) {
    std::size_t value = 0;
    for (const char digit : sha256.substr(0, 4))
      value = value << 4U | static_cast<std::size_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    return value;
  };
  std::vector<bool> possible(std::size_t{1} << 16U, false);
  for (const BinaryRow& binary : binaries) possible[prefix(binary.sha256)] = true;
  std::vector<bool> found(binaries.size(), false);
  for (const FileRow& row : manifest_->files_) {
    if (!possible[prefix(row.sha256)]) continue;
    if (const BinaryRow* binary = manifest_->binary(row.sha256))
      found[static_cast<std::size_t>(binary - binaries.data())] = true;
  }
  for (std::size_t i = 0; i < binaries.size(); ++i) {
    if (!found[i]) {
      damage_ = Damage{file_, fmt::format("binary {}", binaries[i].sha256), "no file has this SHA-256", true};
      return false;
    }
  }
  return true;
}

}  // namespace fairplay::signatures::database
