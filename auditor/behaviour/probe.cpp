#include "auditor/behaviour/probe.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "auditor/behaviour/child/probe_child.h"
#include "auditor/behaviour/messages.h"
#include "auditor/behaviour/probes/probe.h"
#include "auditor/behaviour/runner/child.h"
#include "signatures/elf/image.h"

namespace auditor::behaviour {
namespace {

namespace fs = std::filesystem;

constexpr int most_deaths = 12;  // of children, in one probe

/// A library's file, read without loading it.
struct LibraryFile {
  std::optional<signatures::blas::Identity> identity;
  std::string why;                  ///< not empty: it can't be probed on this machine
  std::vector<std::string> needed;
};

LibraryFile read_library(const std::string& path) {
  LibraryFile file;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    file.why = fmt::format("it can't be opened: {}", std::strerror(errno));
    return file;
  }
  std::vector<signatures::Damage> damage;
  if (auto image = signatures::elf::Image::open(descriptor, path)) {
    file.needed = image->dynamic(damage).needed;
    file.identity = signatures::blas::identify(*image, damage);
#if defined(__x86_64__)
    constexpr std::uint16_t own_machine = 62;  // EM_X86_64
#else
    constexpr std::uint16_t own_machine = 183;  // EM_AARCH64
#endif
    if (image->header().machine != own_machine || image->header().bits != 64)
      file.why = fmt::format("it is for {} ({} bits), which this machine can't run", signatures::elf::machine_name(image->header().machine), image->header().bits);
  } else {
    file.why = "it is no ELF file: " + image.error().reason;
  }
  close(descriptor);
  return file;
}

/// Dependencies that lie beside the library, as wheels bundle them, in the order in which they must be loaded: a bare load wouldn't find them where the
/// library has no RUNPATH.
void bundled_dependencies(const std::string& path, std::set<std::string>& seen, std::vector<std::string>& order) {
  for (const std::string& name : read_library(path).needed) {
    std::error_code error;
    const fs::path beside = fs::path(path).parent_path() / name;
    if (name.find('/') != std::string::npos || !fs::is_regular_file(beside, error) || !seen.insert(name).second) continue;
    bundled_dependencies(beside, seen, order);
    order.push_back(beside);
  }
}

std::vector<std::string> first_to_load(const std::string& path) {
  std::vector<std::string> order;
  // In the system's folders the loader finds everything itself, and by its own rules (alternatives).
  for (const char* system : {"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/"})
    if (path.starts_with(system)) return order;
  std::set<std::string> seen{fs::path(path).filename()};
  bundled_dependencies(path, seen, order);
  return order;
}

std::vector<std::pair<std::string, std::string>> environment(int threads) {
  const std::string count = std::to_string(threads);
  std::vector<std::pair<std::string, std::string>> set{{"LC_ALL", "C"}, {"PATH", "/usr/bin:/bin"}};
  for (const char* variable : {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS", "FAIRPLAY_BLAS_THREADS", "VECLIB_MAXIMUM_THREADS"}) set.emplace_back(variable, count);
  return set;
}

/// What a child said, as far as it can be believed.
struct Said {
  std::optional<CallingConvention> convention;
  std::string configuration, kernel, refused, broken;
  std::vector<Divergence> divergences;
  std::uint64_t calls = 0;
  bool cut_short = false;
  bool done = false;
};

Said read_messages(const std::string& messages) {
  Said said;
  std::istringstream lines(messages);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json message = nlohmann::json::parse(line, nullptr, false);
    if (!message.is_object()) continue;
    auto text = [&](const char* key) { return message.contains(key) && message[key].is_string() ? message[key].get<std::string>() : std::string(); };
    if (message.contains("convention")) {
      said.convention = convention_in(message["convention"]);
      said.configuration = text("configuration");
      said.kernel = text("kernel");
    }
    if (message.contains("refused")) said.refused = text("refused");
    if (message.contains("broken")) said.broken = text("broken");
    if (message.contains("calls") && message["calls"].is_number_unsigned()) said.calls = message["calls"].get<std::uint64_t>();
    if (message.contains("cut_short")) said.cut_short = true;
    if (message.contains("done")) said.done = true;
    if (message.contains("divergence"))
      if (auto divergence = divergence_in(message["divergence"])) said.divergences.push_back(std::move(*divergence));
  }
  return said;
}

/// The first line of what it complained of, to follow a sentence.
std::string complaint(const ChildEnd& end) {
  const std::string line = end.errors.substr(0, std::min<std::size_t>(end.errors.find('\n'), 200));
  return line.empty() ? "" : fmt::format(" (it says: {})", line);
}

/// What the child's end itself tells: a crash, a hang or an exit of the library is a result.
std::optional<Divergence> divergence_of(const ChildEnd& end, const Said& said, int threads) {
  if (end.how == ChildEnd::How::exited && end.code == 0 && said.done) return std::nullopt;
  Divergence divergence;
  divergence.got = describe(end) + complaint(end);
  divergence.expected = "the call returns";
  divergence.threads = threads;
  divergence.kernel = said.kernel;
  divergence.call = end.doing;
  divergence.routine = end.doing.substr(0, end.doing.find(' '));
  if (auto call = parse_call(end.doing)) {
    divergence.m = call->m;
    divergence.n = call->n;
    divergence.k = call->k;
    divergence.flags = call->flags;
  }
  divergence.message = end.how == ChildEnd::How::hung ? "the call doesn't return" : end.how == ChildEnd::How::killed ? "the call kills the process" : "the library ends the process";
  return divergence;
}

void add(ProbedLibrary& result, Divergence divergence, const probes::Probe& probe) {
  divergence.probe = probe.id;
  if (divergence.source.empty()) divergence.source = probe.source;
  if (divergence.kind == DivergenceClass::defect) result.verdict = SoundVerdict::deviates;
  result.divergences.push_back(std::move(divergence));
}

ProbedLibrary probe_library(const ProbeRequest& request, const ProbeTarget& target) {
  ProbedLibrary result;
  result.path = target.path;
  result.found_as = target.found_as;
  const LibraryFile file = read_library(target.path);
  result.identity = file.identity;
  if (!file.why.empty()) {
    result.why = file.why;
    return result;
  }
  const std::vector<std::string> first = first_to_load(target.path);
  auto start = [&](std::string_view probe, double seconds, int threads, const std::vector<std::string>& leave_out, std::uint64_t resume_after = 0) {
    const nlohmann::json job = {{"library", target.path}, {"first", first},     {"probe", probe},           {"seed", request.seed},
                                {"threads", threads},     {"seconds", seconds}, {"routine", request.routine}, {"full", request.profile == "full"}, {"leave_out", leave_out}, {"resume_after", resume_after}};
    return run_child({.program = request.program, .arguments = {"probe-child"}, .environment = environment(threads), .input = job.dump(), .seconds = 4 * seconds + 10});
  };

  const ChildEnd loaded = start("", 5, request.threads.front(), {});
  const Said said = read_messages(loaded.messages);
  result.convention = said.convention;
  result.says = said.configuration;
  if (!said.refused.empty() || !said.broken.empty() || !said.convention) {
    result.why = !said.refused.empty() ? said.refused : !said.broken.empty() ? said.broken : fmt::format("while {}: {}", loaded.doing.empty() ? "starting" : loaded.doing, describe(loaded) + complaint(loaded));
    return result;
  }
  result.verdict = SoundVerdict::sound;
  for (const probes::Probe* probe : probes::all_probes()) {
    if (!request.probes.empty() && std::ranges::find(request.probes, probe->id) == request.probes.end()) continue;
    for (const int threads : request.threads) {
      request.progress(fmt::format("{}: {}", target.path, probe->id));
      ProbeOutcome outcome{.id = std::string(probe->id), .status = ProbeStatus::pass, .seconds = 0, .calls = 0, .why = ""};
      // What kills the child is left out by the next one, which goes on behind it; calls that differ but in sizes and data aren't told of again.
      std::vector<std::string> leave_out;
      std::uint64_t resume_after = 0;
      for (int round = 0; round < most_deaths; ++round) {
        const ChildEnd end = start(probe->id, request.profile == "full" ? 5 * probe->seconds : probe->seconds, threads, leave_out, resume_after);
        Said found = read_messages(end.messages);
        outcome.seconds += end.seconds;
        outcome.calls += found.calls;
        if (found.cut_short) outcome.why = "time was up before every call was made";
        const std::optional<Divergence> death = found.broken.empty() ? divergence_of(end, found, threads) : std::nullopt;
        if (death) found.divergences.push_back(*death);
        for (Divergence& divergence : found.divergences) {
          if (auto call = parse_call(divergence.call)) leave_out.push_back(routine_and_flags(*call));
          add(result, std::move(divergence), *probe);
          outcome.status = ProbeStatus::finding;
        }
        if (!found.broken.empty()) {
          outcome.status = ProbeStatus::failed;
          outcome.why = found.broken;
        }
        if (!death || end.step <= resume_after) break;
        resume_after = end.step;
        if (round + 1 == most_deaths) outcome.why = fmt::format("given up after {} calls that ended the process", most_deaths);
      }
      result.probes.push_back(std::move(outcome));
    }
  }
  return result;
}

}  // namespace

ProbeRun probe(const ProbeRequest& request) {
  ProbeRun run;
  run.profile = request.profile;
  run.seed = request.seed;
  for (const ProbeTarget& target : request.targets) run.libraries.push_back(probe_library(request, target));
  return run;
}

}  // namespace auditor::behaviour
