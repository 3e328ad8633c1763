#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/accidents.h"
#include "auditor/provenance/original/binaries.h"
#include "auditor/provenance/original/cut_source.h"
#include "auditor/provenance/original/remains.h"

// What is damaged is what cannot have been written so by anybody who changed the code: empty, full of NUL bytes, or cut
// off. No database has hashes of parts of a text, so that a cut source is proved by the outline of what is left, part
// by part, and a cut binary by its own headers: they name bytes that aren't there, and no loader takes it.
namespace fairplay::auditor::provenance {
namespace {

constexpr std::uint64_t largest_text = 16U << 20U;  ///< no source file is larger
constexpr std::size_t shortest_run = 16;            ///< NUL bytes in a row: fewer are an edit, not a lost block

class DamageSearch {
 public:
  DamageSearch(const OriginTools& tools, const OriginInput& input, const KnownRelease& known,
               const std::string& release, const OwnersWord& owner, SubjectFiles& files)
      : tools_(tools), input_(input), known_(known), release_(release), owner_(owner), files_(files) {}

  void run() {
    std::set<std::string, std::less<>> binaries;
    std::set<std::string, std::less<>> texts;
    for (auto& [path, file] : files_.compared) {
      if (file.facts->entry.dangling && !owner_.recorded(path) && is_known(path, sort_of(path))) {
        mark(path, FileDamage::missing, "it is a link that leads nowhere");
        continue;
      }
      if (file.sha256.empty() || file.is_explained() || file.facts->lost || known_.holds(path, file.sha256) ||
          owner_.recorded(path))
        continue;
      const FileSort sort = sort_of(path);
      const bool binary = sort == FileSort::extension || sort == FileSort::library || sort == FileSort::static_library;
      if (!is_known(path, sort)) continue;
      if (file.facts->entry.size == 0) {
        mark_empty(path, file);
      } else if (binary) {
        binaries.insert(file.key);
        paths_.emplace(file.key, path);
      } else if (file.facts->entry.size <= std::min(largest(path), largest_text)) {
        texts.insert(file.key);
        paths_.emplace(file.key, path);
      }
    }
    if (!binaries.empty() && input_.remains_of) look_at_binaries(input_.remains_of(binaries));
    if (!texts.empty() && input_.read_texts) look_at_texts(input_.read_texts(texts));
  }

 private:
  /// Whether the release has it: a module whatever interpreter it is for, a library whatever its tag.
  bool is_known(const std::string& path, FileSort sort) {
    if (!known_.at(path).empty()) return true;
    if (sort != FileSort::extension && sort != FileSort::library) return false;
    if (binaries_.empty()) {
      for (const auto& [of_release, file] : known_.upstream_files()) {
        if (sort_of(of_release) == FileSort::extension) binaries_.emplace(module_of_extension(of_release));
        if (sort_of(of_release) == FileSort::library) binaries_.emplace(library_stem(of_release));
      }
    }
    return binaries_.contains(sort == FileSort::extension ? std::string(module_of_extension(path))
                                                          : library_stem(path));
  }

  std::uint64_t largest(std::string_view path) const {
    std::uint64_t size = 0;
    for (const KnownFile& file : known_.at(path)) size = std::max(size, file.row->size);
    return size;
  }
  bool has_size(std::string_view path, std::uint64_t size) const {
    return std::ranges::any_of(known_.at(path), [&](const KnownFile& file) { return file.row->size == size; });
  }

  void mark(const std::string& path, FileDamage how, std::string detail) {
    files_.find(path)->damaged = std::make_shared<const DamagedFile>(path, how, std::move(detail));
  }

  void mark_empty(const std::string& path, SubjectFile& file) {
    const bool was_empty = std::ranges::any_of(known_.at(path), [](const KnownFile& f) { return f.row->size == 0; });
    // Distributors may empty an edit point; who emptied one after the installation wasn't the distributor.
    const bool may_be_edited = tools_.places->contains("edit-points", path) && !owner_.deviates(path);
    if (was_empty || may_be_edited) return;
    file.damaged = std::make_shared<const DamagedFile>(path, FileDamage::empty, "it is empty");
  }

  // --- Binaries ---

  void look_at_binaries(const std::map<std::string, Remains>& remains) {
    std::set<std::string, std::less<>> blank;
    for (const auto& [key, left] : remains) {
      const std::string& path = paths_.find(key)->second;
      if (left.nul_bytes == left.size) {
        mark(path, FileDamage::nul_bytes, fmt::format("all of its {} bytes are NUL", left.size));
      } else if (left.cut_archive || (left.is_elf && (!left.extent || !left.extent->loads))) {
        mark(path, FileDamage::cut_off, of_bytes(path, left));
      } else if (has_size(path, left.size) && (left.leading_nul >= blank_run || left.trailing_nul >= blank_run)) {
        mark(path, FileDamage::nul_bytes, fmt::format("{} of its {} bytes are NUL", left.nul_bytes, left.size));
      } else if (has_size(path, left.size) && left.blank_code && !left.build_id.empty()) {
        blank.insert(key);
      }
    }
    if (blank.empty() || !input_.look_into) return;
    for (const auto& [key, facts] : input_.look_into(blank)) {
      if (differs_in_code_alone(facts))
        mark(paths_.find(key)->second, FileDamage::nul_bytes, fmt::format("runs of NUL bytes in {}", code_section));
    }
  }

  /// "16777216 of its 36610897 bytes": as far as anybody knows how long it was.
  std::string of_bytes(const std::string& path, const Remains& left) const {
    const std::uint64_t promised = left.extent ? left.extent->size : 0;
    const std::uint64_t size = has_size(path, promised) || known_.at(path).empty() ? promised : largest(path);
    return size <= left.size ? fmt::format("it ends after {} bytes", left.size)
                             : fmt::format("it ends after {} of {} bytes", left.size, size);
  }

  /// Whether the machine code is the only part that isn't its original's.
  bool differs_in_code_alone(const signatures::fingerprint::BinaryFacts& facts) const {
    return std::ranges::any_of(known_.with_build_id(facts.build_id), [&](const KnownBinary& known) {
      bool code = false;
      for (const auto& part : facts.parts) {
        const auto* original = known.row->part(part.part);
        if (original != nullptr && original->sha256 == part.sha256) continue;
        if (part.part != code_section) return false;
        code = true;
      }
      return code;
    });
  }

  // --- Texts ---

  void look_at_texts(const std::map<std::string, std::string>& texts) {
    for (const auto& [key, text] : texts) look_at_text(paths_.find(key)->second, text);
  }

  void look_at_text(const std::string& path, const std::string& text) {
    const std::size_t first = text.find('\0');
    const std::size_t size = text.size();
    if (first == std::string::npos) {
      if (size < largest(path) && is_beginning(path, text, true))
        mark(path, FileDamage::cut_off, fmt::format("it ends after {} of {} bytes", size, largest(path)));
      return;
    }
    const auto nul = static_cast<std::size_t>(std::ranges::count(text, '\0'));
    const std::string detail = nul == size ? fmt::format("all of its {} bytes are NUL", size)
                                           : fmt::format("{} of its {} bytes are NUL", nul, size);
    if (nul == size) return mark(path, FileDamage::nul_bytes, detail);
    const std::size_t run = longest_run(text);
    const bool to_the_end = text.find_first_not_of('\0', first) == std::string::npos;
    if (run < shortest_run || !(has_size(path, size) || to_the_end)) return;
    const bool source = path.ends_with(".py") || path.ends_with(".pyi");
    // Python runs no source with NUL bytes in it: what is behind them hides nothing.
    const bool proved = source && first != 0 ? is_beginning(path, std::string_view(text).substr(0, first), false)
                                             : run >= blank_run && has_size(path, size);
    if (proved) mark(path, FileDamage::nul_bytes, detail);
  }

  static std::size_t longest_run(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
      run = c == '\0' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    return longest;
  }

  bool is_beginning(const std::string& path, std::string_view text, bool can_run) {
    if (!path.ends_with(".py") && !path.ends_with(".pyi")) return false;
    if (!footprint_ && tools_.footprint) footprint_ = tools_.footprint(release_);
    if (!footprint_) return false;
    const auto whole = footprint_->sources.find(path);
    return whole != footprint_->sources.end() && is_cut_source(text, path, whole->second.outline, can_run);
  }

  const OriginTools& tools_;
  const OriginInput& input_;
  const KnownRelease& known_;
  const std::string& release_;
  const OwnersWord& owner_;
  SubjectFiles& files_;
  std::map<std::string, std::string> paths_;     ///< comparable path by key
  std::set<std::string, std::less<>> binaries_;  ///< the release's modules and libraries
  std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint_;
};

}  // namespace

void mark_damaged(const OriginTools& tools, const OriginInput& input, const KnownRelease& known,
                  const std::string& release, const OwnersWord& owner, SubjectFiles& files) {
  DamageSearch(tools, input, known, release, owner, files).run();
}

}  // namespace fairplay::auditor::provenance
