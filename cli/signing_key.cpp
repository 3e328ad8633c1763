#include "cli/signing_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "auditor/report/report.h"
#include "cli/command.h"
#include "cli/databases.h"
#include "cli/rule_book.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::cli {
namespace {

using auditor::report::escape_terminal;
using signatures::database::PrivateKey;
using signatures::database::TrustedKey;

bool exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

bool cannot_write(const std::string& file) {
  fmt::print(stderr, "fairplay: cannot write {}: {}\n", escape_terminal(file), std::strerror(errno));
  return false;
}

/// A file of its own beside `file`, whole and on disk; empty and a message on stderr where it can't be.
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
  fmt::print(stderr, "fairplay: cannot make {}: {}\n", escape_terminal(folder.string()), error.message());
  return false;
}

/// Enters the key into the user's keys file, unless it is there.
bool trust_own(const PrivateKey& key) {
  const std::string file = own_keys_file();
  const TrustedKey trusted{key.public_key(), "own key", {"*"}, 0};
  std::string text;
  mode_t mode = 0644;
  if (exists(file)) {
    if (!read_configuration(file, text)) return false;
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
  // A link to a file elsewhere is the user's way to keep it: that file is replaced.
  std::error_code error;
  const std::string target = exists(file) ? std::filesystem::canonical(file, error).string() : file;
  if (error) return cannot_write(file);
  const std::string temporary = write_beside(target, text, mode);
  if (temporary.empty()) return false;
  if (::rename(temporary.c_str(), target.c_str()) != 0) {
    cannot_write(file);
    ::unlink(temporary.c_str());
    return false;
  }
  fmt::print(stderr, "fairplay: {} now trusts your own key {} for any project\n", escape_terminal(file),
             trusted.key.hex().substr(0, 16));
  return true;
}

}  // namespace

std::string keys_stanza(const TrustedKey& key) {
  const std::string text = signatures::database::keys_text({key});
  return text.substr(text.find('\n') + 1);  // without the file's first line
}

std::optional<PrivateKey> read_key(const std::string& file) {
  std::string pem;
  if (!read_configuration(file, pem)) return std::nullopt;
  auto key = PrivateKey::from_pem(pem, file);
  std::ranges::fill(pem, '\0');
  if (!key) {
    complain(key.error());
    return std::nullopt;
  }
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
    fmt::print(stderr, "fairplay: others than you can read the private key {}: `chmod 600` it\n",
               escape_terminal(file));
  }
  return std::move(*key);
}

bool write_key(const PrivateKey& key, const std::string& file) {
  if (!make_folder_for(file)) return false;
  if (exists(file)) {
    fmt::print(stderr, "fairplay: {} is there already, and a key is never written over\n", escape_terminal(file));
    return false;
  }
  const std::string temporary = write_beside(file, key.pem(), 0600);
  if (temporary.empty()) return false;
  // link(2), unlike rename(2), leaves a file that came in between alone; where a file system has no links, renameat2
  // does.
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
    fmt::print(stderr, "fairplay: there is no home folder to keep a key in: name one by --key\n");
    return std::nullopt;
  }
  if (!exists(file)) {
    auto key = PrivateKey::generate();
    if (!key) {
      complain(key.error());
      return std::nullopt;
    }
    if (!write_key(*key, file)) return std::nullopt;
    fmt::print(stderr, "fairplay: made your own key, {}; who has it can sign databases that you believe\n",
               escape_terminal(file));
  }
  auto key = read_key(file);
  if (key && !trust_own(*key)) return std::nullopt;
  return key;
}

}  // namespace fairplay::cli
