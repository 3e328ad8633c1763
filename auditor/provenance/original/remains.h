#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

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
  std::string build_id;                  ///< lower-case hex; empty without one
  std::set<std::string> blank_sections;  ///< that have `blank_run` or more NUL bytes in a row; .bss has no bytes
  bool cut_archive = false;              ///< a static library whose last member ends beyond the file's end
};

/// No part of a binary that code or tables fill has so many NUL bytes in a row by itself; a disk's blocks are as large.
inline constexpr std::uint64_t blank_run = 512;

/// Of the files `keys` of a stream; what can't be read is left out.
std::map<std::string, Remains> remains_of(signatures::artifact::FileStream& stream,
                                          const std::set<std::string, std::less<>>& keys, unsigned jobs);

}  // namespace fairplay::auditor::provenance
