#include <fmt/format.h>

#include "auditor/report/escape.h"
#include "auditor/report/explain_parts.h"

// One advisory: which versions it concerns, how it shows, and what helps.
namespace fairplay::auditor::report {

using signatures::advisories::Advisory;

namespace {

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

template <class Enum>
std::vector<std::string> names_of(const std::vector<Enum>& words) {
  std::vector<std::string> names;
  for (const Enum word : words) names.emplace_back(name(word));
  return names;
}

std::string affected_text(const Advisory& advisory) {
  std::vector<std::string> parts;
  for (const auto& range : advisory.affected) {
    std::string part =
        range.from_text == range.to_text
            ? fmt::format("{} {}", maker(range), range.to_text)
            : fmt::format("{} {} {}", maker(range), range.from ? range.from_text + " to" : "up to", range.to_text);
    if (!range.builds.empty()) part += fmt::format(" and {}", joined(range.builds));
    parts.push_back(part);
  }
  std::string text = fmt::format("{}; {}.", fmt::join(parts, "; "),
                                 advisory.fixed ? "fixed in " + *advisory.fixed : "no release with a fix is known");
  if (!advisory.threading.empty()) text += fmt::format(" Threading: {}.", joined(names_of(advisory.threading)));
  if (!advisory.integers.empty()) text += fmt::format(" Integers: {}.", joined(names_of(advisory.integers)));
  if (!advisory.words.empty()) text += fmt::format(" Built with {}.", joined(advisory.words));
  if (!advisory.lacking.empty()) text += fmt::format(" Built without {}.", joined(advisory.lacking));
  if (!advisory.kernels.empty()) text += fmt::format(" Kernels: {}.", joined(advisory.kernels));
  if (!advisory.platforms.empty()) text += fmt::format(" Platforms: {}.", joined(advisory.platforms));
  if (!advisory.features.empty()) text += fmt::format(" On CPUs with {}.", joined(advisory.features));
  text += fmt::format(" {}: {}.", of_package(advisory) ? "Functions" : "Routines", joined(advisory.routines));
  return text + (advisory.seen.empty() ? "" : fmt::format(" Seen in {}.", joined(advisory.seen)));
}

std::vector<std::string> references_of(const Advisory& advisory) {
  std::vector<std::string> all;
  if (advisory.thread) all.push_back(*advisory.thread);
  all.insert(all.end(), advisory.references.begin(), advisory.references.end());
  return all;
}

}  // namespace

std::string explanation_text(const Advisory& advisory) {
  std::string text = fmt::format("{}: {}\n", escape_terminal(advisory.id), escape_terminal(advisory.title));
  text += paragraph("How it shows", advisory.symptom);
  text += paragraph("Affected", affected_text(advisory));
  text +=
      paragraph("How it counts", fmt::format("{}; {}an audit that finds an affected version reports it as {} {} ({}).",
                                             name(advisory.kind),
                                             of_package(advisory) ? fmt::format("harm: {}; ", name(advisory.harm)) : "",
                                             advisory.severity == signatures::advisories::Severity::error ? "an" : "a",
                                             name(advisory.severity), of_package(advisory) ? "NUMPY-1" : "BLAS-3"));
  text += paragraph("What shows it", advisory.probe ? fmt::format("fairplay probe --probe {} {}", *advisory.probe,
                                                                  of_package(advisory) ? "ENVIRONMENT" : "LIBRARY")
                                                    : "No probe does.");
  if (advisory.workaround) text += paragraph("What helps until it is fixed", *advisory.workaround);
  return text + reference_lines(references_of(advisory));
}

Json explanation_json(const Advisory& advisory) {
  Json affected = Json::array();
  for (const auto& range : advisory.affected)
    affected.push_back({{range.package ? "package" : "vendor", range.package ? name(*range.package) : maker(range)},
                        {"from", range.from ? Json(escape_utf8(range.from_text)) : Json(nullptr)},
                        {"to", escape_utf8(range.to_text)},
                        {"builds", texts(range.builds)}});
  const auto or_none = [](const std::optional<std::string>& text) {
    return text ? Json(escape_utf8(*text)) : Json(nullptr);
  };
  return {{"schema", "fairplay-explain/1"},
          {"id", escape_utf8(advisory.id)},
          {"kind", "advisory"},
          {"title", escape_utf8(advisory.title)},
          {"what", escape_utf8(advisory.symptom)},
          {"class", name(advisory.kind)},
          {"severity", name(advisory.severity)},
          {"harm", of_package(advisory) ? Json(name(advisory.harm)) : Json(nullptr)},
          {"affected", std::move(affected)},
          {"fixed", or_none(advisory.fixed)},
          {"threading", texts(names_of(advisory.threading))},
          {"integers", texts(names_of(advisory.integers))},
          {"words", texts(advisory.words)},
          {"lacking", texts(advisory.lacking)},
          {"kernels", texts(advisory.kernels)},
          {"platforms", texts(advisory.platforms)},
          {"features", texts(advisory.features)},
          {"routines", texts(advisory.routines)},
          {"seen", texts(advisory.seen)},
          {"probe", or_none(advisory.probe)},
          {"workaround", or_none(advisory.workaround)},
          {"references", texts(references_of(advisory))}};
}

}  // namespace fairplay::auditor::report
