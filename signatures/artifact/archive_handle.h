#pragma once

#include <memory>
#include <string>

#include "signatures/artifact/libarchive.h"

/// libarchive, held so that nothing leaks and nothing runs: its "all filters" would start external programs.
namespace fairplay::signatures::artifact {

struct ArchiveCloser {
  void operator()(archive* handle) const { libarchive().archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, ArchiveCloser>;

/// A read handle without formats; nullptr without libarchive or when memory is short.
ArchiveHandle new_archive();

/// In words, after new_archive() gave none.
std::string why_no_archive();

/// Enables gzip, bzip2, xz, lzma and zstd, as far as libarchive has them built in.
void support_builtin_filters(archive* handle);

/// The handle's last error in words.
std::string archive_error(archive* handle);

/// libarchive converts names to the thread's locale and may lose bytes doing so; in the C locale it falls back to the
/// raw bytes, which is what the stream promises, whatever LANG the user has. Sets it for this thread while it lives.
class RawNames {
 public:
  RawNames();
  ~RawNames();
  RawNames(const RawNames&) = delete;
  RawNames& operator=(const RawNames&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fairplay::signatures::artifact
