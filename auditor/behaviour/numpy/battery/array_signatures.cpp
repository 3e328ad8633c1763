// Signatures and defaults as they run, against those that the NumPy's own sources say: somebody may have changed them
// after the import. Sources are read without the subject's help; an audit holds them against the release.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/signature_text.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

namespace footprint = signatures::footprint;

/// {"running": what the child says, "sources": {module: {name: signature}} of functions written in Python}.
Json beside_sources(Json running, const std::string& package) {
  Json sources = Json::object();
  const auto stream = signatures::artifact::open_folder({package, {"."}});
  if (const auto found = footprint::read_footprint(*stream, true, 1)) {
    for (const auto& [module, names] : found->modules)
      for (const auto& [name, described] : names)
        if (described.kind == footprint::NameKind::function && described.from == footprint::From::python &&
            !described.signature.empty())
          sources[module][name] = described.signature;
  }
  return {{"running", std::move(running)}, {"sources", std::move(sources)}};
}

/// The first difference of two signatures, as two texts; nullopt: none that the source is sure of.
std::optional<std::pair<std::string, std::string>> difference_of(std::string_view source, std::string_view running) {
  const auto written = parameters_of(source), live = parameters_of(running);
  const auto names = [](const std::vector<Parameter>& all) {
    std::vector<std::string> found;
    for (const Parameter& one : all) found.push_back(one.name);
    return found;
  };
  if (names(written) != names(live))
    return std::pair{fmt::format("({})", fmt::join(names(written), ", ")),
                     fmt::format("({})", fmt::join(names(live), ", "))};
  for (std::size_t i = 0; i < written.size(); ++i) {
    // What an expression comes to only the import knows.
    if (written[i].text == live[i].text || (!written[i].text.empty() && !is_literal(written[i].text))) continue;
    const auto shown = [](const Parameter& one) {
      return one.text.empty() ? fmt::format("{} without a default", one.name)
                              : fmt::format("{}={}", one.name, one.text);
    };
    return std::pair{shown(written[i]), shown(live[i])};
  }
  return std::nullopt;
}

void read_signatures(const Json& answer, std::vector<Divergence>& divergences) {
  if (!answer.is_object() || !answer.contains("sources") || !answer.contains("running")) return;
  const Json &sources = answer["sources"], &running = answer["running"];
  if (!sources.is_object() || !running.is_object()) return;
  // A function has many names: the shortest stands for all.
  std::map<std::string, std::string> shown;
  for (const auto& [module, names] : sources.items()) {
    if (!names.is_object() || !running.contains(module) || !running[module].is_object()) continue;
    for (const auto& [name, signature] : names.items()) {
      if (!running[module].contains(name)) continue;
      const Json& live = running[module][name];
      if (!signature.is_string() || !live.is_string()) continue;
      const auto differs = difference_of(signature.get<std::string>(), live.get<std::string>());
      if (!differs) continue;
      const std::string full = fmt::format("{}.{}", module, name);
      std::string& routine = shown[fmt::format("{}\n{}\n{}", name, differs->first, differs->second)];
      if (routine.empty() || full.size() < routine.size()) routine = full;
    }
  }
  for (const auto& [key, routine] : shown) {
    const std::size_t first = key.find('\n'), second = key.find('\n', first + 1);
    Divergence divergence;
    divergence.routine = routine;
    divergence.message = "takes other parameters, or has other defaults, than its source says";
    divergence.expected = key.substr(first + 1, second - first - 1);
    divergence.got = key.substr(second + 1);
    divergence.program = fmt::format(
        "import inspect, {}\nassert '{}' in str(inspect.signature({}))\n", routine.substr(0, routine.rfind('.')),
        divergence.expected.find('\'') == std::string::npos ? divergence.expected : "", routine);
    // Several parameters, or a quoted default, aren't one text in a signature.
    if (divergence.expected.find('=') == std::string::npos || divergence.expected.find('\'') != std::string::npos)
      divergence.program = fmt::format("import inspect, {}\nprint(inspect.signature({}))\n",
                                       routine.substr(0, routine.rfind('.')), routine);
    divergence.cause = routine + " signature";
    divergences.push_back(std::move(divergence));
  }
}

}  // namespace

extern const ArrayProbe array_signatures;
const ArrayProbe array_signatures{
    {.id = "array/signatures",
     .shows = "Public functions written in Python take the parameters, and have the defaults, that NumPy's own sources "
              "give them.",
     .source = "docs/footprint.md; NEP 23",
     .seconds = 1},
    0,
    nullptr,
    "signatures",
    read_signatures,
    beside_sources};

}  // namespace fairplay::auditor::behaviour::numpy
