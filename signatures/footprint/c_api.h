#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::signatures::footprint {

enum class CKind : std::uint8_t { function, macro, struct_, enum_, typedef_ };
std::string_view name(CKind kind);  ///< "function", "macro", "struct", "enum", "typedef"

/// One name of the C API.
struct CEntry {
  CKind kind = CKind::macro;
  std::string declaration;  ///< without comments, blanks made one; a macro with its replacement (up to 200 characters)
  std::vector<std::string>
      members;  ///< of a struct: its members' declarations, in order; of an enum: its constants as written
  std::string file;
  std::uint32_t line = 0;  ///< from 1
};

/// What NumPy's public headers declare; the first declaration of a name where several branches of the preprocessor have
/// one (`entries` of the others are joined to it where they differ: "a | b").
struct CApi {
  std::map<std::string, CEntry> entries;
};

/// Adds one header's names. All branches of its conditions are read: which of them a compiler takes depends on the
/// user's machine. Linear, never fails: what isn't a declaration is skipped.
void add_header(std::string_view text, const std::string& file, CApi& into);

}  // namespace fairplay::signatures::footprint
