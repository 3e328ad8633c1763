#include "signatures/unified_diffs/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

namespace fairplay::signatures::unified_diffs {
namespace {

/// Takes a text apart line by line, each with its end.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> peek() const {
    if (rest_.empty()) return std::nullopt;
    return rest_.substr(0, length());
  }
  std::optional<std::string_view> next() {
    const auto line = peek();
    if (line) {
      rest_.remove_prefix(line->size());
      ++number_;
    }
    return line;
  }
  std::uint32_t number() const { return number_; }  ///< of the line that next() gave last, from 1

 private:
  std::size_t length() const { return std::min(rest_.find('\n'), rest_.size() - 1) + 1; }
  std::string_view rest_;
  std::uint32_t number_ = 0;
};

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

/// "--- a/numpy/x.py\t2023-02-05 10:00:00" -> "a/numpy/x.py"; empty for /dev/null.
std::string path_of(std::string_view line) {
  line = without_end(line.substr(4));
  line = line.substr(0, line.find('\t'));
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  while (line.ends_with(' ')) line.remove_suffix(1);
  return line == "/dev/null" ? std::string() : std::string(line);
}

struct Header {
  std::uint32_t old_line = 0;
  std::uint32_t old_count = 1;
  std::uint32_t new_count = 1;
};

bool take_number(std::string_view& text, std::uint32_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take_range(std::string_view& text, char sign, std::uint32_t& first, std::uint32_t& count) {
  if (text.empty() || text.front() != sign) return false;
  text.remove_prefix(1);
  if (!take_number(text, first)) return false;
  if (!text.starts_with(',')) return true;
  text.remove_prefix(1);
  return take_number(text, count);
}

/// "@@ -12,3 +12,4 @@ def f():"
std::optional<Header> header_of(std::string_view line) {
  Header header;
  std::uint32_t new_line = 0;
  if (!line.starts_with("@@ ")) return std::nullopt;
  line.remove_prefix(3);
  if (!take_range(line, '-', header.old_line, header.old_count) || !line.starts_with(' ')) return std::nullopt;
  line.remove_prefix(1);
  if (!take_range(line, '+', new_line, header.new_count) || !line.starts_with(" @@")) return std::nullopt;
  return header;
}

/// DEP-3 "Description: ..." or "Subject: ...", or git's "Subject: [PATCH 1/2] ...".
std::optional<std::string> subject_of(std::string_view line) {
  for (const std::string_view field : {"Description:", "Subject:"}) {
    if (!line.starts_with(field)) continue;
    line = without_end(line.substr(field.size()));
    while (line.starts_with(' ')) line.remove_prefix(1);
    if (const std::size_t end = line.find("] "); line.starts_with("[PATCH") && end != std::string_view::npos)
      line.remove_prefix(end + 2);
    return std::string(line.substr(0, 200));
  }
  return std::nullopt;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& name, std::vector<Damage>& damage) : lines_(text), damage_(damage) {
    patch_.name = name;
  }

  Patch parse() {
    while (const auto line = lines_.next()) {
      if (line->starts_with("--- ") && lines_.peek() && lines_.peek()->starts_with("+++ ")) {
        begin_file(*line);
      } else if (line->starts_with("@@ ")) {
        hunk(*line);
      } else if (line->starts_with("GIT binary patch") ||
                 (line->starts_with("Binary files ") && without_end(*line).ends_with(" differ"))) {
        report(lines_.number(), "a binary patch: what it changes can't be told");
        if (!patch_.files.empty()) patch_.files.back().binary = true;
      } else if (patch_.subject.empty() && patch_.files.empty()) {
        if (auto subject = subject_of(*line)) patch_.subject = std::move(*subject);
      }
      if (full_) break;
    }
    return std::move(patch_);
  }

 private:
  void report(std::uint32_t line, std::string reason) {
    damage_.push_back({patch_.name, fmt::format("line {}", line), std::move(reason), true});
  }

  void begin_file(std::string_view line) {
    if (patch_.files.size() == most_files) {
      report(lines_.number(), fmt::format("more than {} files; the rest isn't read", most_files));
      full_ = true;
      return;
    }
    FilePatch file;
    file.old_path = path_of(line);
    file.new_path = path_of(*lines_.next());
    patch_.files.push_back(std::move(file));
  }

  void hunk(std::string_view line) {
    const std::uint32_t at = lines_.number();
    const auto header = header_of(line);
    if (!header) return report(at, "a hunk's header isn't \"@@ -LINE,COUNT +LINE,COUNT @@\"");
    if (patch_.files.empty()) return report(at, "a hunk before any \"---\" and \"+++\" line");
    auto& hunks = patch_.files.back().hunks;
    if (hunks.size() == most_hunks) {
      report(at, fmt::format("more than {} hunks for one file; the rest isn't read", most_hunks));
      full_ = true;
      return;
    }
    Hunk read{header->old_line, at, {}};
    std::uint32_t old_left = header->old_count;
    std::uint32_t new_left = header->new_count;
    while (old_left != 0 || new_left != 0) {
      const auto next = lines_.peek();
      // Editors take the blank off an empty line of context.
      const char column = !next ? '\0' : without_end(*next).empty() ? ' ' : next->front();
      const bool takes_old = column == ' ' || column == '-';
      const bool takes_new = column == ' ' || column == '+';
      if ((!takes_old && !takes_new && column != '\\') || (takes_old && old_left == 0) ||
          (takes_new && new_left == 0)) {
        return report(at, fmt::format("the hunk ends at line {}, {} old and {} new lines before its header says",
                                      lines_.number() + 1, old_left, new_left));
      }
      lines_.next();
      if (column == '\\') {
        no_newline(read);
        continue;
      }
      old_left -= takes_old ? 1 : 0;
      new_left -= takes_new ? 1 : 0;
      std::string text(without_end(*next).empty() ? *next : next->substr(1));
      if (!text.ends_with('\n')) text += '\n';  // of the patch's own last line
      read.lines.push_back(
          {takes_old ? takes_new ? LineKind::context : LineKind::removed : LineKind::added, std::move(text)});
    }
    if (lines_.peek() && lines_.peek()->starts_with('\\')) {
      lines_.next();
      no_newline(read);
    }
    hunks.push_back(std::move(read));
  }

  static void no_newline(Hunk& hunk) {
    if (hunk.lines.empty()) return;
    std::string& text = hunk.lines.back().text;
    text.resize(without_end(text).size());
  }

  Lines lines_;
  std::vector<Damage>& damage_;
  Patch patch_;
  bool full_ = false;
};

/// The lines that a hunk expects, by views into it.
std::vector<std::string_view> old_side(const Hunk& hunk) {
  std::vector<std::string_view> lines;
  for (const Line& line : hunk.lines) {
    if (line.kind != LineKind::added) lines.push_back(line.text);
  }
  return lines;
}

std::size_t context_at_begin(const Hunk& hunk) {
  return static_cast<std::size_t>(
      std::ranges::find_if(hunk.lines, [](const Line& line) { return line.kind != LineKind::context; }) -
      hunk.lines.begin());
}
std::size_t context_at_end(const Hunk& hunk) {
  const auto last = std::find_if(hunk.lines.rbegin(), hunk.lines.rend(),
                                 [](const Line& line) { return line.kind != LineKind::context; });
  return static_cast<std::size_t>(last - hunk.lines.rbegin());
}

/// Where hunks fit into a file's lines.
class Fitting {
 public:
  explicit Fitting(const std::vector<MarkedLine>& lines) : lines_(lines) {}

  bool out_of_work() const { return work_ > most_work; }

  /// The place nearest to `wanted`, from `least` on, where all of `old` matches.
  std::optional<std::size_t> find(std::span<const std::string_view> old, std::size_t wanted, std::size_t least) {
    if (old.size() > lines_.size()) return std::nullopt;
    const std::size_t last = lines_.size() - old.size();
    wanted = std::clamp(wanted, std::min(least, last), last);
    for (std::size_t away = 0; away <= lines_.size() && !out_of_work(); ++away) {
      const bool after = wanted + away <= last;
      const bool before = away != 0 && away <= wanted && wanted - away >= least;
      if (after && wanted + away >= least && fits(old, wanted + away)) return wanted + away;
      if (before && fits(old, wanted - away)) return wanted - away;
      if (!after && (away > wanted || wanted - away < least)) break;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::uint64_t most_work = 50'000'000;  ///< lines compared: a hostile patch ends here

  bool fits(std::span<const std::string_view> old, std::size_t at) {
    for (std::size_t i = 0; i < old.size(); ++i) {
      ++work_;
      if (lines_[at + i].text != old[i]) return false;
    }
    return true;
  }

  const std::vector<MarkedLine>& lines_;
  std::uint64_t work_ = 0;
};

}  // namespace

Patch parse_patch(std::string_view text, const std::string& name, std::vector<Damage>& damage) {
  return Parser(text, name, damage).parse();
}

std::string_view stripped(std::string_view path, unsigned strip) {
  for (; strip != 0; --strip) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return path;
    path.remove_prefix(slash + 1);
  }
  return path;
}

std::vector<MarkedLine> marked_lines(std::string_view text) {
  std::vector<MarkedLine> lines;
  Lines all(text);
  while (const auto line = all.next()) lines.push_back({std::string(*line), 0});
  return lines;
}

std::string text_of(const std::vector<MarkedLine>& lines) {
  std::string text;
  for (const MarkedLine& line : lines) text += line.text;
  return text;
}

std::optional<Damage> apply(const FilePatch& patch, std::vector<MarkedLine>& lines, std::size_t mark,
                            const std::string& name) {
  const auto fails = [&](const Hunk* hunk, std::string reason) {
    return Damage{name, hunk == nullptr ? std::string() : fmt::format("line {}", hunk->at), std::move(reason), true};
  };
  if (patch.binary) return fails(nullptr, "a binary patch can't be applied");
  Fitting fitting(lines);
  std::vector<MarkedLine> result;
  std::size_t copied = 0;  // lines of the old file that are in `result` or were replaced
  std::ptrdiff_t offset = 0;
  bool taken_away = false;  // the next kept line marks removed lines before it
  const auto keep = [&](MarkedLine line) {
    if (std::exchange(taken_away, false)) line.mark = mark;
    result.push_back(std::move(line));
  };
  for (const Hunk& hunk : patch.hunks) {
    const std::vector<std::string_view> old = old_side(hunk);
    const std::size_t first = hunk.old_line == 0 ? 0 : hunk.old_line - (old.empty() ? 0 : 1);
    std::optional<std::size_t> at;
    std::size_t skipped_begin = 0;
    std::size_t skipped_end = 0;
    for (std::size_t fuzz = 0; fuzz <= 2 && !at; ++fuzz) {
      skipped_begin = std::min(fuzz, context_at_begin(hunk));
      skipped_end = old.size() <= skipped_begin ? 0 : std::min(fuzz, context_at_end(hunk));
      if (fuzz != 0 && skipped_begin + skipped_end == 0) break;
      if (skipped_begin + skipped_end >= old.size() && !old.empty()) break;
      const auto part = std::span(old).subspan(skipped_begin, old.size() - skipped_begin - skipped_end);
      const std::ptrdiff_t wanted = static_cast<std::ptrdiff_t>(first + skipped_begin) + offset;
      at = fitting.find(part, static_cast<std::size_t>(std::max<std::ptrdiff_t>(wanted, 0)), copied);
    }
    if (fitting.out_of_work()) return fails(&hunk, "finding the place of its hunks takes too much work");
    if (!at) return fails(&hunk, "the lines that this hunk expects aren't in the file");
    offset = static_cast<std::ptrdiff_t>(*at) - static_cast<std::ptrdiff_t>(first + skipped_begin);
    for (; copied < *at; ++copied) keep(lines[copied]);
    // Context that was ignored stays as the file has it.
    for (std::size_t i = skipped_begin; i + skipped_end < hunk.lines.size(); ++i) {
      const Line& line = hunk.lines[i];
      switch (line.kind) {
        case LineKind::context: keep(lines[copied++]); break;
        case LineKind::removed:
          ++copied;
          taken_away = true;
          break;
        case LineKind::added:
          taken_away = false;
          result.push_back({line.text, mark});
          break;
      }
    }
  }
  for (; copied < lines.size(); ++copied) keep(lines[copied]);
  lines = std::move(result);
  return std::nullopt;
}

}  // namespace fairplay::signatures::unified_diffs
