// fuzz-libraries: signatures_database
// Manifests, whatever they hold: one that is read has one text, and is found in by every look-up.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "signatures/database/draft.h"
#include "signatures/database/index.h"
#include "signatures/database/manifest.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures::database;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto manifest = Manifest::parse(text, "x.manifest");
  if (!manifest) return manifest.error().reason.empty() ? std::abort(), 1 : 0;
  if (Draft(**manifest).text() != text) std::abort();
  for (const FileRow& row : (*manifest)->files()) {
    if ((*manifest)->files_at(row.path).empty()) std::abort();
    (void)(*manifest)->set(row).contains(0);
  }
  for (const BinaryRow& row : (*manifest)->binaries()) {
    if ((*manifest)->binary(row.sha256) != &row) std::abort();
    for (const Part& part : row.parts) {
      if (row.part(part.name) == nullptr) std::abort();
    }
    (void)(*manifest)->name_list(row.methods);
    (void)(*manifest)->name_list(row.ufuncs);
  }
  (void)libraries_of(**manifest);
  const std::string file = manifest_file_name((*manifest)->project(), (*manifest)->release());
  if (file.find('/') != std::string::npos || file.starts_with('.')) std::abort();
  return 0;
}

}  // namespace fairplay
