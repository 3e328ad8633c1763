#include "auditor/provenance/builds/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "auditor/loading/numpy_loads.h"
#include "auditor/provenance/builds/archived_dependents.h"
#include "auditor/provenance/builds/archived_numpy.h"
#include "auditor/provenance/builds/blas_uses.h"
#include "auditor/provenance/builds/brought_along.h"
#include "auditor/provenance/builds/bundled_installation.h"
#include "auditor/provenance/builds/extension_modules.h"
#include "auditor/provenance/builds/frozen_numpy.h"
#include "auditor/provenance/builds/numpy_description.h"
#include "auditor/provenance/original/look_inside.h"
#include "auditor/provenance/records/distributions.h"
#include "auditor/provenance/records/intact.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/artifact/kind.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/installers/metadata.h"
#include "signatures/installers/numpy_config.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::Algorithm;
using signatures::Algorithms;
using signatures::base_name;
using signatures::folder_of;
using signatures::artifact::RecordFormat;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;

/// An archive's facts and what its own record says.
class Archive {
 public:
  Archive(const OriginTools& tools, const std::string& path, const loading::Target& target, unsigned jobs,
          Fingerprint fingerprint)
      : tools_(tools),
        path_(path),
        target_(target),
        jobs_(jobs),
        fingerprint_(std::move(fingerprint)),
        traits_(&signatures::artifact::traits(fingerprint_.kind)) {
    read_distributions();
    if (is_bundle()) leave_out_whiteouts();
    if (is_bundle()) return;  // each import folder has its own record
    read_own_metadata();
    choose_record();
    compare();
  }

  std::vector<Subject> subjects() {
    std::vector<Subject> result;
    for (const std::string& package : numpy_packages(fingerprint_)) result.push_back(numpy(package));
    if (traits_->program) {
      for (const std::string& package : frozen_numpy_packages(fingerprint_)) result.push_back(numpy(package));
    }
    for (const auto& [key, facts] : fingerprint_.files) {
      if (facts.elf && facts.elf->blas) result.push_back(library(key, facts));
    }
    if (is_bundle()) leave_out_others_damage();
    // What is wrong with the archive itself is reported once, with its first subject.
    if (!result.empty()) {
      result.front().damage.insert(result.front().damage.end(), fingerprint_.damage.begin(), fingerprint_.damage.end());
      result.front().damage.insert(result.front().damage.end(), damage_.begin(), damage_.end());
      result.front().not_checked.insert(result.front().not_checked.end(), not_checked_.begin(), not_checked_.end());
    }
    return result;
  }

  const Fingerprint& fingerprint() const { return fingerprint_; }

 private:
  const std::string* text_of(std::string_view key) const {
    const FileFacts* facts = fingerprint_.find(key);
    return facts != nullptr && facts->text ? &*facts->text : nullptr;
  }

  /// Whether it holds what was installed, by one installer or several, and not one artifact.
  bool is_bundle() const {
    return traits_->layout == signatures::artifact::Layout::installed && traits_->record == RecordFormat::dist_info;
  }

  void read_distributions() {
    distributions_ = distributions_in(fingerprint_, damage_);
    if (is_bundle()) return;
    // A wheel's own dist-info is at its root; others are cargo. Should there be several, it is the one of the file's
    // name, or the one with a RECORD: an empty one must not stand in its place.
    const auto rank = [&](const Distribution& distribution) {
      const std::string_view name = std::string_view(distribution.path).substr(0, distribution.path.rfind('.'));
      return std::pair(base_name(path_).starts_with(name), !distribution.record.empty());
    };
    for (std::size_t i = 0; i < distributions_.size(); ++i) {
      if (distributions_[i].path.find('/') != std::string::npos) continue;
      if (!own_ || rank(distributions_[i]) > rank(distributions_[*own_])) own_ = i;
    }
    // pip installs from a .whl only: in another ZIP, what the RECORD doesn't speak of was put beside it.
    if (!own_ || traits_->layout != signatures::artifact::Layout::wheel || path_.ends_with(".whl") ||
        record_names_all_of_the_top())
      return;
    fingerprint_.kind = signatures::artifact::Kind::bundle;
    traits_ = &signatures::artifact::traits(fingerprint_.kind);
    own_.reset();
  }

  bool record_names_all_of_the_top() const {
    const auto top = [](std::string_view path) { return path.substr(0, path.find('/')); };
    std::set<std::string_view> named;
    for (const auto& row : distributions_[*own_].record) named.insert(top(row.path));
    return named.empty() ||
           std::ranges::all_of(fingerprint_.files, [&](const auto& file) { return named.contains(top(file.first)); });
  }

  /// A layer of a container image marks with empty files what it hides of the layers below (.wh.NAME, and .wh..wh..opq
  /// for a whole folder: OCI image specification, "Whiteouts").
  void leave_out_whiteouts() {
    const std::size_t removed = std::erase_if(fingerprint_.files, [](const auto& file) {
      return file.second.entry.size == 0 && base_name(file.first).starts_with(".wh.");
    });
    if (removed != 0)
      not_checked_.push_back({fmt::format("{} whiteouts", removed),
                              "a layer of a container image: what the layers below it hold isn't in this file"});
  }

  /// Of a bundle's damage, what isn't in a NumPy or a BLAS says nothing about them.
  void leave_out_others_damage() {
    const auto ours = [&](const signatures::Damage& damage) {
      return damage.file == path_ ||
             std::ranges::any_of(judged_, [&](const std::string& folder) { return lies_in(damage.file, folder); });
    };
    for (std::vector<signatures::Damage>* all : {&fingerprint_.damage, &damage_}) {
      for (const signatures::Damage& damage : *all) {
        if (!ours(damage) && damage.grave) not_checked_.push_back({damage.file, damage.reason});
      }
      std::erase_if(*all, [&](const signatures::Damage& damage) { return !ours(damage); });
    }
  }

  void read_own_metadata() {
    using signatures::artifact::MetadataFormat;
    signatures::installers::CoreMetadata own;
    switch (traits_->metadata) {
      case MetadataFormat::none: break;
      case MetadataFormat::dist_info:
        if (own_) own = {distributions_[*own_].metadata.name, distributions_[*own_].metadata.version};
        break;
      case MetadataFormat::pkg_info:
        for (const auto& [key, facts] : fingerprint_.files) {
          if (base_name(key) != "PKG-INFO" || std::ranges::count(key, '/') > 1 || !facts.text) continue;
          own = signatures::installers::parse_core_metadata(*facts.text);
          break;
        }
        break;
      case MetadataFormat::debian_control:
        if (const std::string* control = text_of("DEBIAN/control"))
          own = {signatures::installers::control_field(*control, "Package"),
                 signatures::installers::control_field(*control, "Version")};
        break;
    }
    package_ = std::move(own.name);
    version_ = std::move(own.version);
  }

  void choose_record() {
    switch (traits_->record) {
      case RecordFormat::none:
        record_.missing_why = fmt::format("{} carries no record of its files", traits_->described);
        return;
      case RecordFormat::dpkg_md5sums: return choose_md5sums();
      case RecordFormat::dist_info: return choose_dist_info();
    }
  }

  void choose_md5sums() {
    record_.installer = Installer::dpkg;
    if (const std::string* sums = text_of("DEBIAN/md5sums")) {
      record_.label = "the package's own md5sums";
      add_dpkg_files(record_, signatures::installers::parse_md5sums(*sums, "DEBIAN/md5sums", damage_), {""});
    } else {
      record_.missing_why = "the package has no md5sums";
    }
  }

  void choose_dist_info() {
    if (!own_) {
      record_.missing_why = "no dist-info at the archive's root";
      return;
    }
    const Distribution& own = distributions_[*own_];
    if (!own.metadata.has_record) {
      record_.missing_why = fmt::format("{} has no RECORD", own.metadata.path);
      return;
    }
    record_.label = fmt::format("RECORD of {}", own.metadata.path);
    add_rows(record_, own.record, "", {""}, own.path + "/RECORD", damage_);
  }

  void compare() {
    IntactInput input;
    input.files = &fingerprint_;
    input.record = &record_;
    input.times_count = false;
    if (traits_->record == RecordFormat::dpkg_md5sums) {
      // Control members are dpkg's, and conffiles and links have no md5sums row: only code that nobody lists counts as
      // extra.
      for (const std::string& package : numpy_packages(fingerprint_)) input.owned_folders.push_back(package);
    } else {
      input.owned_folders = {""};
    }
    intact_ = compare_with_record(input, not_checked_);
  }

  bool is_source_release() const { return traits_->layout == signatures::artifact::Layout::sources; }
  /// Whether a system's package manager installs it, under the package's name.
  bool is_managed_package() const { return !traits_->control_folder.empty(); }

  Subject subject_of(SubjectKind kind) const {
    Subject subject;
    subject.kind = kind;
    subject.environment = {Environment::Kind::file};
    subject.packed = is_bundle();
    subject.installer = Installer::none;
    subject.intact = intact_;
    return subject;
  }

  Subject numpy(const std::string& package) {
    Subject subject = subject_of(SubjectKind::numpy);
    subject.path = path_;
    std::vector<std::string> libraries;
    std::vector<std::string> territory;
    if (is_bundle()) {
      subject.path = fmt::format("{}/{}", path_, package);
      BundledInstallation installation =
          bundled_installation(fingerprint_, package, distributions_, subject.not_checked);
      subject.intact = std::move(installation.intact);
      libraries = std::move(installation.libraries);
      territory = std::move(installation.territory);
      judged_.insert(judged_.end(), territory.begin(), territory.end());
      describe_numpy(subject, installation.distributions, fingerprint_, package);
    } else {
      libraries = bundled_library_folders(fingerprint_, package);
      territory = territory_in_archive(fingerprint_, package, libraries, distributions_);
      describe_numpy(subject, distributions_, fingerprint_, package);
    }
    if (is_source_release() && !package_.empty()) subject.name = package_;
    if (subject.version.empty()) subject.version = version_;
    if (is_managed_package()) subject.package = fmt::format("{} {}", package_, version_);

    NumpyFiles binaries{&fingerprint_, package, {package + "/.libs"}};
    binaries.libraries.insert(binaries.libraries.end(), libraries.begin(), libraries.end());
    subject.blas = blas_of_archived(binaries, subject.runtimes, subject.not_checked);
    subject.blas_complete = blas_is_complete(binaries, subject.blas);
    subject.compiled = !was_never_compiled(binaries);
    if (is_source_release())
      subject.not_checked.push_back({"which BLAS it runs", "a source release: whoever builds it decides"});
    report_unread_binaries(fingerprint_, territory, subject.not_checked);
    report_maintainer_scripts(subject);
    judge_loading(binaries, subject);
    if (traits_->program) {
      judge_frozen_numpy(tools_, {&fingerprint_, package, binaries.libraries}, subject);
      return subject;
    }
    judge_origin(package, std::move(territory), subject);
    if (is_bundle()) find_archived_dependents(fingerprint_, package, distributions_, subject);
    return subject;
  }

  /// What a package manager runs as root when it installs the package.
  void report_maintainer_scripts(Subject& subject) const {
    std::vector<std::string_view> scripts;
    for (const auto& [key, facts] : fingerprint_.files) {
      const std::string_view name = base_name(key);
      const bool script =
          name == "preinst" || name == "postinst" || name == "prerm" || name == "postrm" || name == "config";
      if (script && signatures::artifact::in_control_folder(key)) scripts.push_back(name);
    }
    if (scripts.empty()) return;
    subject.not_checked.push_back({fmt::format("what the package's {} do", fmt::join(scripts, ", ")),
                                   "the package manager runs them as root; they were not read"});
  }

  void judge_loading(const NumpyFiles& numpy, Subject& subject) const {
    if (traits_->program) {
      subject.loads.why = "the program brings its own Python, which was not looked at";
    } else if (is_source_release()) {
      subject.loads.why = "a source release: whoever builds it decides";
    } else {
      // A wheel is installed into an import folder, wherever it keeps the files.
      const bool wheel = traits_->layout == signatures::artifact::Layout::wheel;
      const std::string folder = wheel ? "/" : fmt::format("/{}", folder_of(numpy.package));
      subject.loads = loading::archived_loads(
          extension_modules(numpy, subject.distributions), folder,
          [this](const std::string& of) { return names_in(of); }, demand_of(subject), target_);
      if (!subject.compiled) subject.loads.why = never_compiled;
    }
  }

  /// Names in a folder of the archive; "/" is its root.
  std::vector<std::string> names_in(const std::string& folder) const {
    const std::string prefix = folder == "/" ? std::string() : folder.substr(1) + "/";
    std::vector<std::string> names;
    for (auto item = fingerprint_.files.lower_bound(prefix);
         item != fingerprint_.files.end() && item->first.starts_with(prefix); ++item) {
      const std::string_view rest = std::string_view(item->first).substr(prefix.size());
      const std::string_view name = rest.substr(0, rest.find('/'));
      if (!name.empty() && (names.empty() || names.back() != name)) names.emplace_back(name);
    }
    return names;
  }

  void judge_origin(const std::string& package, std::vector<std::string> territory, Subject& subject) {
    OriginInput input;
    input.files = &fingerprint_;
    input.package = package;
    input.import_folder = folder_of(package);
    input.times_count = false;
    input.along = archived_along(fingerprint_, input.import_folder, territory, distributions_, is_managed_package());
    input.territory = std::move(territory);
    read_through([this](const auto&) { return signatures::artifact::open_file(path_); }, jobs_, input, subject.damage);
    input.look_into = [&](const auto& keys) { return look_into(keys, subject); };  // reports no damage twice
    judge_numpy_origin(tools_, input, subject);
  }

  std::map<std::string, signatures::fingerprint::BinaryFacts> look_into(const std::set<std::string, std::less<>>& keys,
                                                                        Subject& subject) const {
    const auto stream = signatures::artifact::open_file(path_);
    if (!stream) return {};
    std::vector<signatures::Damage> damage;
    auto facts = look_inside(**stream, keys, jobs_, damage);
    // What is wrong with the archive itself was reported by the first pass.
    std::erase_if(damage, [&](const signatures::Damage& item) {
      return std::any_of(
          fingerprint_.damage.begin(), fingerprint_.damage.end(), [&](const signatures::Damage& reported) {
            return reported.file == item.file && reported.place == item.place && reported.reason == item.reason;
          });
    });
    subject.damage.insert(subject.damage.end(), damage.begin(), damage.end());
    return facts;
  }

  Subject library(const std::string& key, const FileFacts& facts) {
    Subject subject = subject_of(SubjectKind::blas);
    judged_.push_back(key);
    subject.path = fmt::format("{}/{}", path_, key);
    // A library that auditwheel put into NAME.libs is nobody's distribution: it goes by its file.
    const bool cargo = base_name(folder_of(key)).ends_with(".libs");
    std::string package = package_.empty() ? std::string() : fmt::format("{} {}", package_, version_);
    if (is_bundle()) {
      BundledLibrary own = bundled_library(fingerprint_, key, distributions_, subject.not_checked);
      package = std::move(own.package);
      subject.intact = std::move(own.intact);
    } else {
      keep_own_row(subject.intact, key, facts);
    }
    subject.name = package.empty() || cargo ? std::string(base_name(key)) : package.substr(0, package.find(' '));
    subject.version = facts.elf->blas->version;
    if (!package.empty()) subject.package = package;
    subject.found_as = {FoundAs::Kind::in_archive, std::string(base_name(path_))};
    subject.blas.push_back({subject.path, facts.elf->blas, BlasHow::bundled, {}, {key}});
    const auto inside = [&]() -> std::optional<signatures::fingerprint::BinaryFacts> {
      auto found = look_into({key}, subject);
      const auto own = found.find(key);
      return own == found.end() ? std::nullopt : std::optional(std::move(own->second));
    };
    const signatures::Digest* sha256 = signatures::find(facts.digests, Algorithm::sha256);
    judge_library_origin(tools_,
                         {sha256 != nullptr ? sha256->hex() : std::string(),
                          inside,
                          {},
                          [&](std::string_view name) {
                            return fingerprint_.find(fmt::format("{}/{}", folder_of(key), name)) != nullptr;
                          }},
                         subject);
    return subject;
  }

  /// Of the archive's comparison, what concerns one library.
  void keep_own_row(Intact& intact, const std::string& key, const FileFacts& facts) const {
    if (intact.record.empty()) return;
    const auto row = record_.files.find(key);
    std::erase_if(intact.failed, [&](const FileDeviation& deviation) {
      return deviation.path != (row == record_.files.end() ? key : row->second.shown);
    });
    intact.checked = facts.digests.empty() || row == record_.files.end() ? 0 : 1;
    if (!intact.failed.empty()) {
      intact.verdict = Verdict::no;
      intact.why = fmt::format("it differs from {}", intact.record);
    } else if (intact.checked == 0 || row->second.digests.empty()) {
      intact.verdict = Verdict::unknown;
      intact.why = fmt::format("{} has no hash of it", intact.record);
    } else {
      intact.verdict = Verdict::yes;
      intact.why = fmt::format("it matches {}", intact.record);
    }
  }

  OriginTools tools_;
  std::string path_;
  const loading::Target& target_;
  unsigned jobs_;
  Fingerprint fingerprint_;
  const signatures::artifact::KindTraits* traits_;
  std::vector<Distribution> distributions_;
  std::optional<std::size_t> own_;
  FileRecord record_;
  std::string package_;
  std::string version_;
  Intact intact_;
  std::vector<std::string> judged_;  ///< of a bundle: keys that a subject's verdicts are about
  std::vector<signatures::Damage> damage_;
  std::vector<NotChecked> not_checked_;
};

/// SHA-256, by which databases know files, and what the archive's own record has.
Algorithms first_algorithms(RecordFormat record) {
  return record == RecordFormat::dpkg_md5sums ? Algorithms{Algorithm::md5, Algorithm::sha256}
                                              : Algorithms{Algorithm::sha256};
}

/// What docker save, podman save and skopeo write: a manifest, and layers as files of digests or in folders.
bool is_container_image(const Fingerprint& files) {
  const bool described = files.find("manifest.json") != nullptr || files.find("oci-layout") != nullptr;
  return described && std::ranges::any_of(files.files, [](const auto& file) {
           return file.first.starts_with("blobs/") || file.first.ends_with("/layer.tar");
         });
}

/// SHA-256 and what else its RECORDs use; empty where they use nothing else.
Algorithms other_algorithms(const Fingerprint& fingerprint) {
  Algorithms algorithms;
  for (const auto& [key, facts] : fingerprint.files) {
    if (base_name(key) != "RECORD" || !facts.text) continue;
    for (const Algorithm algorithm : {Algorithm::md5, Algorithm::sha384, Algorithm::sha512}) {
      if (facts.text->find(fmt::format(",{}=", name(algorithm))) != std::string::npos) algorithms.insert(algorithm);
    }
  }
  if (!algorithms.empty()) algorithms.insert(Algorithm::sha256);
  return algorithms;
}

}  // namespace

signatures::Expected<std::vector<Subject>> examine_archive(const OriginTools& tools, const std::string& path,
                                                           std::unique_ptr<signatures::artifact::FileStream> stream,
                                                           const loading::Target& target, unsigned jobs) {
  const Algorithms algorithms = first_algorithms(signatures::artifact::traits(stream->kind()).record);
  signatures::fingerprint::Plan plan;
  plan.digests = [algorithms](std::string_view) { return algorithms; };
  plan.keep_text = describes_archived_numpy;
  // A wheel holds one package.
  if (!path.ends_with(".whl")) plan.numpy_use = may_use_numpy;
  plan.jobs = jobs;
  Fingerprint fingerprint = signatures::fingerprint::read(*stream, plan);
  stream.reset();
  if (const Algorithms others = other_algorithms(fingerprint); !others.empty()) {
    // pip writes SHA-256 and nothing else, so that the first pass nearly always is the only one.
    auto again = signatures::artifact::open_file(path);
    if (!again) return std::unexpected(std::move(again.error()));
    plan.digests = [others](std::string_view) { return others; };
    fingerprint = signatures::fingerprint::read(**again, plan);
  }
  Archive archive(tools, path, target, jobs, std::move(fingerprint));
  std::vector<Subject> subjects = archive.subjects();
  if (subjects.empty()) {
    const auto& damage = archive.fingerprint().damage;
    if (damage.empty() && is_container_image(archive.fingerprint()))
      return std::unexpected(signatures::Damage{
          path, "", "a container image: its layers are archives of their own. Unpack it, and audit each layer", false});
    if (damage.empty()) return std::unexpected(signatures::Damage{path, "", "it holds no NumPy and no BLAS", false});
    const signatures::Damage& first = damage.front();
    return std::unexpected(signatures::Damage{
        path, first.place, fmt::format("{}; no NumPy and no BLAS was found in it", first.reason), true});
  }
  return subjects;
}

}  // namespace fairplay::auditor::provenance
