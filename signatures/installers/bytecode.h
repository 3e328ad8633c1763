#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "signatures/damage.h"

namespace fairplay::signatures::installers {

/// How Python decides whether a .pyc still belongs to its source (PEP 552; importlib's _bootstrap_external).
struct BytecodeHeader {
  enum class Validation : std::uint8_t {
    timestamp,       ///< Python compares the source's mtime (and, from 3.3, its size)
    checked_hash,    ///< Python hashes the source
    unchecked_hash,  ///< Python runs the bytecode whatever the source says
  };
  std::uint16_t magic = 0;  ///< 3495 is Python 3.11's
  bool python2 = false;     ///< the magic is one of Python 2's
  Validation validation = Validation::timestamp;
  std::uint32_t mtime = 0;  ///< of the source, seconds modulo 2^32
  bool has_size = false;    ///< false for Python 2.7 and 3.0 ... 3.2
  std::uint32_t size = 0;   ///< of the source, bytes modulo 2^32
  std::uint64_t source_hash = 0;
};

/// `head` holds the file's first bytes, 16 where it has them.
Expected<BytecodeHeader> parse_bytecode_header(std::span<const std::byte> head, const std::string& file);

/// Whether a hash-validated .pyc's hash is that of `source`: SipHash-1-3 from Python 3.11 on, SipHash-2-4 before, keyed
/// with the magic number.
bool bytecode_hash_matches(const BytecodeHeader& header, std::span<const std::byte> source);

}  // namespace fairplay::signatures::installers
