#include "cli/advisory_book.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/complaint.h"

namespace fairplay::cli {

void add_advisories_option(CLI::App& command, std::string& path) {
  command.add_option("--advisories", path, "Use the known defects of FILE instead of the built-in ones")
      ->type_name("FILE");
}

std::optional<signatures::advisories::Book> load_advisories(const std::string& path) {
  using namespace signatures::advisories;
  if (path.empty()) return value_or_complaint(read_advisories(builtin_advisories(), "advisories.yaml"));
  const auto text = read_configuration(path);
  if (!text) return std::nullopt;
  return value_or_complaint(parse_advisories(*text, path));
}

}  // namespace fairplay::cli
