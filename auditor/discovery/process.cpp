// What a running process has really loaded, from proc_pid_maps(5). Files are looked at through /proc/PID/root, so that
// a process in a container or a chroot shows its own.
#include <fmt/format.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "auditor/discovery/contents.h"
#include "auditor/discovery/discovery.h"
#include "auditor/discovery/distribution_names.h"
#include "auditor/discovery/library_collection.h"
#include "auditor/discovery/library_names.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/numpy_packages.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"
#include "auditor/discovery/process_files.h"
#include "auditor/discovery/process_maps.h"
#include "signatures/elf/recognition.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;
using signatures::Expected;
using signatures::artifact::Node;
using signatures::artifact::NodeKind;
using signatures::artifact::RootedFiles;

constexpr std::size_t longest_maps = 64 << 20;

Damage cannot(const std::string& file, long pid, int error) {
  std::string why;
  switch (error) {
    case ENOENT:
    case ESRCH: why = fmt::format("there is no process {}, or it has ended", pid); break;
    case EACCES:
    case EPERM:
      why = fmt::format("process {} belongs to somebody else: run fairplay as its user or as root", pid);
      break;
    default: why = fmt::format("can't be read: {}", std::strerror(error));
  }
  return {file, "", why, true};
}

Expected<std::string> read_all(const std::string& path, long pid) {
  auto text = read_process_file(path, longest_maps);
  if (!text) return std::unexpected(cannot(path, pid, text.error()));
  return std::move(*text);
}

/// Where the process's root lies for us when it is a chroot in our own mount namespace, else "/": the kernel writes
/// maps as the reader sees them.
std::string chroot_of(const std::string& root) {
  std::string target = process_link(root);
  return target.starts_with('/') ? target : "/";
}

enum class State : unsigned char { same, deleted, replaced, unsure };

class Process {
 public:
  Process(const std::string& proc, long pid)
      : pid_(pid), base_(fmt::format("{}/{}", proc, pid)), system_{RootedFiles(base_ + "/root"), {}} {}

  Expected<Discovered> run() {
    const auto text = read_all(base_ + "/maps", pid_);
    if (!text) return std::unexpected(text.error());
    const ProcessMaps maps = read_maps(*text);
    for (const std::size_t line : maps.bad_lines)
      found_.damage.push_back({base_ + "/maps", fmt::format("line {}", line),
                               "is not of the shape that proc_pid_maps(5) gives; passed over", true});
    if (text->size() > longest_maps)
      found_.damage.push_back({base_ + "/maps", fmt::format("offset {:#x}", longest_maps),
                               "is longer than any process's; the rest is not read", true});
    if (text->empty())
      return std::unexpected(
          Damage{base_ + "/maps", "",
                 fmt::format("process {} has mapped nothing: a kernel thread, or it is ending", pid_), true});
    root_readable_ = system_.files.is_directory("/");
    if (!root_readable_)
      found_.damage.push_back(
          {base_ + "/root", "",
           fmt::format("the files of process {} can't be looked at: {}", pid_, std::strerror(EACCES)), true});
    files_ = maps.files;
    strip_chroot();
    for (MappedFile& file : files_) settle_name(file);
    find_plain_devices();
    for (const MappedFile& file : files_) found_.mapped.push_back(file.path);
    read_preloads();
    find_numpys_and_libraries();
    return std::move(found_);
  }

 private:
  /// ld.so(8): names separated by colons or blanks.
  void read_preloads() {
    constexpr std::string_view variable = "LD_PRELOAD=";
    if (const auto environment = read_all(base_ + "/environ", pid_)) {
      for (const std::string& entry : paths::split(*environment, std::string_view("\0", 1))) {
        if (!entry.starts_with(variable)) continue;
        for (std::string& name : paths::split(std::string_view(entry).substr(variable.size()), ": "))
          found_.preloaded.push_back(std::move(name));
      }
    }
    if (const auto file = system_.files.read("/etc/ld.so.preload", 1 << 16)) {
      for (std::string& name : paths::split(*file, ": \t\r\n")) found_.preloaded.push_back(std::move(name));
    }
  }

  void strip_chroot() {
    const std::string chroot = chroot_of(base_ + "/root");
    if (chroot == "/") return;
    for (MappedFile& file : files_) {
      if (file.path.size() > chroot.size() && paths::is_within(file.path, chroot)) file.path.erase(0, chroot.size());
    }
  }

  /// A file may really be called "x (deleted)", or have "\012" in its name: what exists decides.
  void settle_name(MappedFile& file) {
    if (!file.deleted) return;
    const std::string whole = file.path + " (deleted)";
    const Node node = system_.files.stat(whole);
    if (node.kind == NodeKind::regular && node.inode == file.inode) {
      file.path = whole;
      file.deleted = false;
    }
  }

  /// Overlay and btrfs show other device and inode numbers in maps than stat(2) does. Where at least one file of a
  /// device agrees in both, that device's numbers are reliable, and a file of it that disagrees in both was replaced.
  void find_plain_devices() {
    for (const MappedFile& file : files_) {
      if (file.deleted) continue;
      const Node node = system_.files.stat(file.path);
      if (node.kind == NodeKind::regular && node.inode == file.inode && node.device == makedev(file.major, file.minor))
        plain_devices_.insert(node.device);
    }
  }

  State state_of(const MappedFile& file) const {
    if (file.deleted) return State::deleted;
    if (!root_readable_) return State::unsure;
    const Node node = system_.files.stat(file.path);
    if (node.kind == NodeKind::absent) return State::deleted;
    const std::uint64_t device = makedev(file.major, file.minor);
    if (node.inode == file.inode) return State::same;
    if (node.device == device || plain_devices_.contains(device)) return State::replaced;
    return State::unsure;
  }

  /// Reports what a user must know before trusting the file on disk. True when it is not the one that was loaded.
  bool report_state(const MappedFile& file) {
    const State state = state_of(file);
    if (state == State::deleted) {
      const bool another = root_readable_ && system_.files.stat(file.path).kind == NodeKind::regular;
      found_.damage.push_back(
          {file.path, "",
           another ? fmt::format("replaced since process {} loaded it: the process runs a file that is gone, another "
                                 "one lies there now",
                                 pid_)
                   : fmt::format("deleted since process {} loaded it: what the process runs can't be read", pid_),
           true});
      return true;
    }
    if (state == State::replaced) {
      found_.damage.push_back(
          {file.path, "",
           fmt::format("replaced since process {} loaded it: it was inode {}, inode {} lies there now", pid_,
                       file.inode, system_.files.stat(file.path).inode),
           true});
      return true;
    }
    return false;
  }

  /// True when the file that lies there now, if any, is not the one that was loaded.
  bool is_gone(const MappedFile& file) const {
    const State state = state_of(file);
    return state == State::deleted || state == State::replaced;
  }

  /// ".../numpy" for ".../numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so"; the core of NumPy before 2.0
  /// is "core", its module before 1.16 "multiarray".
  static std::string package_of(std::string_view path) {
    const std::string_view name = paths::last(path), core = paths::parent(path);
    if (!name.starts_with("_multiarray_umath.") && !name.starts_with("multiarray.")) return {};
    if (name.find(".so") == std::string_view::npos) return {};
    if (paths::last(core) != "_core" && paths::last(core) != "core") return {};
    return numpy_folder(paths::parent(core));
  }

  /// `folder` where it is a NumPy's. pip renames the one that it replaces, "~umpy", and then deletes it: that is the
  /// numpy of before.
  static std::string numpy_folder(std::string_view folder) {
    const std::string_view last = paths::last(folder);
    if (last == "numpy") return std::string(folder);
    const bool renamed = is_numpy_leftover(last) && last.find('.') == std::string_view::npos;
    return renamed ? paths::join(paths::parent(folder), "numpy") : std::string();
  }

  /// How many mapped files of the package in `package` are no longer what lies on disk.
  std::size_t gone_of(const std::string& package) const {
    return static_cast<std::size_t>(std::ranges::count_if(files_, [&](const MappedFile& file) {
      if (!is_gone(file)) return false;
      const std::string_view parent = paths::parent(package);
      if (!paths::is_within(file.path, parent)) return false;
      std::string_view below = std::string_view(file.path).substr(parent.size());
      while (below.starts_with('/')) below.remove_prefix(1);
      const std::string top(below.substr(0, below.find('/')));
      return below.size() > top.size() && numpy_folder(paths::join(parent, top)) == package;
    }));
  }

  /// `import numpy` always loads numpy.linalg: where its module lies on disk and isn't mapped, the process runs another
  /// file in its place, which was moved away since.
  bool runs_linalg_from_elsewhere(const std::string& package) const {
    const std::string folder = package + "/linalg";
    constexpr std::string_view module = "_umath_linalg.";
    const auto names = system_.files.list(folder);
    const auto is_module = [&](std::string_view name) {
      return name.starts_with(module) && signatures::elf::named_like_library(name);
    };
    if (!names || std::ranges::none_of(*names, is_module)) return false;
    return std::ranges::none_of(files_, [&](const MappedFile& file) {
      return paths::parent(file.path) == folder && is_module(paths::last(file.path));
    });
  }

  static std::string python_of(std::string_view module) {
    constexpr std::string_view tag = ".cpython-";
    const std::size_t at = module.find(tag);
    if (at == std::string_view::npos) return {};
    std::string_view digits = module.substr(at + tag.size());
    digits = digits.substr(0, digits.find_first_not_of("0123456789t"));
    if (digits.size() < 2) return {};
    return fmt::format("{}.{}", digits.substr(0, 1), digits.substr(1));
  }

  void add_numpy(const std::string& package, const MappedFile& module) {
    const std::string parent(paths::parent(package));
    report_state(module);
    ImportFolder folder{parent, environment(), parent, python_of(paths::last(module.path)), false};
    if (const std::string_view lib = paths::parent(paths::parent(parent));
        paths::last(parent).ends_with("-packages") && paths::last(lib).starts_with("lib")) {
      folder.prefix = paths::parent(lib);
      folder.conda = system_.files.is_directory(folder.prefix + "/conda-meta");
    }
    const std::size_t gone = gone_of(package);
    if (gone != 0 || runs_linalg_from_elsewhere(package)) {
      InstalledNumpy numpy{folder, package, {}, false, "", {}};
      numpy.gone = std::max<std::size_t>(gone, 1);
      found_.numpys.push_back(std::move(numpy));
      return;
    }
    Discovered around;
    find_numpys(system_, folder, names_in(system_.files, parent, found_.damage), around);
    bool any = false;
    for (InstalledNumpy& numpy : around.numpys) {
      if (numpy.package != package) continue;
      found_.numpys.push_back(std::move(numpy));
      any = true;
    }
    std::ranges::move(around.damage, std::back_inserter(found_.damage));
    // A build folder of an editable install holds the modules alone.
    if (!any)
      found_.not_checked.push_back({package, fmt::format("process {} runs compiled modules of a NumPy from here, "
                                                         "without its Python files: an editable install?",
                                                         pid_)});
  }

  /// A module or library that may have a BLAS inside. What the process runs of a file that is gone can't be read.
  void add_binary(const MappedFile& file) {
    if (!signatures::elf::named_like_library(file.path) || is_gone(file)) return;
    const std::string parent(paths::parent(file.path));
    std::string package(paths::last(parent));
    // Below an import folder the package is the first folder.
    if (const std::size_t at = file.path.rfind("-packages/"); at != std::string::npos) {
      const std::string below = file.path.substr(at + std::string_view("-packages/").size());
      package = below.substr(0, below.find_first_of("/."));
    }
    found_.binaries.push_back({file.path, std::move(package), environment()});
  }

  Environment environment() const { return {Environment::Kind::process, std::to_string(pid_)}; }

  void find_numpys_and_libraries() {
    const bool has_front = std::ranges::any_of(
        files_, [](const MappedFile& file) { return stands_before_layers(paths::last(file.path)); });
    std::set<std::string> packages;
    std::vector<FoundLibrary> mapped;
    for (const MappedFile& file : files_) {
      if (const std::string package = package_of(file.path); !package.empty()) {
        if (packages.insert(package).second) add_numpy(package, file);
        add_binary(file);
        continue;
      }
      const std::string_view name = paths::last(file.path);
      if (!could_be_blas(name) && (has_front || !is_interface_layer(name))) {
        add_binary(file);
        continue;
      }
      FoundLibrary library;
      library.path = file.path;
      library.chains = {{file.path}};
      library.environment = environment();
      library.deleted = report_state(file);
      library.bundled_by = bundler_of(file.path);
      mapped.push_back(std::move(library));
    }
    finish(system_, LibraryCollection(system_), Order::by_path, found_);
    // A path can be mapped twice, before and after it was replaced: the one that can still be read goes first.
    std::ranges::stable_sort(mapped, {},
                             [](const FoundLibrary& library) { return std::tie(library.path, library.deleted); });
    found_.libraries = std::move(mapped);
  }

  /// "numpy.libs" for ".../numpy.libs/libscipy_openblas64_-fdde5778.so".
  static std::string bundler_of(std::string_view path) {
    const std::string_view folder = paths::parent(path), last = paths::last(folder),
                           above = paths::last(paths::parent(folder));
    if (last.size() > 5 && last.ends_with(".libs")) return std::string(last);
    if (last == ".libs") return fmt::format("{}/.libs", above);
    if (last == "lib" && above.starts_with("scipy_openblas")) return std::string(above);
    return {};
  }

  long pid_;
  std::string base_;
  System system_;
  bool root_readable_ = false;
  std::vector<MappedFile> files_;
  std::set<std::uint64_t> plain_devices_;
  Discovered found_;
};

}  // namespace

Expected<Discovered> discover_process(const std::string& proc, long pid) {
  if (pid <= 0)
    return std::unexpected(Damage{fmt::format("pid:{}", pid), "", "is no process: process ids begin at 1", true});
  return Process(proc, pid).run();
}

}  // namespace fairplay::auditor::discovery
