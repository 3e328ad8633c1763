#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/blas/identity.h"
#include "signatures/damage.h"
#include "signatures/elf/image.h"
#include "signatures/elf/numpy_use.h"

namespace fairplay::signatures::fingerprint {

/// What a binary's format is, by its first bytes.
enum class BinaryFormat : std::uint8_t { none, elf, pe, mach_o };

struct ElfFacts {
  elf::Header header;
  elf::Dynamic dynamic;
  std::optional<blas::Identity> blas;
  bool calls_blas = false;  ///< it takes BLAS or LAPACK routines from another file
  bool damaged = false;     ///< something of it couldn't be read: what isn't found here may be there
  std::string glibc{};      ///< the oldest glibc that has all that it wants of it: "2.17"; empty: it wants nothing
  std::optional<elf::NumpyUse> numpy{};  ///< where the plan asked for it
};

struct FileFacts {
  artifact::FileEntry entry;
  Digests digests;
  BinaryFormat format = BinaryFormat::none;
  std::vector<std::uint16_t> machines{};  ///< of a PE or Mach-O file: EM_*
  std::string head;                       ///< the first bytes (up to 16) of bytecode: its header
  std::optional<std::string> text;        ///< content, where the plan asked for it
  std::shared_ptr<const ElfFacts> elf;    ///< null of other files; copies share it
  bool lost = false;  ///< it is there, but its content could not be read whole; of a folder: it could not be listed
};

struct Fingerprint {
  artifact::Kind kind = artifact::Kind::folder;
  std::map<std::string, FileFacts, std::less<>>
      files;                   ///< by path; an archive's duplicates: the last one, as pip sees it
  std::vector<Damage> damage;  ///< sorted by file and place

  const FileFacts* find(std::string_view path) const;
  /// Whether `path` is in a folder that could not be listed, so that nobody knows whether it is there.
  bool in_lost_folder(std::string_view path) const;
};

/// What to read of each file.
struct Plan {
  /// Digests wanted of a file. Called from several threads at once.
  std::function<Algorithms(std::string_view path)> digests = [](std::string_view) {
    return Algorithms{Algorithm::sha256};
  };
  /// Whether to keep the content (up to 64 MiB a file). Called from several threads at once.
  std::function<bool(std::string_view path)> keep_text = [](std::string_view) { return false; };
  bool look_into_binaries = true;
  /// Whether to read of an ELF file what it wants of NumPy. Called from several threads at once.
  std::function<bool(std::string_view path)> numpy_use = [](std::string_view) { return false; };
  unsigned jobs = 1;
};

Fingerprint read(artifact::FileStream& stream, const Plan& plan);

/// A file's whole content, during the sink's call; damage where it was shortened meanwhile.
Expected<std::string> text_of(const artifact::FileEntry& entry, const artifact::Content& content);

}  // namespace fairplay::signatures::fingerprint
