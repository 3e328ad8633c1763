#include "auditor/provenance/builds/distribution_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "auditor/discovery/paths.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::installers::CoreMetadata;
namespace path_text = discovery::paths;

constexpr std::size_t most_distributions = 20'000;
constexpr std::uint64_t longest_metadata = 4 << 20;
constexpr std::uint64_t longest_list_of_files = 64 << 20;

/// "sklearn" of "sklearn/_isotonic.so", "scikit_learn" of "scikit_learn.libs/libgomp.so.1", "_cffi" of
/// "_cffi.abi3.so".
std::string first_component(std::string_view below) {
  const std::size_t slash = below.find('/');
  if (slash == std::string_view::npos) return std::string(below.substr(0, below.find('.')));
  std::string_view folder = below.substr(0, slash);
  if (folder.ends_with(".libs")) folder.remove_suffix(std::string_view(".libs").size());
  return std::string(folder);
}

}  // namespace

DistributionsOf::DistributionsOf(const signatures::artifact::RootedFiles& files, std::string folder)
    : files_(files), folder_(std::move(folder)) {
  const auto names = files_.list(folder_);
  if (!names) return;
  for (const std::string& name : *names) {
    if (!name.ends_with(".dist-info") && !name.ends_with(".egg-info")) continue;
    if (all_.size() >= most_distributions) break;
    const CoreMetadata said = signatures::installers::metadata_of_folder_name(name);
    all_.push_back({path_text::join(folder_, name), signatures::installers::normalised_name(said.name)});
  }
}

CoreMetadata DistributionsOf::of(std::string_view below) {
  const std::string top = first_component(below);
  const auto [place, is_new] = known_.try_emplace(top);
  if (!is_new) return place->second;
  place->second.name = top;
  const auto take = [&](const Metadata* metadata) {
    auto said = metadata != nullptr ? read(*metadata) : std::nullopt;
    if (!said) return false;
    place->second = std::move(*said);
    return true;
  };
  const auto same = std::ranges::find(all_, signatures::installers::normalised_name(top), &Metadata::project);
  if (take(same == all_.end() ? nullptr : &*same) || take(by_top_level(top))) return place->second;
  take(by_record(below));
  return place->second;
}

std::optional<CoreMetadata> DistributionsOf::read(const Metadata& metadata) const {
  for (const std::string& path : {metadata.path + "/METADATA", metadata.path + "/PKG-INFO", metadata.path}) {
    if (!files_.is_regular(path)) continue;
    const auto text = files_.read(path, longest_metadata);
    if (!text) continue;
    CoreMetadata said = signatures::installers::parse_core_metadata(*text);
    const CoreMetadata in_name = signatures::installers::metadata_of_folder_name(path_text::last(metadata.path));
    if (said.name.empty()) said.name = in_name.name;
    if (said.version.empty()) said.version = in_name.version;
    if (!said.name.empty()) return said;
  }
  return std::nullopt;
}

const DistributionsOf::Metadata* DistributionsOf::by_top_level(const std::string& top) {
  if (!top_levels_) {
    top_levels_.emplace();
    for (const Metadata& metadata : all_) {
      const std::string path = metadata.path + "/top_level.txt";
      if (!files_.is_regular(path)) continue;
      const auto text = files_.read(path, longest_metadata);
      if (!text) continue;
      for (const std::string& line : path_text::split(*text, "\r\n"))
        top_levels_->try_emplace(std::string(path_text::trim(line)), &metadata);
    }
  }
  const auto found = top_levels_->find(top);
  return found == top_levels_->end() ? nullptr : found->second;
}

const DistributionsOf::Metadata* DistributionsOf::by_record(std::string_view below) const {
  const std::string row = fmt::format("{},", below);
  for (const Metadata& metadata : all_) {
    const std::string path = metadata.path + "/RECORD";
    if (!files_.is_regular(path)) continue;
    const auto text = files_.read(path, longest_list_of_files);
    if (text && (text->starts_with(row) || text->contains("\n" + row))) return &metadata;
  }
  return nullptr;
}

}  // namespace fairplay::auditor::provenance
