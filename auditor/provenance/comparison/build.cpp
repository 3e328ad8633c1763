#include "auditor/provenance/comparison/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "auditor/discovery/discovery.h"
#include "auditor/provenance/builds/archived_numpy.h"
#include "auditor/provenance/builds/numpy_description.h"
#include "auditor/provenance/original/look_inside.h"
#include "auditor/provenance/source_trees/known_trees.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::Damage;
using signatures::Expected;
using signatures::folder_of;
using signatures::artifact::FileStream;
using signatures::artifact::Kind;
using signatures::fingerprint::BinaryFacts;

/// What every pass opens again: an archive, or folders below an import folder.
struct BuildLocation {
  std::string path;                  ///< of an archive, or the import folder
  std::vector<std::string> folders;  ///< below the import folder; empty for an archive
  std::string package;               ///< key of the package folder, of a folder

  Expected<std::unique_ptr<FileStream>> open() const {
    if (folders.empty()) return signatures::artifact::open_file(path);
    return signatures::artifact::open_folder({path, folders});
  }
};

/// The one NumPy of a folder: the folder itself, or what it holds.
Expected<BuildLocation> location_in_folder(const std::string& named, const std::string& path) {
  const discovery::System system{signatures::artifact::RootedFiles("/"), {}};
  const discovery::Discovered found = discovery::discover_folder(system, path);
  if (found.numpys.empty()) return std::unexpected(Damage{named, "", "no NumPy found in this folder", true});
  if (found.numpys.size() > 1) {
    std::string names;
    for (const auto& numpy : found.numpys) names += (names.empty() ? "" : ", ") + numpy.package;
    return std::unexpected(
        Damage{named, "", fmt::format("it holds {} NumPys, name one of them: {}", found.numpys.size(), names), true});
  }
  const discovery::InstalledNumpy& numpy = found.numpys.front();
  const auto package = system.files.resolve(numpy.package);
  if (!package) return std::unexpected(package.error());
  BuildLocation location{
      std::string(folder_of(*package)), {std::string(base_name(*package))}, std::string(base_name(*package))};
  if (location.path.empty()) location.path = "/";
  if (const auto names = system.files.list(location.path)) {
    for (const std::string& name : *names) {
      const bool metadata =
          std::ranges::any_of(numpy.metadata, [&](const std::string& of) { return of == location.path + "/" + name; });
      if (metadata || name == "numpy.libs") location.folders.push_back(name);
    }
  }
  return location;
}

/// What the first pass reads, and where later passes find it.
struct OpenedSubject {
  BuildLocation location;
  std::unique_ptr<FileStream> stream;
};

Expected<OpenedSubject> open_folder_subject(const std::string& named, const std::string& path) {
  auto location = location_in_folder(named, path);
  if (!location) return std::unexpected(std::move(location.error()));
  auto stream = location->open();
  if (!stream) return std::unexpected(std::move(stream.error()));
  return OpenedSubject{std::move(*location), std::move(*stream)};
}

Expected<OpenedSubject> open_subject(const std::string& named, discovery::NamedSubject& subject) {
  using Opened = Expected<OpenedSubject>;
  return std::visit(
      discovery::ByKind{
          [&](discovery::ThisMachine&) -> Opened { return open_folder_subject(named, "/"); },
          [&](discovery::NamedFolder& folder) -> Opened { return open_folder_subject(named, folder.path); },
          [&](discovery::NamedRoot& root) -> Opened { return open_folder_subject(named, root.path); },
          [&](discovery::NamedArchive& archive) -> Opened {
            return OpenedSubject{{archive.path, {}, {}}, std::move(archive.stream)};
          },
          [&](auto&) -> Opened {
            return std::unexpected(discovery::not_accepted(
                named, subject, "a comparison reads a folder or an archive that holds one NumPy, or numpy==X"));
          },
      },
      subject);
}

BinaryFacts facts_of(const signatures::database::Manifest& manifest, const signatures::database::BinaryRow& row) {
  BinaryFacts facts;
  facts.build_id = row.build_id;
  facts.machine = row.machine;
  facts.soname = row.soname;
  facts.runpath = row.runpath;
  facts.needed.assign(row.needed.begin(), row.needed.end());
  for (const auto& part : row.parts)
    facts.parts.push_back({std::string(part.name), part.size, std::string(part.sha256)});
  facts.symbols_defined = row.symbols_defined;
  facts.symbols_undefined = row.symbols_undefined;
  for (const std::string_view name : manifest.name_list(row.methods)) facts.methods.emplace_back(name);
  for (const std::string_view name : manifest.name_list(row.ufuncs)) facts.ufuncs.emplace_back(name);
  return facts;
}

class StreamBuild final : public Build {
 public:
  StreamBuild(const std::string& named, BuildLocation location, unsigned jobs, signatures::python::StatementMemo& memo)
      : location_(std::move(location)), jobs_(jobs), memo_(memo) {
    description_.named = named;
  }

  /// A footprint that is still being read uses what this class has.
  ~StreamBuild() override { sources_.reset(); }

  /// `stream`: all of it, not read yet. Damage where it holds no NumPy, or several.
  std::optional<Damage> read(FileStream& stream) {
    signatures::fingerprint::Plan plan;
    plan.keep_text = describes_archived_numpy;
    plan.look_into_binaries = false;
    plan.jobs = jobs_;
    fingerprint_ = signatures::fingerprint::read(stream, plan);
    damage_ = fingerprint_.damage;
    const std::vector<std::string> packages =
        location_.package.empty() ? numpy_packages(fingerprint_) : std::vector<std::string>{location_.package};
    if (packages.size() != 1) {
      const std::string why =
          packages.empty() ? "it holds no NumPy" : fmt::format("it holds {} NumPys", packages.size());
      return Damage{description_.named, "", damage_.empty() ? why : fmt::format("{}; {}", damage_.front().reason, why),
                    true};
    }
    describe(packages.front());
    return std::nullopt;
  }

  void know(std::vector<signatures::database::Known> manifests,
            std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint) override {
    known_manifests_ = std::move(manifests);
    known_footprint_ = std::move(footprint);
  }

  std::map<std::string, BinaryFacts> kept_facts(const std::set<std::string, std::less<>>& keys) const override {
    std::map<std::string, BinaryFacts> found;
    std::set<std::string, std::less<>> unknown;
    for (const std::string& key : keys) {
      if (auto facts = known_facts(key))
        found.emplace(key, std::move(*facts));
      else
        unknown.insert(key);
    }
    if (!unknown.empty()) found.merge(input_.look_into(unknown));
    return found;
  }

 private:
  std::optional<BinaryFacts> known_facts(const std::string& key) const {
    const auto* file = fingerprint_.find(key);
    const auto* digest = file == nullptr ? nullptr : signatures::find(file->digests, signatures::Algorithm::sha256);
    if (digest == nullptr) return std::nullopt;
    const std::string sha256 = digest->hex();
    for (const auto& known : known_manifests_) {
      if (const auto* row = known.manifest->binary(sha256)) return facts_of(*known.manifest, *row);
    }
    return std::nullopt;
  }

  /// Whether all that a footprint is read from is just as in the artifact that the known one was read from.
  bool is_artifact_of_footprint() const {
    if (!known_footprint_) return false;
    return std::ranges::any_of(known_manifests_, [&](const signatures::database::Known& known) {
      const auto& artifacts = known.manifest->artifacts();
      const auto artifact =
          std::ranges::find(artifacts, known_footprint_->artifact, &signatures::database::Artifact::name);
      if (artifact == artifacts.end()) return false;
      const auto index = static_cast<std::size_t>(artifact - artifacts.begin());
      std::size_t equal = 0;
      for (const auto& row : known.manifest->files()) {
        if (!known.manifest->set(row).contains(index) || !counts_for_footprint(row.path)) continue;
        const SubjectFile* file = files_.find(row.path);
        if (file == nullptr || file->sha256 != row.sha256) return false;
        ++equal;
      }
      return equal != 0 &&
             equal == static_cast<std::size_t>(std::ranges::count_if(
                          files_.compared, [](const auto& item) { return counts_for_footprint(item.first); }));
    });
  }
  static bool counts_for_footprint(std::string_view path) {
    return path.starts_with("numpy/") && signatures::footprint::is_read_for_footprint(path);
  }

  const signatures::footprint::SourceOutline* known_outline(std::string_view path) const {
    if (!known_footprint_) return nullptr;
    const auto found = known_footprint_->sources.find(path);
    return found == known_footprint_->sources.end() ? nullptr : &found->second;
  }

  /// Of a folder only what is asked for is walked.
  Expected<std::unique_ptr<FileStream>> open(const std::set<std::string, std::less<>>& keys) const {
    if (location_.folders.empty() || keys.empty()) return location_.open();
    return BuildLocation{location_.path, {keys.begin(), keys.end()}, location_.package}.open();
  }

  void describe(const std::string& package) {
    const std::vector<Distribution> distributions = distributions_in(fingerprint_, damage_);
    input_.files = &fingerprint_;
    input_.package = package;
    input_.import_folder = folder_of(package);
    input_.times_count = false;
    input_.territory =
        territory_in_archive(fingerprint_, package, bundled_library_folders(fingerprint_, package), distributions);
    read_through([this](const std::set<std::string, std::less<>>& keys) { return open(keys); }, jobs_, input_, damage_);
    input_.read_footprint = [this, read = std::move(input_.read_footprint)] {
      return is_artifact_of_footprint() ? std::optional(known_footprint_->footprint) : read();
    };
    input_.known_outline = [this](std::string_view path) { return known_outline(path); };
    files_ = files_of_subject(input_);
    sources_ = source_tree_of(input_, files_, &memo_);
    Subject subject;
    describe_numpy(subject, distributions, fingerprint_, package);
    description_.version = subject.version;
    description_.source = name(fingerprint_.kind);
    if (!location_.folders.empty())
      description_.path = location_.path == "/" ? "/" + package : location_.path + "/" + package;
    description_.files = files_.compared.size();
  }

  BuildLocation location_;
  unsigned jobs_;
  signatures::python::StatementMemo& memo_;
  std::vector<signatures::database::Known> known_manifests_;
  std::shared_ptr<const signatures::footprint::ReleaseFootprint> known_footprint_;
};

class ArtifactBuild final : public Build {
 public:
  ArtifactBuild(const signatures::database::Known& known, std::size_t artifact,
                std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint)
      : manifest_(known.manifest), footprint_(std::move(footprint)) {
    const auto& of = manifest_->artifacts()[artifact];
    const bool sources = !of.name.ends_with(".whl");
    fingerprint_.kind = sources ? Kind::sdist : Kind::wheel;
    for (const auto& row : manifest_->files()) {
      if (!manifest_->set(row).contains(artifact)) continue;
      signatures::fingerprint::FileFacts facts;
      facts.entry.path = row.path;
      facts.entry.size = row.size;
      if (const auto digest = signatures::digest_from_hex(signatures::Algorithm::sha256, row.sha256))
        facts.digests.push_back(*digest);
      if (manifest_->binary(row.sha256) != nullptr) facts.format = signatures::fingerprint::BinaryFormat::elf;
      sha256_by_key_.emplace(row.path, row.sha256);
      fingerprint_.files.emplace(row.path, std::move(facts));
    }
    input_.files = &fingerprint_;
    input_.package = "numpy";
    input_.territory = {""};
    if (sources) {
      input_.import_folder = std::string(folder_root());
      input_.package = input_.import_folder + "/numpy";
    }
    input_.look_into = [this](const std::set<std::string, std::less<>>& keys) {
      std::map<std::string, BinaryFacts> found;
      for (const std::string& key : keys) {
        const auto sha256 = sha256_by_key_.find(key);
        const auto* row = sha256 == sha256_by_key_.end() ? nullptr : manifest_->binary(sha256->second);
        if (row != nullptr) found.emplace(key, facts_of(*manifest_, *row));
      }
      return found;
    };
    files_ = files_of_subject(input_);
    if (footprint_) sources_ = std::make_unique<ReleaseTree>(footprint_->footprint, footprint_->sources);
    description_.source = "database";
    description_.is_release = true;
    description_.version = manifest_->release();
    description_.artifact = of.name;
    description_.files = files_.compared.size();
  }

 private:
  std::string_view folder_root() const {
    const std::string_view first =
        fingerprint_.files.empty() ? std::string_view() : std::string_view(fingerprint_.files.begin()->first);
    return first.substr(0, first.find('/'));
  }

  std::shared_ptr<const signatures::database::Manifest> manifest_;
  std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint_;
  std::map<std::string, std::string_view, std::less<>> sha256_by_key_;
};

}  // namespace

Expected<std::unique_ptr<Build>> open_build(const std::string& named, discovery::NamedSubject subject, unsigned jobs,
                                            signatures::python::StatementMemo& memo) {
  auto opened = open_subject(named, subject);
  if (!opened) return std::unexpected(std::move(opened.error()));
  auto build = std::make_unique<StreamBuild>(named, std::move(opened->location), jobs, memo);
  auto damage = build->read(*opened->stream);
  if (!damage) return build;
  damage->file = named;
  return std::unexpected(std::move(*damage));
}

std::unique_ptr<Build> build_of_artifact(const signatures::database::Known& known, std::size_t artifact,
                                         std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint) {
  return std::make_unique<ArtifactBuild>(known, artifact, std::move(footprint));
}

Expected<KnownRelease> as_release(const Build& build, const std::map<std::string, BinaryFacts>& looked_into) {
  const bool sources = build.layout() == Layout::sources;
  signatures::database::DraftArtifact draft;
  draft.project = "numpy";
  draft.release = "0";  // never shown: there is this one only
  draft.name = sources ? "numpy-0.tar.gz" : "numpy-0-py3-none-any.whl";
  draft.origin = signatures::database::Origin::upstream;
  draft.confirmed = "given-file";
  draft.sha256 = std::string(64, '0');
  for (const auto& [path, file] : build.files().compared) {
    if (file.sha256.empty()) continue;
    draft.files[sources ? "numpy-0/" + path : path] = {file.sha256, file.facts->entry.size};
    if (const auto facts = looked_into.find(file.key); facts != looked_into.end())
      draft.binaries.insert_or_assign(file.sha256, facts->second);
  }
  signatures::database::Draft manifest(draft.project, draft.release);
  if (const auto why = manifest.add(draft)) return std::unexpected(Damage{build.description().named, "", *why, true});
  auto parsed = signatures::database::Manifest::parse(manifest.text(), build.description().named);
  if (!parsed) return std::unexpected(parsed.error());
  return KnownRelease({{*parsed, nullptr}}, build.layout());
}

}  // namespace fairplay::auditor::provenance
