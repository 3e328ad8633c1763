#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/command.h"
#include "cli/complaint.h"

namespace fairplay::cli {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

bool write_all(std::FILE* file, const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

}  // namespace

bool write_document(const std::string& document, const std::string& output_file) {
  if (output_file.empty() || output_file == "-") {
    if (write_all(stdout, document)) return true;
    complain(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    return false;
  }
  const File file(std::fopen(output_file.c_str(), "wb"), std::fclose);
  if (file && write_all(file.get(), document)) return true;
  complain(fmt::format("cannot write {}: {}", output_file, std::strerror(errno)));
  return false;
}

std::optional<std::string> read_configuration(const std::string& path) {
  constexpr std::size_t limit = 4U << 20;  // a larger rules or waivers file is a mistake
  const auto unreadable = [&] {
    complain(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
    return std::nullopt;
  };
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return unreadable();
  std::string text(limit + 1, '\0');
  errno = 0;
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return unreadable();
  if (text.size() > limit) {
    complain(fmt::format("{} is larger than {} bytes", path, limit));
    return std::nullopt;
  }
  return text;
}

}  // namespace fairplay::cli
