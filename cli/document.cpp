#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/command.h"

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
    fmt::print(stderr, "fairplay: cannot write to standard output: {}\n", std::strerror(errno));
    return false;
  }
  const File file(std::fopen(output_file.c_str(), "wb"), std::fclose);
  if (file && write_all(file.get(), document)) return true;
  fmt::print(stderr, "fairplay: cannot write {}: {}\n", output_file, std::strerror(errno));
  return false;
}

bool read_configuration(const std::string& path, std::string& text) {
  constexpr std::size_t limit = 4U << 20;  // a rules or waivers file of more is a mistake
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    fmt::print(stderr, "fairplay: cannot read {}: {}\n", path, std::strerror(errno));
    return false;
  }
  text.resize(limit + 1);
  errno = 0;
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) {
    fmt::print(stderr, "fairplay: cannot read {}: {}\n", path, std::strerror(errno));
    return false;
  }
  if (text.size() > limit) {
    fmt::print(stderr, "fairplay: {} is larger than {} bytes\n", path, limit);
    return false;
  }
  return true;
}

}  // namespace fairplay::cli
