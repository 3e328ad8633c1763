#include "signatures/database/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include "signatures/database/artifact_name.h"
#include "signatures/database/footprint_words.h"
#include "signatures/database/record_text.h"
#include "signatures/digest.h"

namespace fairplay::signatures::database {
namespace {

// Members are in the order of addition until the text is made.
using Members = std::vector<std::uint32_t>;

struct Content {
  std::uint64_t size = 0;
  Members members;
};

struct PartLine {
  std::string name;
  std::uint64_t size = 0;
  std::string sha256;
};

// A binary as it will be written: lists of names are joined already, since binaries share most of them.
struct Binary {
  std::string build_id;
  std::string machine;
  std::string soname;
  std::string runpath;
  std::vector<std::string> needed;
  std::vector<PartLine> parts;
  std::uint64_t symbols_defined = 0;
  std::uint64_t symbols_undefined = 0;
  std::string methods;
  std::string ufuncs;
  std::string blas_vendor;
  std::string blas_version;
  std::string blas_configuration;
};

template <class Names>
std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : std::set<std::string_view>(names.begin(), names.end())) {
    if (name.empty()) continue;
    if (!text.empty()) text += ' ';
    text += written(name);
  }
  return text;
}

Binary binary_of(const fingerprint::BinaryFacts& facts) {
  Binary binary;
  if (facts.build_id.size() % 2 == 0 && is_hex(facts.build_id, facts.build_id.size())) binary.build_id = facts.build_id;
  binary.machine = facts.machine;
  binary.soname = facts.soname;
  binary.runpath = facts.runpath;
  std::ranges::copy_if(facts.needed, std::back_inserter(binary.needed),
                       [](const std::string& name) { return !name.empty(); });
  for (const elf::PartHash& part : facts.parts)
    binary.parts.push_back({part.part.empty() ? "-" : part.part, part.size, part.sha256});
  std::ranges::stable_sort(binary.parts, {}, &PartLine::name);
  binary.symbols_defined = facts.symbols_defined;
  binary.symbols_undefined = facts.symbols_undefined;
  binary.methods = joined(facts.methods);
  binary.ufuncs = joined(facts.ufuncs);
  if (facts.blas) {
    binary.blas_vendor = name(facts.blas->vendor);
    if (facts.blas->version != "-") binary.blas_version = facts.blas->version;
    binary.blas_configuration = facts.blas->configuration;
  }
  return binary;
}

Binary binary_of(const BinaryRow& row, const Manifest& manifest) {
  Binary binary;
  binary.build_id = row.build_id;
  binary.machine = row.machine;
  binary.soname = row.soname;
  binary.runpath = row.runpath;
  binary.needed.assign(row.needed.begin(), row.needed.end());
  for (const Part& part : row.parts)
    binary.parts.push_back({std::string(part.name), part.size, std::string(part.sha256)});
  binary.symbols_defined = row.symbols_defined;
  binary.symbols_undefined = row.symbols_undefined;
  binary.methods = joined(manifest.name_list(row.methods));
  binary.ufuncs = joined(manifest.name_list(row.ufuncs));
  binary.blas_vendor = row.blas_vendor;
  binary.blas_version = row.blas_version;
  binary.blas_configuration = row.blas_configuration;
  return binary;
}

void append_binary(std::string& text, const std::string& sha256, const Binary& binary) {
  const auto line = [&](std::string_view word, std::string_view value) {
    if (!value.empty()) fmt::format_to(std::back_inserter(text), " {} {}\n", word, written(value));
  };
  fmt::format_to(std::back_inserter(text), "binary {}\n", sha256);
  line("build-id", binary.build_id);
  line("machine", binary.machine);
  line("soname", binary.soname);
  line("runpath", binary.runpath);
  if (!binary.needed.empty()) {
    text += " needed";
    for (const std::string& name : binary.needed) text += ' ' + written(name);
    text += '\n';
  }
  for (const PartLine& part : binary.parts)
    fmt::format_to(std::back_inserter(text), " part {} {} {}\n", part.sha256, part.size, written(part.name));
  if (binary.symbols_defined != 0 || binary.symbols_undefined != 0)
    fmt::format_to(std::back_inserter(text), " symbols {} {}\n", binary.symbols_defined, binary.symbols_undefined);
  if (!binary.methods.empty()) line("methods", list_id(binary.methods));
  if (!binary.ufuncs.empty()) line("ufuncs", list_id(binary.ufuncs));
  if (!binary.blas_vendor.empty()) {
    fmt::format_to(std::back_inserter(text), " blas {} {}", written(binary.blas_vendor),
                   binary.blas_version.empty() ? "-" : written(binary.blas_version));
    if (!binary.blas_configuration.empty()) text += ' ' + written(binary.blas_configuration, Spelling::rest_of_line);
    text += '\n';
  }
}

}  // namespace

struct Draft::State {
  struct Listed {
    Origin origin = Origin::local;
    std::string confirmed;
    std::string sha256;
    std::uint64_t size = 0;
    std::uint32_t member = 0;
  };

  std::string project;
  std::string release;
  std::optional<std::uint32_t> c_abi;
  std::optional<std::uint32_t> c_api;
  std::map<std::string, Listed, std::less<>> artifacts;                      // by name
  std::map<std::string, std::map<std::string, Content>, std::less<>> files;  // by path, then SHA-256
  std::set<std::string, std::less<>> contents;                               // every file's SHA-256
  std::map<std::string, Binary, std::less<>> binaries;                       // by SHA-256
  std::map<std::string, std::string> lists;                                  // names by the id they are referred to by

  std::optional<std::string> refuse(const DraftArtifact& artifact) const;
  std::optional<std::string> refuse_contents(const DraftArtifact& artifact) const;
  std::optional<std::string> take_binaries(const DraftArtifact& artifact);
  std::string set_text(const Members& members, const std::vector<std::string>& ids) const;
};

Draft::Draft(std::string project, std::string release) : state_(std::make_unique<State>()) {
  state_->project = std::move(project);
  state_->release = std::move(release);
}

Draft::Draft(const Manifest& manifest) : Draft(std::string(manifest.project()), std::string(manifest.release())) {
  state_->c_abi = manifest.c_abi();
  state_->c_api = manifest.c_api();
  std::uint32_t member = 0;
  for (const Artifact& artifact : manifest.artifacts()) {
    state_->artifacts[std::string(artifact.name)] = {artifact.origin, std::string(artifact.confirmed),
                                                     std::string(artifact.sha256), artifact.size, member++};
  }
  std::vector<Members> sets;
  for (const ArtifactSet& set : manifest.sets()) {
    Members& members = sets.emplace_back();
    for (std::uint32_t i = 0; i < member; ++i) {
      if (set.contains(i)) members.push_back(i);
    }
  }
  for (const FileRow& row : manifest.files()) {
    state_->files[std::string(row.path)][std::string(row.sha256)] = {row.size, sets[row.set]};
    state_->contents.emplace(row.sha256);
  }
  for (const BinaryRow& row : manifest.binaries()) {
    Binary binary = binary_of(row, manifest);
    for (const std::string* names : {&binary.methods, &binary.ufuncs}) {
      if (!names->empty()) state_->lists.emplace(list_id(*names), *names);
    }
    state_->binaries.emplace(row.sha256, std::move(binary));
  }
}

Draft::~Draft() = default;
Draft::Draft(Draft&&) noexcept = default;
Draft& Draft::operator=(Draft&&) noexcept = default;

std::optional<std::string> Draft::State::refuse(const DraftArtifact& artifact) const {
  if (artifact.project != project || artifact.release != release) {
    return fmt::format("{} is of {} {}, this manifest is of {} {}", artifact.name, artifact.project, artifact.release,
                       project, release);
  }
  if (artifact.name.empty() || artifact.confirmed.empty())
    return "an artifact needs a name and a word on how its hash was confirmed";
  if (!is_hex(artifact.sha256, sha256_digits))
    return fmt::format("{} has no SHA-256 of 64 lower-case hex digits", artifact.name);
  if (auto why = disagreement(artifact.name, project, release)) return why;
  if (c_abi && artifact.c_abi && *c_abi != *artifact.c_abi)
    return fmt::format("{} has C ABI version {:#010x}, the release has {:#010x}", artifact.name, *artifact.c_abi,
                       *c_abi);
  if (c_api && artifact.c_api && *c_api != *artifact.c_api)
    return fmt::format("{} has C API version {:#010x}, the release has {:#010x}", artifact.name, *artifact.c_api,
                       *c_api);
  for (const auto& [name, listed] : artifacts) {
    if (name == artifact.name) {
      if (listed.sha256 != artifact.sha256)
        return fmt::format("{} is listed with sha256 {}, not {}", name, listed.sha256, artifact.sha256);
      if (listed.size != artifact.size)
        return fmt::format("{} is listed with {} bytes, not {}", name, listed.size, artifact.size);
    } else if (listed.sha256.starts_with(artifact.sha256.substr(0, 8))) {
      return fmt::format(
          "{} and {} begin with the same eight digits of SHA-256 ({}), by which a manifest refers to them",
          artifact.name, name, artifact.sha256.substr(0, 8));
    }
  }
  if (artifacts.size() >= most_artifacts && !artifacts.contains(artifact.name))
    return fmt::format("a manifest holds at most {} artifacts", most_artifacts);
  return refuse_contents(artifact);
}

std::optional<std::string> Draft::State::refuse_contents(const DraftArtifact& artifact) const {
  std::set<std::string_view> hashes;
  for (const auto& [path, file] : artifact.files) {
    if (path.empty()) return fmt::format("{} has a file without a path", artifact.name);
    if (!is_hex(file.sha256, sha256_digits))
      return fmt::format("{} in {} has no SHA-256 of 64 lower-case hex digits", path, artifact.name);
    hashes.insert(file.sha256);
    const auto known = files.find(path);
    if (known == files.end()) continue;
    const auto content = known->second.find(file.sha256);
    if (content != known->second.end() && content->second.size != file.size) {
      return fmt::format("{} in {} has {} bytes, another artifact's file with this SHA-256 {}", path, artifact.name,
                         file.size, content->second.size);
    }
  }
  for (const auto& [sha256, facts] : artifact.binaries) {
    if (!hashes.contains(sha256))
      return fmt::format("{} has no file with the SHA-256 {} of a binary that was looked into", artifact.name, sha256);
    for (const elf::PartHash& part : facts.parts) {
      if (!is_hex(part.sha256, sha256_digits))
        return fmt::format("part {} of the binary {} in {} has no SHA-256 of 64 lower-case hex digits", part.part,
                           sha256, artifact.name);
    }
  }
  return std::nullopt;
}

std::optional<std::string> Draft::State::take_binaries(const DraftArtifact& artifact) {
  std::map<std::string, Binary, std::less<>> taken;
  std::map<std::string, std::string> taken_lists = lists;
  for (const auto& [sha256, facts] : artifact.binaries) {
    if (binaries.contains(sha256) || !contents.contains(sha256)) continue;
    Binary binary = binary_of(facts);
    for (const std::string* names : {&binary.methods, &binary.ufuncs}) {
      if (names->empty()) continue;
      const auto [known, fresh] = taken_lists.emplace(list_id(*names), *names);
      if (!fresh && known->second != *names)
        return fmt::format("two lists of names in {} have the same id {}", artifact.name, known->first);
    }
    taken.emplace(sha256, std::move(binary));
  }
  binaries.merge(taken);
  lists = std::move(taken_lists);
  return std::nullopt;
}

std::optional<std::string> Draft::add(const DraftArtifact& artifact) {
  if (auto why = state_->refuse(artifact)) return why;
  if (!state_->c_abi) state_->c_abi = artifact.c_abi;
  if (!state_->c_api) state_->c_api = artifact.c_api;
  if (!state_->artifacts.contains(artifact.name)) {
    const auto member = static_cast<std::uint32_t>(state_->artifacts.size());
    state_->artifacts[artifact.name] = {artifact.origin, artifact.confirmed, artifact.sha256, artifact.size, member};
    for (const auto& [path, file] : artifact.files) {
      Content& content = state_->files[path][file.sha256];
      content.size = file.size;
      content.members.push_back(member);
      state_->contents.insert(file.sha256);
    }
  }
  return state_->take_binaries(artifact);
}

// "*", the ids, or "-" and the ids of the others, whichever is shorter.
std::string Draft::State::set_text(const Members& members, const std::vector<std::string>& ids) const {
  if (members.size() == ids.size()) return "*";
  std::vector<bool> named(ids.size(), false);
  for (const std::uint32_t member : members) named[member] = true;
  const bool all_but = members.size() > ids.size() - members.size();
  std::vector<std::string_view> listed;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (named[i] != all_but) listed.push_back(ids[i]);
  }
  std::ranges::sort(listed);
  return fmt::format("{}{}", all_but ? "-" : "", fmt::join(listed, ","));
}

std::string Draft::text() const {
  std::string text =
      fmt::format("fairplay-manifest 1\nproject {}\nrelease {}\n", written(state_->project), written(state_->release));
  const auto out = std::back_inserter(text);
  if (state_->c_abi) fmt::format_to(out, "c-abi {:#010x}\n", *state_->c_abi);
  if (state_->c_api) fmt::format_to(out, "c-api {:#010x}\n", *state_->c_api);
  std::vector<std::string> ids(state_->artifacts.size());
  for (const auto& [name, artifact] : state_->artifacts) {
    ids[artifact.member] = artifact.sha256.substr(0, 8);
    fmt::format_to(out, "artifact {} {} {} {} {}\n", artifact.sha256, artifact.size, database::name(artifact.origin),
                   written(artifact.confirmed), written(name));
  }
  std::map<Members, std::string> set_texts;
  for (const auto& [path, contents] : state_->files) {
    for (const auto& [sha256, content] : contents) {
      const auto [set, fresh] = set_texts.try_emplace(content.members);
      if (fresh) set->second = state_->set_text(content.members, ids);
      fmt::format_to(out, "file {} {} {} {}\n", sha256, content.size, set->second, written(path));
    }
  }
  for (const auto& [id, names] : state_->lists) fmt::format_to(out, "names {} {}\n", id, names);
  for (const auto& [sha256, binary] : state_->binaries) append_binary(text, sha256, binary);
  return text;
}

}  // namespace fairplay::signatures::database
