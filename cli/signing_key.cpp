#include "cli/signing_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::cli {
namespace {

using signatures::database::PrivateKey;
using signatures::database::TrustedKey;

bool file_exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

bool cannot_write(const std::string& file) {
  complain(fmt::format("cannot write {}: {}", file, std::strerror(errno)));
  return false;
}

/// Writes a temporary file beside `file`, complete and on disk, and returns its path. Empty and a message on stderr
/// where that can't be done.
std::string write_beside(const std::string& file, const std::string& text, mode_t mode) {
  std::string temporary = file + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) {
    cannot_write(file);
    return {};
  }
  const bool whole = signatures::artifact::write_all(fd, text) && ::fchmod(fd, mode) == 0 && ::fsync(fd) == 0;
  if (!whole) cannot_write(file);
  ::close(fd);
  if (whole) return temporary;
  ::unlink(temporary.c_str());
  return {};
}

bool make_folder_for(const std::string& file) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  if (folder.empty() || std::filesystem::exists(folder, error)) return true;
  std::filesystem::create_directories(folder, error);
  if (!error) return true;
  complain(fmt::format("cannot make {}: {}", folder.string(), error.message()));
  return false;
}

/// Adds the key to the user's keys file, unless it is there.
bool trust_own(const PrivateKey& key) {
  const std::string file = own_keys_file();
  const TrustedKey trusted{key.public_key(), "own key", {"*"}, 0};
  std::string text;
  mode_t mode = 0644;
  if (file_exists(file)) {
    const auto before = read_configuration(file);
    if (!before) return false;
    text = *before;
    const auto keys = signatures::database::parse_keys(text, file);
    if (!keys) {
      complain(keys.error());
      return false;
    }
    if (std::ranges::any_of(*keys, [&](const TrustedKey& other) { return other.key == trusted.key; })) return true;
    if (!text.ends_with('\n')) text += '\n';
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) mode = status.st_mode & 0777U;
    text += keys_stanza(trusted);
  } else {
    text = signatures::database::keys_text({trusted});
  }
  // Some users keep the file elsewhere and link to it: the file behind the link is replaced.
  std::error_code error;
  const std::string target = file_exists(file) ? std::filesystem::canonical(file, error).string() : file;
  if (error) return cannot_write(file);
  const std::string temporary = write_beside(target, text, mode);
  if (temporary.empty()) return false;
  if (::rename(temporary.c_str(), target.c_str()) != 0) {
    cannot_write(file);
    ::unlink(temporary.c_str());
    return false;
  }
  complain(fmt::format("{} now trusts your own key {} for any project", file, trusted.key.hex().substr(0, 16)));
  return true;
}

}  // namespace

std::string keys_stanza(const TrustedKey& key) {
  const std::string text = signatures::database::keys_text({key});
  return text.substr(text.find('\n') + 1);  // without the file's first line
}

std::optional<PrivateKey> read_key(const std::string& file) {
  auto pem = read_configuration(file);
  if (!pem) return std::nullopt;
  auto key = PrivateKey::from_pem(*pem, file);
  std::ranges::fill(*pem, '\0');
  if (!key) {
    complain(key.error());
    return std::nullopt;
  }
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
    complain(fmt::format("other users can read the private key {}: run `chmod 600` on it", file));
  }
  return std::move(*key);
}

bool write_key(const PrivateKey& key, const std::string& file) {
  if (!make_folder_for(file)) return false;
  if (file_exists(file)) {
    complain(fmt::format("{} exists already, and a key is never overwritten", file));
    return false;
  }
  const std::string temporary = write_beside(file, key.pem(), 0600);
  if (temporary.empty()) return false;
  // link(2), unlike rename(2), never replaces a file that another process made meanwhile. Where a file system has no
  // links, renameat2 does the same.
  bool written = ::link(temporary.c_str(), file.c_str()) == 0;
  if (!written && errno != EEXIST)
    written = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) == 0;
  if (!written) cannot_write(file);
  ::unlink(temporary.c_str());
  return written;
}

std::optional<PrivateKey> own_key() {
  const std::string file = own_key_file();
  if (file.empty()) {
    complain("there is no home folder to keep a key in: name a key file with --key");
    return std::nullopt;
  }
  if (!file_exists(file)) {
    auto key = PrivateKey::generate();
    if (!key) {
      complain(key.error());
      return std::nullopt;
    }
    if (!write_key(*key, file)) return std::nullopt;
    complain(fmt::format("made your own key, {}; whoever has it can sign databases that you trust", file));
  }
  auto key = read_key(file);
  if (key && !trust_own(*key)) return std::nullopt;
  return key;
}

}  // namespace fairplay::cli
