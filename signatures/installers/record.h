#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/digest.h"

namespace fairplay::signatures::installers {

/// One row of a wheel's or an installed distribution's RECORD.
struct RecordRow {
  std::string path;                   ///< as written: relative to the import folder, may climb ("../../../bin/f2py")
  std::optional<Digest> digest;       ///< nullopt: the row carries none (RECORD itself, bytecode), or it is unreadable
  std::optional<std::uint64_t> size;  ///< bytes
  std::size_t row = 0;                ///< 1-based, for messages
};

/// Reads RECORD as Python's csv module with its default dialect does: quoted fields, doubled quotes, LF, CR
/// and CRLF line ends, line breaks inside quotes (PyPA "Recording installed projects"; PEP 376, PEP 427).
/// Damage: a row without a path, an undecodable or unsupported digest (md5 is accepted, sha1 isn't), a size that is no
/// number, an unclosed quote, a path that isn't UTF-8. A row whose digest can't be read is kept without one.
std::vector<RecordRow> parse_record(std::string_view text, const std::string& file, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::installers
