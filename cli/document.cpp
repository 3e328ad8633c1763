#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

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

/// Whether the file holds bytes that no document has: a library or a wheel that somebody named by mistake, or was made
/// to name.
bool holds_no_text(const struct stat& status, const std::string& path) {
  const int reading = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat again {};
  char head[4096];
  ssize_t size = 0;
  const bool same = reading >= 0 && ::fstat(reading, &again) == 0 && again.st_ino == status.st_ino;
  if (same) size = ::read(reading, head, sizeof head);
  if (reading >= 0) ::close(reading);
  return size > 0 && std::memchr(head, 0, static_cast<std::size_t>(size)) != nullptr;
}

/// Opens the file for a document, and empties it. Links are refused, for what is behind one may be anybody's; those of
/// the system (/dev/stdout) aren't. On failure null and the reason.
File open_for_document(const std::string& path, std::string& why) {
  const bool of_system = path.starts_with("/dev/") || path.starts_with("/proc/");
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (of_system ? 0 : O_NOFOLLOW), 0666);
  struct stat status {};
  if (file < 0) {
    why = errno == ELOOP ? "it is a link; name the file itself" : std::strerror(errno);
  } else if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && !of_system) {
    if (holds_no_text(status, path)) {
      why = "there is a file that is no report; remove it first";
    } else if (status.st_size > 0 && ::ftruncate(file, 0) != 0) {
      why = std::strerror(errno);
    }
  }
  if (!why.empty() && file >= 0) ::close(file);
  return {why.empty() ? ::fdopen(file, "wb") : nullptr, std::fclose};
}

}  // namespace

bool write_document(const std::string& document, const std::string& output_file) {
  if (output_file.empty() || output_file == "-") {
    if (write_all(stdout, document)) return true;
    complain(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    return false;
  }
  std::string why;
  const File file = open_for_document(output_file, why);
  if (file && write_all(file.get(), document)) return true;
  complain(fmt::format("cannot write {}: {}", output_file, why.empty() ? std::strerror(errno) : why));
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
