#include "cli/advisory_book.h"

#include "cli/command.h"
#include "cli/rule_book.h"

namespace fairplay::cli {

std::optional<signatures::advisories::Book> load_advisories(const std::string& path) {
  std::string text;
  if (path.empty()) {
    text = signatures::advisories::builtin_advisories();
  } else if (!read_configuration(path, text)) {
    return std::nullopt;
  }
  auto book = signatures::advisories::parse_advisories(text, path.empty() ? "advisories.yaml" : path);
  if (!book) {
    complain(book.error());
    return std::nullopt;
  }
  return std::move(*book);
}

}  // namespace fairplay::cli
