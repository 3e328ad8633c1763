#include "auditor/provenance/source_trees/known_trees.h"

#include <algorithm>
#include <atomic>
#include <span>

#include "auditor/provenance/files/plain_text.h"
#include "signatures/digest.h"
#include "signatures/python/code.h"
#include "signatures/python/syntax_hash.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {

using signatures::footprint::Footprint;
using signatures::footprint::Outline;

namespace {

/// As Python and C compilers read them: packing for Windows changes line ends, inside of strings too, and puts
/// delvewheel's own lines into a package's __init__ (behind those, lines count from there).
void unpack(std::string& text) {
  if (auto plain = plain_text(text)) text = std::move(plain->text);
  if (text.find('\r') != std::string::npos) std::ranges::replace(text, '\r', '\n');
}

}  // namespace

LiveTree::LiveTree(std::vector<std::string> paths, ReadTexts read, ReadFootprint read_footprint, unsigned jobs,
                   signatures::python::StatementMemo* memo, KnownOutline known)
    : paths_(std::move(paths)),
      read_(std::move(read)),
      read_footprint_(std::move(read_footprint)),
      jobs_(std::max(1U, jobs)),
      memo_(memo),
      known_(std::move(known)) {
  std::ranges::sort(paths_);
}

void LiveTree::fetch(const std::set<std::string, std::less<>>& paths) {
  std::set<std::string, std::less<>> wanted;
  for (const std::string& path : paths) {
    if (std::ranges::binary_search(paths_, path) && asked_.insert(path).second) wanted.insert(path);
  }
  if (wanted.empty() || !read_) return;
  Texts texts = read_(wanted);
  for (auto& [path, text] : texts) unpack(text);
  texts_.merge(texts);
}

void LiveTree::prepare(const std::set<std::string, std::less<>>& paths) {
  fetch(paths);
  std::vector<std::pair<const Texts::value_type*, std::optional<Outline>*>> open;
  for (const std::string& path : paths) {
    const auto text = texts_.find(path);
    const bool python = path.ends_with(".py") || path.ends_with(".pyi");
    if (text == texts_.end() || !python) continue;
    const auto [place, is_new] = outlines_.try_emplace(path);
    if (is_new) open.emplace_back(&*text, &place->second);
  }
  // The longest first: none of them is left for the end alone.
  std::ranges::sort(open, std::greater<>(), [](const auto& one) { return one.first->second.size(); });
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    signatures::python::SyntaxHasher hasher(memo_);
    for (std::size_t i = next++; i < open.size(); i = next++) {
      const auto& [path, text] = *open[i].first;
      *open[i].second = outline_of(path, text, hasher);
    }
  };
  if (!open.empty()) signatures::run_on_threads(static_cast<unsigned>(std::min<std::size_t>(jobs_, open.size())), work);
}

Outline LiveTree::outline_of(const std::string& path, const std::string& text,
                             signatures::python::SyntaxHasher& hasher) const {
  std::vector<signatures::Damage> damage;  // the outline says that it isn't complete
  const auto source = signatures::python::module_source(text, path, damage);
  const auto* known = known_ ? known_(path) : nullptr;
  if (known == nullptr || known->sha256 != signatures::sha256_hex(std::as_bytes(std::span(text))))
    return signatures::footprint::outline_of(source, hasher, damage);
  Outline outline = known->outline;
  signatures::footprint::add_texts(source, outline);
  return outline;
}

const Outline* LiveTree::outline(std::string_view path) {
  auto found = outlines_.find(path);
  if (found == outlines_.end()) {
    prepare({std::string(path)});
    found = outlines_.find(path);
  }
  return found == outlines_.end() || !found->second ? nullptr : &*found->second;
}

std::optional<std::string_view> LiveTree::text(std::string_view path) {
  auto found = texts_.find(path);
  if (found == texts_.end()) {
    // A caller that asks for a text that wasn't prepared will read many.
    if (!asked_.contains(path) && std::ranges::binary_search(paths_, path)) fetch({paths_.begin(), paths_.end()});
    found = texts_.find(path);
  }
  return found == texts_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

void LiveTree::expect_footprint() {
  if (footprint_read_ || expected_footprint_.valid() || !read_footprint_) return;
  expected_footprint_ = signatures::run_beside(jobs_, read_footprint_);
}

const Footprint* LiveTree::footprint() {
  if (!footprint_read_ && read_footprint_)
    footprint_ = expected_footprint_.valid() ? expected_footprint_.get() : read_footprint_();
  footprint_read_ = true;
  return footprint_ ? &*footprint_ : nullptr;
}

}  // namespace fairplay::auditor::provenance
