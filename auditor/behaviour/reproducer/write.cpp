#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <set>

#include "auditor/behaviour/reproducer/reproducer.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::auditor::behaviour::reproducer {
namespace {

namespace fs = std::filesystem;

constexpr int most_names = 1000;  // tried for one file
constexpr std::string_view mark = "/* Written by `fairplay probe`", python_mark = "# Written by `fairplay probe`\n";

/// "numbers_level3-dgemm_NT": one finding for each.
std::string stem_of(const Divergence& divergence) {
  std::string stem =
      divergence.probe + "-" + divergence.routine + (divergence.flags.empty() ? "" : "_" + divergence.flags);
  for (char& c : stem)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-') c = '_';
  return stem.substr(0, 100);
}

/// Whether the file may be replaced: an earlier run's.
bool is_ours(const std::string& path) {
  const std::string_view expected = path.ends_with(".py") ? python_mark : mark;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return false;
  std::string start(expected.size(), ' ');
  const bool ours =
      read(descriptor, start.data(), start.size()) == static_cast<ssize_t>(start.size()) && start == expected;
  close(descriptor);
  return ours;
}

std::expected<void, std::string> write_file(const std::string& path, std::string_view text, bool replace) {
  const int descriptor =
      open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_CREAT | (replace ? O_TRUNC : O_EXCL), 0644);
  if (descriptor < 0) return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
  const bool written = signatures::artifact::write_all(descriptor, text);
  if (close(descriptor) != 0 || !written)
    return std::unexpected(fmt::format("{} can't be written: {}", path, std::strerror(errno)));
  return {};
}

/// The first free name, or one of an earlier run that this one hasn't used.
std::string free_name(const std::string& folder, const std::string& stem, const std::set<std::string>& used,
                      const std::string& suffix = ".c") {
  for (int number = 1; number < most_names; ++number) {
    std::string path = fs::path(folder) / (stem + (number > 1 ? fmt::format("-{}", number) : "") + suffix);
    struct stat status {};
    if (!used.contains(path) && (lstat(path.c_str(), &status) != 0 || is_ours(path))) return path;
  }
  return {};
}

/// The Python programs of a NumPy's defects.
std::expected<void, std::string> write_python(ProbedLibrary& numpy, const std::string& folder,
                                              std::set<std::string>& used) {
  for (Divergence& divergence : numpy.divergences) {
    if (divergence.kind != DivergenceClass::defect || divergence.program.empty()) continue;
    const std::string path = free_name(folder, stem_of(divergence), used, ".py");
    if (path.empty()) continue;
    if (auto written = write_file(path, std::string(python_mark) + divergence.program, is_ours(path)); !written)
      return written;
    used.insert(path);
    divergence.reproducer = path;
  }
  return {};
}

}  // namespace

std::expected<void, std::string> write_reproducers(ProbeRun& run, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return std::unexpected(fmt::format("{}: {}", folder, error.message()));
  std::set<std::string> used;
  for (ProbedLibrary& library : run.libraries) {
    const bool any = std::ranges::any_of(
        library.divergences, [](const Divergence& divergence) { return divergence.kind == DivergenceClass::defect; });
    if (any && library.numpy) {
      if (auto written = write_python(library, folder, used); !written) return written;
      continue;
    }
    if (!any || !library.convention) continue;
    const Library loaded{library.path, library.first_to_load, *library.convention, library.says};
    for (Divergence& divergence : library.divergences) {
      if (divergence.kind != DivergenceClass::defect) continue;
      const std::string what =
          fmt::format("a C program for {} of {}", divergence.call.empty() ? divergence.probe : divergence.call,
                      fs::path(library.path).filename().string());
      const auto program = c_program(divergence, loaded);
      if (!program) {
        run.not_checked.push_back({what, program.error()});
        continue;
      }
      const std::string path = free_name(folder, stem_of(divergence), used);
      if (path.empty()) {
        run.not_checked.push_back({what, "no name is free for it"});
        continue;
      }
      if (auto written = write_file(path, *program, is_ours(path)); !written) return std::unexpected(written.error());
      used.insert(path);
      divergence.reproducer = path;
    }
  }
  return {};
}

}  // namespace fairplay::auditor::behaviour::reproducer
