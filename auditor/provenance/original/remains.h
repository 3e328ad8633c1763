#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "signatures/artifact/file_stream.h"
#include "signatures/elf/extent.h"

namespace fairplay::auditor::provenance {

/// What is left of a binary that may be damaged.
struct Remains {
  std::uint64_t size = 0;
  std::uint64_t nul_bytes = 0;
  std::uint64_t leading_nul = 0;   ///< NUL bytes before the first other one
  std::uint64_t trailing_nul = 0;  ///< and after the last
  bool is_elf = false;             ///< it begins as an ELF file does
  std::optional<signatures::elf::Extent> extent;
  std::string build_id;      ///< lower-case hex; empty without one
  bool blank_code = false;   ///< .text has `blank_run` or more NUL bytes in a row
  bool cut_archive = false;  ///< a static library whose last member ends beyond the file's end
};

/// Machine code has no such run of NUL bytes by itself; a disk's blocks are as large. Data has, so that a run there
/// doesn't tell loss from change.
inline constexpr std::string_view code_section = ".text";
inline constexpr std::uint64_t blank_run = 512;

/// Of the files `keys` of a stream; what can't be read is left out.
std::map<std::string, Remains> remains_of(signatures::artifact::FileStream& stream,
                                          const std::set<std::string, std::less<>>& keys, unsigned jobs);

}  // namespace fairplay::auditor::provenance
