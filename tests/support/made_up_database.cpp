#include "tests/support/made_up_database.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <utility>

#include "signatures/database/footprint_document.h"
#include "signatures/digest.h"

namespace fairplay::tests {

using namespace signatures::database;

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

TrustedKey trusted(const PrivateKey& key, std::vector<std::string> projects) {
  return {key.public_key(), "the made-up key", std::move(projects), 0};
}

}  // namespace

std::string sha256_of(std::string_view text) { return signatures::sha256_hex(std::as_bytes(std::span(text))); }

DraftArtifact made_up_artifact(std::string project, std::string release, std::string name,
                               const std::map<std::string, std::string>& files) {
  DraftArtifact artifact;
  artifact.project = std::move(project);
  artifact.release = std::move(release);
  artifact.name = std::move(name);
  artifact.origin = Origin::upstream;
  artifact.confirmed = "pip-download";
  std::string all = artifact.name;
  for (const auto& [path, content] : files) {
    artifact.files[path] = {sha256_of(content), content.size()};
    all += fmt::format("\n{} {}", path, content);
  }
  artifact.sha256 = sha256_of(all);
  artifact.size = all.size();
  if (artifact.project == "numpy") {
    artifact.c_abi = 0x02000000;
    artifact.c_api = 0x00000014;
  }
  return artifact;
}

signatures::fingerprint::BinaryFacts made_up_binary(std::string_view text) {
  signatures::fingerprint::BinaryFacts facts;
  facts.build_id = sha256_of(text).substr(0, 40);
  facts.machine = "x86-64";
  facts.needed = {"libm.so.6", "libc.so.6"};
  for (const std::string part : {".data", ".rodata", ".text", "methods", "needed", "relocations", "symbols"}) {
    facts.parts.push_back({part, text.size(), sha256_of(fmt::format("{} of {}", part, text))});
  }
  facts.symbols_defined = 2;
  facts.symbols_undefined = 40;
  facts.methods = {"dot", "frompyfunc"};
  facts.ufuncs = {"add", "multiply"};
  return facts;
}

std::string made_up_footprint(const std::string& project, const std::string& release, const std::string& artifact) {
  FootprintDocument document{project, release, {}};
  document.content.artifact = artifact;
  document.content.footprint.python_minor = 11;
  auto& load = document.content.footprint.modules["numpy"]["load"];
  load.kind = signatures::footprint::NameKind::function;
  load.signature = "(file, mmap_mode=None)";
  load.file = "numpy/lib/npyio.py";
  load.line = 12;
  auto& entry = document.content.footprint.c_api.entries["npy_logaddexp"];
  entry.kind = signatures::footprint::CKind::function;
  entry.declaration = "double npy_logaddexp(double x, double y)";
  entry.file = "core/include/numpy/npy_math.h";
  entry.line = 7;
  auto& source = document.content.sources["numpy/lib/npyio.py"];
  source.sha256 = sha256_of(release);
  source.outline.syntax = "0123456789abcdef";
  auto& item = source.outline.items.emplace_back();
  item.kind = signatures::footprint::OutlineKind::function;
  item.name = "load";
  item.line = 12;
  item.parameters = "file, mmap_mode=None";
  item.hash = "fedcba9876543210";
  return footprint_text(document);
}

Index write_manifests(const std::string& folder, const std::vector<DraftArtifact>& artifacts,
                      const MadeUpIndex& about) {
  std::map<std::pair<std::string, std::string>, Draft> drafts;
  for (const DraftArtifact& artifact : artifacts) {
    const auto [draft, fresh] =
        drafts.try_emplace({artifact.project, artifact.release}, artifact.project, artifact.release);
    if (const auto why = draft->second.add(artifact)) ADD_FAILURE() << *why;
  }
  Index index;
  index.name = about.name;
  index.version = about.version;
  index.created = about.created;
  index.expires = about.expires;
  for (const DraftArtifact& artifact : artifacts) {
    if (artifact.footprint.empty()) continue;
    index.footprints.push_back(
        {artifact.project, artifact.release, sha256_of(artifact.footprint), artifact.footprint.size()});
    write(std::filesystem::path(folder) / footprint_file_name(artifact.project, artifact.release), artifact.footprint);
  }
  for (const auto& [release, draft] : drafts) {
    const std::string text = draft.text();
    const std::string file = manifest_file_name(release.first, release.second);
    const auto manifest = Manifest::parse(text, file);
    if (!manifest) {
      ADD_FAILURE() << manifest.error().place << ": " << manifest.error().reason << '\n' << text;
      continue;
    }
    index.manifests.push_back({release.first, release.second, sha256_of(text), text.size(),
                               static_cast<std::uint32_t>((*manifest)->artifacts().size())});
    std::ranges::move(libraries_of(**manifest), std::back_inserter(index.libraries));
    write(std::filesystem::path(folder) / file, text);
  }
  return index;
}

Sources write_pinned_database(const std::string& folder, const std::vector<DraftArtifact>& artifacts,
                              const MadeUpIndex& about) {
  const std::string text = index_text(write_manifests(folder, artifacts, about));
  write(std::filesystem::path(folder) / index_file_name, text);
  Sources sources;
  sources.built_in_folder = folder;
  sources.built_in_digest = sha256_of(text);
  sources.today = made_up_today;
  return sources;
}

Sources write_signed_database(const std::string& folder, const std::vector<DraftArtifact>& artifacts,
                              const PrivateKey& key, const std::vector<std::string>& projects,
                              const MadeUpIndex& about) {
  write(std::filesystem::path(folder) / index_file_name,
        signed_index_text(write_manifests(folder, artifacts, about), key));
  Sources sources;
  sources.folders = {folder};
  sources.keys = {trusted(key, projects)};
  sources.today = made_up_today;
  return sources;
}

Sources joined(Sources first, const Sources& second) {
  first.folders.insert(first.folders.end(), second.folders.begin(), second.folders.end());
  first.keys.insert(first.keys.end(), second.keys.begin(), second.keys.end());
  return first;
}

PrivateKey made_up_key() {
  auto key = PrivateKey::generate();
  if (!key) throw std::runtime_error(key.error().reason);
  return std::move(*key);
}

}  // namespace fairplay::tests
