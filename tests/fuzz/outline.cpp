// fuzz-libraries: signatures_database
// Outlines of Python sources, whatever they hold: the same twice, kept whole by a database's text, and not changed by a
// comment.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "signatures/database/footprint_document.h"
#include "signatures/footprint/outline.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures;
  if (size == 0) return 0;
  const bool stub = data[0] == 'i';
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto outline = [&](const std::string& source) {
    python::SyntaxHasher hasher;
    std::vector<Damage> damage;
    footprint::Outline read =
        footprint::outline_of(python::module_source(source, stub ? "m.pyi" : "m.py", damage), hasher, damage);
    if (read.complete != damage.empty()) std::abort();
    return read;
  };
  database::FootprintDocument document{"numpy", "1", {}};
  document.content.artifact = "x";
  footprint::SourceOutline& source = document.content.sources["m.py"];
  source.sha256 = std::string(64, '0');
  source.outline = outline(text);
  if (outline(text).syntax != source.outline.syntax) std::abort();
  // Behind a backslash a line would go on into the comment; CPython refuses a source that ends so.
  const std::size_t last = text.find_last_not_of('\r');
  const bool continued = last != std::string::npos && text[last] == '\\';
  if (source.outline.complete && !continued && outline(text + "\n# a comment\n").syntax != source.outline.syntax) {
    std::abort();
  }
  const std::string written = database::footprint_text(document);
  if (written.size() > database::largest_footprint) return 0;
  const auto read = database::parse_footprint(written, "x");
  if (!read) std::abort();
  if (database::footprint_text(**read) != written) std::abort();
  if ((*read)->content.sources.at("m.py").outline.items.size() != source.outline.items.size()) std::abort();
  return 0;
}

}  // namespace fairplay
