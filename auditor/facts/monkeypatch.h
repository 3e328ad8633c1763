#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor {

/// Code that replaces something of NumPy's, or adds to it, without anybody asking for it: at start-up or by `import
/// pkg` (docs/rules/NEP36-4.md).
struct Monkeypatch {
  enum class Standing : std::uint8_t {
    silent,     ///< it runs, and says nothing
    announced,  ///< it prints or warns that it does
    dead        ///< its guard doesn't let it run for this NumPy
  } standing = Standing::silent;
  enum class Effect : std::uint8_t {
    replaces,  ///< what NumPy has, or may have: what is private, and what is known only when it runs
    adds       ///< a public name that this NumPy doesn't have; it may have had it once ("numpy.float")
  } effect = Effect::replaces;
  std::string package;  ///< the top-level package or module that does it: "quaternion"; "numpy" for NumPy's own code
  std::string path;     ///< relative to the import folder: "quaternion/__init__.py"
  int line = 0;
  std::string target;              ///< "numpy.quaternion"; "?" for a part that is known only when it runs
  std::string statement;           ///< as written, one line
  std::vector<std::string> chain;  ///< how it is reached: "x.pth", "hook.py"; the last is `path`
  std::string guard;               ///< what keeps it dead, as written
  std::string notice;              ///< what it says, where it says something
};

std::string_view name(Monkeypatch::Standing standing);  ///< "silent", "announced", "dead"
std::string_view name(Monkeypatch::Effect effect);      ///< "replaces", "adds"

}  // namespace fairplay::auditor
