// fuzz-libraries: signatures_python
// Python source of any kind, as version.py and __config__.py. The seeds in corpus/python_literals are hand-written.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "signatures/python/numpy_build.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  std::vector<signatures::Damage> damage;
  signatures::python::build_claims(source, "input", damage);
  signatures::python::numpy_version(source, "input", damage);
  return 0;
}

}  // namespace fairplay
