#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/blas/identity.h"
#include "signatures/damage.h"
#include "signatures/elf/image.h"
#include "signatures/elf/parts.h"

namespace fairplay::signatures::fingerprint {

/// What identifies one ELF binary beyond its bytes, so that it can be compared with another build of itself: in parts
/// (signatures/elf/parts.h says which legitimate rewriting each survives) and by its C interface.
struct BinaryFacts {
  std::string build_id;  ///< lower-case hex; empty without one
  std::string machine;   ///< "x86-64", "AArch64"
  std::string soname;
  std::vector<std::string> needed;    ///< in file order
  std::string runpath;                ///< DT_RUNPATH, or DT_RPATH where there is no other, as stored
  std::vector<elf::PartHash> parts;   ///< sorted by part
  std::uint64_t symbols_defined = 0;  ///< of .dynsym
  std::uint64_t symbols_undefined = 0;
  std::vector<std::string> disagreements;   ///< of sections and what the loader reads (signatures/elf/loader_view.h)
  std::vector<std::string> open_doors;      ///< protection of memory that it gives up
  std::vector<std::string> methods;         ///< names of all C method tables, sorted, each once
  std::vector<std::string> ufuncs;          ///< names that stand as an argument of a registration, sorted, each once
  std::vector<std::string> ufunc_suspects;  ///< names that look registered and could not be followed; sorted
  std::optional<blas::Identity> blas;       ///< a BLAS or LAPACK library

  const elf::PartHash* part(std::string_view name) const;  ///< nullptr without it
};

/// Reads everything above of an opened image. Costs some 30-100 ms for a large library: meant for binaries whose hash
/// nobody knows.
BinaryFacts binary_facts(const elf::Image& image, std::vector<Damage>& damage);

/// The same for the files `keys` of a stream, on up to `jobs` threads; keys that are no ELF files are left out.
std::map<std::string, BinaryFacts> look_into(artifact::FileStream& stream,
                                             const std::set<std::string, std::less<>>& keys, unsigned jobs,
                                             std::vector<Damage>& damage);

}  // namespace fairplay::signatures::fingerprint
