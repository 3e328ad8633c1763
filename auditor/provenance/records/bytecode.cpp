#include "auditor/provenance/records/bytecode.h"

#include <fmt/format.h>

#include <algorithm>

#include "signatures/artifact/kind.h"
#include "signatures/installers/bytecode.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::FileFacts;
using signatures::installers::BytecodeHeader;
using Standing = BytecodeVerdict::Standing;

constexpr std::string_view cache_folder = "__pycache__/";

bool in_cache(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  return slash != std::string_view::npos && key.substr(0, slash + 1).ends_with(cache_folder);
}

/// `installed`: it was installed before it was packed. An archive keeps times in its own way, sizes as they are.
BytecodeVerdict judge_timestamp(const BytecodeHeader& header, const FileFacts& source, bool times_count,
                                bool installed) {
  if (!times_count && installed && header.has_size && header.size == static_cast<std::uint32_t>(source.entry.size))
    return {Standing::belongs, {}};
  if (!times_count) return {Standing::unused, "bytecode nobody recorded; an installer writes its own over it"};
  const auto mtime = static_cast<std::uint32_t>(source.entry.mtime);
  const auto size = static_cast<std::uint32_t>(source.entry.size);
  if (header.mtime != mtime)
    return {Standing::unused,
            fmt::format("stale bytecode: made for a source of time {}, the source is of {}; Python ignores it",
                        header.mtime, mtime)};
  if (header.has_size && header.size != size) {
    return {Standing::unused,
            fmt::format("stale bytecode: made for a source of {} bytes, the source has {}; Python ignores it",
                        header.size, size)};
  }
  return {Standing::belongs, {}};
}

}  // namespace

std::string source_of_bytecode(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  const std::size_t name_at = slash == std::string_view::npos ? 0 : slash + 1;
  std::string_view name = key.substr(name_at);
  std::string_view folder = key.substr(0, name_at);
  name.remove_suffix(4);  // ".pyc"
  if (in_cache(key)) {
    folder.remove_suffix(cache_folder.size());
    name = name.substr(0, name.find('.'));  // the interpreter's tag and optimisation level
  }
  return fmt::format("{}{}.py", folder, name);
}

std::string_view tag_of_bytecode(std::string_view key) {
  const auto is_of = [](std::string_view text, std::string_view more) {
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.contains(c);
    });
  };
  if (!in_cache(key) || !key.ends_with(".pyc")) return {};
  std::string_view name = key.substr(key.rfind('/') + 1);
  name.remove_suffix(4);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return {};
  std::string_view tag = name.substr(dot + 1);
  // pytest writes its own of the tests that it rewrites: "cpython-311-pytest-8.3.2".
  if (const std::size_t at = tag.find("-pytest-"); at != std::string_view::npos) {
    if (!is_of(tag.substr(at + 8), ".-+")) return {};
    tag = tag.substr(0, at);
  }
  if (const std::size_t at = tag.find(".opt-"); at != std::string_view::npos) {
    if (!is_of(tag.substr(at + 5), "")) return {};
    tag = tag.substr(0, at);
  }
  const std::size_t digit = tag.find_first_of("0123456789");
  return digit != std::string_view::npos && digit > 0 && is_of(tag, "-") ? tag : std::string_view();
}

void UncomparedBytecode::add(std::string_view key) {
  ++count_;
  const std::string_view tag = tag_of_bytecode(key);
  constexpr std::string_view cpython = "cpython-3";
  if (!python_.starts_with("3.") || tag.empty()) return;
  const std::string_view minor = tag.starts_with(cpython) ? tag.substr(cpython.size()) : std::string_view();
  if (minor.substr(0, minor.find_first_not_of("0123456789")) != std::string_view(python_).substr(2))
    ++of_others_[std::string(tag)];
}

std::vector<NotChecked> UncomparedBytecode::described() const {
  std::vector<NotChecked> lines;
  if (count_ == 0) return lines;
  lines.push_back({fmt::format("{} bytecode files", count_),
                   "their headers match their sources, and Python runs them in the sources' place; their code was not "
                   "compared, so it may be anything. To write them anew: python -m compileall -f FOLDER"});
  for (const auto& [tag, count] : of_others_)
    lines.push_back(
        {fmt::format("{} of them, for {}", count, tag),
         fmt::format("this environment's Python is {}: it ignores them, and compileall doesn't replace them",
                     python_)});
  return lines;
}

BytecodeVerdict judge_bytecode(const std::string& key, const FileFacts& bytecode,
                               const signatures::fingerprint::Fingerprint& files, bool times_count,
                               const ReadSource& read_source) {
  const std::string source_key = source_of_bytecode(key);
  const FileFacts* source = files.find(source_key);
  const bool cached = in_cache(key);
  if (source == nullptr) {
    if (cached) return {Standing::unused, "bytecode without a source; Python ignores it in __pycache__"};
    return {Standing::foreign, "bytecode without a source, which Python imports in its place"};
  }
  if (bytecode.lost) return {Standing::unused, "bytecode that could not be read"};
  if (cached && tag_of_bytecode(key).empty())
    return {Standing::unused, "bytecode under a name that no compilation gives; Python ignores it"};

  const auto header = signatures::installers::parse_bytecode_header(std::as_bytes(std::span(bytecode.head)), key);
  if (!header) return {Standing::unused, fmt::format("damaged bytecode: {}; Python ignores it", header.error().reason)};

  // Beside its source a .pyc is read by Python 2 alone; Python 3 takes the source.
  if (!cached && !header->python2) return {Standing::unused, "bytecode beside its source; Python 3 ignores it there"};

  if (header->validation == BytecodeHeader::Validation::timestamp) {
    using signatures::artifact::Layout;
    const bool installed = signatures::artifact::traits(files.kind).layout == Layout::installed;
    return judge_timestamp(*header, *source, times_count, installed);
  }

  const auto text = read_source ? read_source(source_key)
                                : std::unexpected(signatures::Damage{source_key, "", "its source was not read", false});
  const bool matches = text && bytecode_hash_matches(*header, std::as_bytes(std::span(*text)));
  if (matches) return {Standing::belongs, {}};
  if (header->validation == BytecodeHeader::Validation::checked_hash)
    return {Standing::unused, "stale bytecode: its hash is not its source's; Python ignores it"};
  return {
      Standing::foreign,
      text ? "bytecode that Python runs without a check (PEP 552, unchecked hash) and that was not made from its source"
           : "bytecode that Python runs without a check (PEP 552, unchecked hash); its source could not be read"};
}

}  // namespace fairplay::auditor::provenance
