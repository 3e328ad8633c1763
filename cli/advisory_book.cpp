#include "cli/advisory_book.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/complaint.h"

namespace fairplay::cli {

void add_advisories_option(CLI::App& command, std::string& path) {
  command.add_option("--advisories", path, "Use the known BLAS defects of FILE instead of the built-in ones")
      ->type_name("FILE");
}

std::optional<signatures::advisories::Book> load_advisories(const std::string& path) {
  const auto text = path.empty() ? std::string(signatures::advisories::builtin_advisories()) : read_configuration(path);
  if (!text) return std::nullopt;
  auto book = signatures::advisories::parse_advisories(*text, path.empty() ? "advisories.yaml" : path);
  if (!book) {
    complain(book.error());
    return std::nullopt;
  }
  return std::move(*book);
}

}  // namespace fairplay::cli
