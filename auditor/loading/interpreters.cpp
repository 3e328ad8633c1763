#include "auditor/loading/interpreters.h"

#include <elf.h>

#include <algorithm>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::Damage;
using signatures::python::Implementation;
using signatures::python::Libc;
using signatures::python::OperatingSystem;
namespace paths = discovery::paths;

constexpr std::size_t most_programs = 64;  // of one folder

Implementation implementation_in(std::string_view name) {
  if (name.starts_with("pypy")) return Implementation::pypy;
  if (name.starts_with("graalpy")) return Implementation::graalpy;
  return name.starts_with("python") ? Implementation::cpython : Implementation::unknown;
}

/// "3.13t": the version and what the letter says.
void take_version(std::string_view text, Interpreter& interpreter) {
  interpreter.free_threaded = text.ends_with('t');
  if (interpreter.free_threaded) text.remove_suffix(1);
  if (text.find('.') != std::string_view::npos) interpreter.version = text;
}

/// By the loader that the program asks for, which every dynamically linked program names.
Libc libc_by_loader(std::string_view loader) {
  if (loader.find("/ld-musl-") != std::string_view::npos) return Libc::musl;
  return loader.find("/ld-linux") != std::string_view::npos || loader.find("/ld64.so") != std::string_view::npos ||
                 loader.ends_with("/ld.so.1")
             ? Libc::glibc
             : Libc::unknown;
}

class Search {
 public:
  Search(Linkages& linkages, const discovery::ImportFolder& folder)
      : linkages_(linkages), files_(linkages.system().files), folder_(folder) {}

  std::vector<Interpreter> run() {
    const std::string library = std::string(paths::last(paths::parent(folder_.path)));  // "python3.11", "python3"
    // Debian's python3/dist-packages is read by every Python 3 there is.
    const bool any_version = library == "python3";
    if (!folder_.prefix.empty() && folder_.environment.kind != Environment::Kind::folder) {
      programs_in(paths::join(folder_.prefix, "bin"), any_version);
      // What lies below /usr/local and a user's folder is read by the system's interpreters.
      if (folder_.environment.kind == Environment::Kind::system ||
          folder_.environment.kind == Environment::Kind::user_site) {
        for (const char* bin : {"/usr/local/bin", "/usr/bin"}) programs_in(bin, any_version);
      }
    }
    if (found_.empty() && !any_version && discovery::version_in_name(library)) {
      Interpreter promised;
      promised.implementation = implementation_in(library);
      take_version(*discovery::version_in_name(library), promised);
      if (!promised.version.empty()) found_.push_back(promised);
    }
    return std::move(found_);
  }

 private:
  void programs_in(const std::string& bin, bool any_version) {
    std::vector<Damage> reported_by_discovery;
    std::size_t count = 0;
    for (const std::string& name : discovery::names_in(files_, bin, reported_by_discovery)) {
      if (!discovery::is_interpreter_name(name)) continue;
      if (++count > most_programs) break;
      add(paths::join(bin, name), any_version);
    }
  }

  void add(const std::string& path, bool any_version) {
    const auto links = discovery::follow_links(files_, path);
    if (!links || !files_.is_regular(links->back())) return;
    Interpreter interpreter;
    interpreter.path = path;
    for (const std::string& link : *links) {  // the real file's name comes last and says most
      const std::string_view name = paths::last(link);
      if (!discovery::is_interpreter_name(name)) continue;
      if (const Implementation known = implementation_in(name); known != Implementation::unknown)
        interpreter.implementation = known;
      if (const auto version = discovery::version_in_interpreter_name(name)) take_version(*version, interpreter);
      interpreter.debug = interpreter.debug || name.ends_with("-dbg") || name.ends_with("d");
    }
    if (interpreter.version.empty()) {
      take_version(folder_.python, interpreter);
    } else if (!any_version && !folder_.python.empty()) {
      Interpreter wanted;
      take_version(folder_.python, wanted);
      // lib/python3.10 is read by 3.10 alone. A prefix may hold several versions.
      if (wanted.version != interpreter.version || wanted.free_threaded != interpreter.free_threaded) return;
    }
    read_program(links->back(), interpreter);
    const bool known = std::ranges::any_of(found_, [&](Interpreter other) {
      other.path = interpreter.path;
      return other == interpreter;
    });
    if (!known) found_.push_back(std::move(interpreter));
  }

  void read_program(const std::string& real, Interpreter& interpreter) {
    const std::string head = discovery::first_bytes(files_, real, 4);
    if (head.starts_with("\xcf\xfa\xed\xfe") || head.starts_with("\xca\xfe\xba\xbe")) {
      interpreter.system = OperatingSystem::macos;
      return;
    }
    const Linkages::Entry& entry = linkages_.read(real);
    if (entry.linkage == nullptr) return;
    interpreter.system = OperatingSystem::linux;
    interpreter.bits = entry.linkage->header.bits;
    interpreter.machine = entry.linkage->header.machine;
    interpreter.libc = libc_by_loader(entry.linkage->interpreter);
  }

  Linkages& linkages_;
  const signatures::artifact::RootedFiles& files_;
  const discovery::ImportFolder& folder_;
  std::vector<Interpreter> found_;
};

template <class Value>
bool differ(const Value& a, const Value& b, const Value& unknown) {
  return a != unknown && b != unknown && a != b;
}

}  // namespace

std::vector<Interpreter> interpreters_of(Linkages& linkages, const discovery::ImportFolder& folder) {
  return Search(linkages, folder).run();
}

Libc libc_of_root(const discovery::System& system) {
  bool glibc = false;
  bool musl = false;
  for (const char* folder : {"/lib", "/lib64", "/usr/lib", "/usr/lib64"}) {
    const auto names = system.files.list(folder);
    if (!names) continue;
    for (const std::string& name : *names) {
      musl = musl || name.starts_with("ld-musl-");
      glibc = glibc || name.starts_with("ld-linux");
    }
  }
  // Debian's musl package beside glibc, or Alpine's gcompat beside musl: the files don't say which one Python uses.
  return glibc == musl ? Libc::unknown : glibc ? Libc::glibc : Libc::musl;
}

std::string text_of(const Interpreter& interpreter) {
  std::string text(name(interpreter.implementation));
  if (text.empty()) text = "Python";
  if (!interpreter.version.empty()) text += " " + interpreter.version;
  if (interpreter.free_threaded) text += ", free-threaded";
  return text;
}

OperatingSystem system_of(const ModuleTraits& module) {
  return module.format != OperatingSystem::unknown ? module.format : module.tag.system;
}

Refusal refusal(const Interpreter& interpreter, const ModuleTraits& module) {
  const signatures::python::ExtensionTag& tag = module.tag;
  if (differ(interpreter.system, system_of(module), OperatingSystem::unknown)) return Refusal::other_system;
  if (differ(interpreter.machine, module.machine, std::uint16_t{0}) ||
      (module.machine != 0 && differ(interpreter.bits, module.bits, 0)))
    return Refusal::other_machine;
  if (differ(interpreter.libc, module.libc, Libc::unknown)) return Refusal::other_libc;
  if (tag.implementation == Implementation::unknown) return Refusal::none;
  if (differ(interpreter.implementation, tag.implementation, Implementation::unknown)) return Refusal::other_python;
  if (tag.stable_abi) return interpreter.free_threaded ? Refusal::other_python : Refusal::none;
  if (differ(interpreter.version, tag.version, std::string())) return Refusal::other_python;
  if (!interpreter.version.empty() && !tag.version.empty() && interpreter.free_threaded != tag.free_threaded)
    return Refusal::other_python;
  // A debug build imports modules of release builds, too (CPython 3.8 and newer), but not the other way round.
  if (tag.debug && !interpreter.debug && !interpreter.path.empty()) return Refusal::other_python;
  return Refusal::none;
}

Libc libc_needed(const std::vector<std::string>& needed) {
  for (const std::string& name : needed) {
    if (name.starts_with("libc.musl-") || name == "libc.so") return Libc::musl;
    if (name.starts_with("libc.so.") || name.starts_with("ld-linux")) return Libc::glibc;
  }
  return Libc::unknown;
}

}  // namespace fairplay::auditor::loading
