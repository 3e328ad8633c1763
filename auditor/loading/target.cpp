#include "auditor/loading/target.h"

#include <elf.h>

#include <array>
#include <string>

#include "signatures/elf/image.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::python::Libc;
using signatures::python::OperatingSystem;

constexpr std::uint16_t em_loongarch = 258;  // not in every elf.h

}  // namespace

std::uint16_t machine_named(std::string_view name) {
  struct Row {
    std::string_view name;
    std::uint16_t machine;
  };
  constexpr std::array rows = {Row{"x86_64", EM_X86_64},
                               Row{"i686", EM_386},
                               Row{"i386", EM_386},
                               Row{"aarch64", EM_AARCH64},
                               Row{"arm64", EM_AARCH64},
                               Row{"armv7l", EM_ARM},
                               Row{"armv6l", EM_ARM},
                               Row{"ppc64le", EM_PPC64},
                               Row{"ppc64", EM_PPC64},
                               Row{"s390x", EM_S390},
                               Row{"loongarch64", em_loongarch},
                               Row{"riscv64", EM_RISCV},
                               Row{"ppc", EM_PPC},
                               Row{"mips64", EM_MIPS}};
  for (const Row& row : rows) {
    if (row.name == name) return row.machine;
  }
  return EM_NONE;
}

Interpreter as_asked(Interpreter interpreter, const Target& target) {
  if (target.python) {
    interpreter.implementation = target.python->implementation;
    interpreter.version = target.python->version;
    interpreter.free_threaded = target.python->free_threaded;
    interpreter.debug = target.python->debug;
    interpreter.by_name = false;
    interpreter.path.clear();
  }
  if (target.platform) {
    interpreter.system = target.platform->system;
    interpreter.libc = target.platform->libc;
    interpreter.machine = machine_named(target.platform->machine);
    interpreter.bits = 0;
    interpreter.system_version = target.platform->version;
    interpreter.path.clear();
  }
  return interpreter;
}

std::string platform_text(const Interpreter& interpreter) {
  std::string text(name(interpreter.system));
  if (interpreter.machine != 0) text += (text.empty() ? "" : " ") + signatures::elf::machine_name(interpreter.machine);
  const std::string_view libc = name(interpreter.libc);
  if (interpreter.system == OperatingSystem::macos && !interpreter.system_version.empty())
    return text + ", macOS " + interpreter.system_version;
  if (libc.empty()) return text;
  if (!text.empty()) text += ", ";
  text += libc;
  return interpreter.system_version.empty() ? text : text + " " + interpreter.system_version;
}

}  // namespace fairplay::auditor::loading
