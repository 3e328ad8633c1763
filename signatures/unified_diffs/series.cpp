#include "signatures/unified_diffs/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "signatures/artifact/rooted_files.h"

namespace fairplay::signatures::unified_diffs {
namespace {

constexpr std::uint64_t largest_patch = 16ULL << 20;
constexpr std::size_t most_patches = 5'000;

struct Entry {
  std::string name;
  unsigned strip = 1;
};

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos || line[begin] == '#') return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

/// quilt's series: a patch a line, "-p0" behind it where its paths have nothing to strip, "#" before a comment.
std::vector<Entry> entries_of(std::string_view text, const std::string& file, std::vector<Damage>& damage) {
  std::vector<Entry> entries;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::vector<std::string_view> words = words_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty()) continue;
    Entry entry{std::string(words.front()), 1};
    for (std::size_t i = 1; i < words.size(); ++i) {
      std::string_view word = words[i];
      if (word == "-R") {
        damage.push_back(
            {file, fmt::format("line {}", number), "patches applied in reverse (-R) aren't understood", true});
      } else if (word.starts_with("-p")) {
        word.remove_prefix(2);
        if (const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), entry.strip);
            error != std::errc() || rest != word.data() + word.size() || entry.strip > 100) {
          entry.strip = 1;
          damage.push_back({file, fmt::format("line {}", number),
                            fmt::format("\"{}\" is no strip level such as -p1", words[i]), true});
        }
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

Expected<std::vector<SeriesPatch>> read_series(const std::string& folder, std::vector<Damage>& damage) {
  const artifact::RootedFiles files(folder);
  std::vector<Entry> entries;
  const std::string series = folder + "/series";
  if (files.is_regular("/series")) {
    const auto text = files.read("/series", largest_patch);
    if (!text) return std::unexpected(text.error());
    entries = entries_of(*text, series, damage);
  } else {
    const auto names = files.list("/");
    if (!names) return std::unexpected(Damage{folder, "", "no folder of patches, or it can't be read", true});
    for (const std::string& name : *names) {
      if (name.ends_with(".patch") || name.ends_with(".diff")) entries.push_back({name, 1});
    }
  }
  if (entries.size() > most_patches) {
    damage.push_back({series, "", fmt::format("more than {} patches; the rest isn't read", most_patches), true});
    entries.resize(most_patches);
  }
  if (entries.empty())
    return std::unexpected(
        Damage{folder, "", "it holds no patch: no series file that lists one, and no *.patch or *.diff", true});
  std::vector<SeriesPatch> patches;
  for (const Entry& entry : entries) {
    const auto text = files.read("/" + entry.name, largest_patch);
    if (!text) {
      damage.push_back({folder + "/" + entry.name, "", "the series lists it, and it can't be read", true});
      continue;
    }
    patches.push_back({parse_patch(*text, entry.name, damage), entry.strip});
  }
  return patches;
}

}  // namespace fairplay::signatures::unified_diffs
