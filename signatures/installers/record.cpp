#include "signatures/installers/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "signatures/utf8.h"

namespace fairplay::signatures::installers {
namespace {

/// The fields of one CSV record starting at `at`, which moves behind its line end.
/// `closed` is false where the input ends inside quotes.
std::vector<std::string> next_record(std::string_view text, std::size_t& at, bool& closed) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  while (at < text.size()) {
    const char c = text[at++];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (at < text.size() && text[at] == '"') {
        fields.back() += '"';
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && at < text.size() && text[at] == '\n') ++at;
      break;
    } else {
      fields.back() += c;
    }
  }
  closed = !quoted;
  return fields;
}

struct ParsedDigest {
  std::optional<Digest> digest;
  std::string problem;
};

ParsedDigest parse_digest(std::string_view text) {
  if (text.empty()) return {};
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {std::nullopt, fmt::format("digest '{}' names no algorithm", text)};
  const std::optional<Algorithm> algorithm = algorithm_named(text.substr(0, equals));
  if (!algorithm) return {std::nullopt, fmt::format("digest algorithm '{}' is not supported", text.substr(0, equals))};
  std::optional<Digest> digest = digest_from_urlsafe_base64(*algorithm, text.substr(equals + 1));
  if (!digest)
    return {std::nullopt,
            fmt::format("'{}' is not a {} digest in URL-safe base64", text.substr(equals + 1), name(*algorithm))};
  return {std::move(digest), {}};
}

}  // namespace

std::vector<RecordRow> parse_record(std::string_view text, const std::string& file, std::vector<Damage>& damage) {
  std::vector<RecordRow> rows;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::size_t at = 0;
  for (std::size_t number = 1; at < text.size(); ++number) {
    bool closed = true;
    const std::vector<std::string> fields = next_record(text, at, closed);
    const auto complain = [&](std::string reason, bool grave) {
      damage.push_back({file, fmt::format("row {}", number), std::move(reason), grave});
    };
    if (!closed) {
      complain("a quoted field is never closed; the rest of the file is inside it", true);
      break;
    }
    if (fields.size() == 1 && fields[0].empty()) continue;  // csv skips blank lines too
    if (fields[0].empty()) {
      complain("the row names no path", true);
      continue;
    }
    if (fields.size() > 3)
      complain(fmt::format("{} fields where RECORD has 3; the others are ignored", fields.size()), false);
    if (!is_utf8(fields[0])) complain("the path is not UTF-8, which RECORD must be", false);

    RecordRow row{fields[0], std::nullopt, std::nullopt, number};
    // Some tools on Windows write its separators. PEP 376 wants '/', and no wheel has a name with a backslash in it.
    if (!row.path.contains('/')) std::ranges::replace(row.path, '\\', '/');
    if (fields.size() > 1) {
      ParsedDigest parsed = parse_digest(fields[1]);
      if (!parsed.problem.empty()) complain(fmt::format("{} (for {})", parsed.problem, row.path), true);
      row.digest = std::move(parsed.digest);
    }
    if (fields.size() > 2 && !fields[2].empty()) {
      std::uint64_t size = 0;
      const char* end = fields[2].data() + fields[2].size();
      if (const auto [stop, error] = std::from_chars(fields[2].data(), end, size);
          error == std::errc() && stop == end) {
        row.size = size;
      } else {
        complain(fmt::format("size '{}' is not a number (for {})", fields[2], row.path), false);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace fairplay::signatures::installers
