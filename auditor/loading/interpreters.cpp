#include "auditor/loading/interpreters.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/loader_folders.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"
#include "auditor/loading/conventions.h"
#include "signatures/elf/libc_floor.h"
#include "signatures/fingerprint/foreign_binary.h"

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
  if (name.starts_with("graalpy") || name.starts_with("graalpython")) return Implementation::graalpy;
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

/// What processor a dynamic loader is for, by its name; nothing where it is none. 0: not known.
std::optional<std::uint16_t> machine_of_loader(std::string_view name) {
  struct Row {
    std::string_view part;
    std::uint16_t machine;
  };
  constexpr std::array rows = {Row{"x86-64", EM_X86_64}, Row{"x86_64", EM_X86_64},   Row{"aarch64", EM_AARCH64},
                               Row{"armhf", EM_ARM},     Row{"riscv64", EM_RISCV},   Row{"i386", EM_386},
                               Row{"ppc64", EM_PPC64},   Row{"powerpc64", EM_PPC64}, Row{"s390x", EM_S390}};
  if (!name.starts_with("ld-linux") && !name.starts_with("ld-musl-") && !name.starts_with("ld64.so")) return {};
  for (const Row& row : rows) {
    if (name.find(row.part) != std::string_view::npos) return row.machine;
  }
  if (name == "ld-linux.so.2") return EM_386;
  if (name == "ld64.so.1") return EM_S390;
  return name == "ld64.so.2" ? EM_PPC64 : EM_NONE;
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
    if (found_.empty()) {
      if (auto promised = promised_by(folder_.path)) found_.push_back(std::move(*promised));
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
      if (implementation_in(name) == Implementation::graalpy) interpreter.implementation = Implementation::graalpy;
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
    const std::string head = discovery::first_bytes(files_, real, signatures::fingerprint::head_of_binary);
    if (const auto foreign = signatures::fingerprint::foreign_binary(std::as_bytes(std::span(head)))) {
      interpreter.system = foreign->format == signatures::fingerprint::BinaryFormat::pe ? OperatingSystem::windows
                                                                                        : OperatingSystem::macos;
      if (foreign->machines.size() == 1) interpreter.machine = foreign->machines.front();
      return;
    }
    const Linkages::Entry& entry = linkages_.read(real);
    if (entry.linkage == nullptr) return;
    interpreter.system = OperatingSystem::linux;
    interpreter.bits = entry.linkage->header.bits;
    interpreter.machine = entry.linkage->header.machine;
    interpreter.libc = libc_by_loader(entry.linkage->interpreter);
    if (entry.linkage->interpreter.starts_with("/system/bin/linker")) interpreter.system = OperatingSystem::android;
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

bool python_refuses(const Interpreter& interpreter, const signatures::python::ExtensionTag& tag) {
  if (tag.implementation == Implementation::unknown) return false;
  // lib/python3.11 is CPython's and GraalPy's.
  const bool either = interpreter.by_name && tag.implementation == Implementation::graalpy;
  if (!either && differ(interpreter.implementation, tag.implementation, Implementation::unknown)) return true;
  if (tag.stable_abi) return interpreter.free_threaded && !tag.free_threaded;
  if (differ(interpreter.version, tag.version, std::string())) return true;
  if (!interpreter.version.empty() && !tag.version.empty() && interpreter.free_threaded != tag.free_threaded)
    return true;
  // A debug build imports modules of release builds, too (CPython 3.8 and newer), but not the other way round.
  return tag.debug && !interpreter.debug && !interpreter.by_name;
}

}  // namespace

std::vector<Interpreter> interpreters_of(Linkages& linkages, const discovery::ImportFolder& folder) {
  return Search(linkages, folder).run();
}

RootPlatform platform_of_root(const discovery::System& system) {
  std::set<std::uint16_t> glibc;
  std::set<std::uint16_t> musl;
  std::vector<std::string> folders{"/lib", "/lib64", "/usr/lib", "/usr/lib64"};
  for (const std::string& triplet : discovery::multiarch_triplets()) folders.push_back("/usr/lib/" + triplet);
  for (const std::string& folder : folders) {
    const auto names = system.files.list(folder);
    if (!names) continue;
    for (const std::string& name : *names) {
      if (const auto machine = machine_of_loader(name)) (name.starts_with("ld-musl-") ? musl : glibc).insert(*machine);
    }
  }
  if (glibc.empty() && musl.empty() && system.files.is_regular("/etc/alpine-release")) return {Libc::musl, 0};
  // Debian's musl package beside glibc, or Alpine's gcompat beside musl: the files don't say which one Python uses.
  if (glibc.empty() == musl.empty()) return {};
  const std::set<std::uint16_t>& machines = glibc.empty() ? musl : glibc;
  return {glibc.empty() ? Libc::musl : Libc::glibc, machines.size() == 1 ? *machines.begin() : std::uint16_t{0}};
}

std::string glibc_of_root(Linkages& linkages, std::uint16_t machine) {
  discovery::LoaderQuery query;
  query.needed = "libc.so.6";
  query.bits = 0;
  query.machine = machine;
  const std::vector<std::string> chain = discovery::loader_pick(linkages.system(), query);
  if (chain.empty()) return {};
  const Linkages::Entry& entry = linkages.read(chain.back());
  return entry.linkage == nullptr ? std::string()
                                  : signatures::elf::newest_glibc_in(entry.linkage->version_definitions);
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
  if (interpreter.machine != 0 && module.machine != 0 && interpreter.machine != module.machine &&
      std::ranges::find(module.more_machines, interpreter.machine) == module.more_machines.end())
    return Refusal::other_machine;
  if (module.machine != 0 && differ(interpreter.bits, module.bits, 0)) return Refusal::other_machine;
  if (differ(interpreter.libc, module.libc, Libc::unknown)) return Refusal::other_libc;
  if (python_refuses(interpreter, tag)) return Refusal::other_python;
  const bool same_system = interpreter.system == system_of(module) && interpreter.libc == module.libc;
  if (same_system && !interpreter.system_version.empty() && !module.system_version.empty() &&
      signatures::elf::is_older(interpreter.system_version, module.system_version))
    return Refusal::older_system;
  return Refusal::none;
}

}  // namespace fairplay::auditor::loading
