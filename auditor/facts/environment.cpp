#include "auditor/facts/environment.h"

#include "signatures/enum_names.h"

namespace fairplay::auditor {

namespace {

constexpr auto environment_kinds =
    signatures::enum_names<Environment::Kind>({{Environment::Kind::unknown, ""},
                                               {Environment::Kind::file, "file"},
                                               {Environment::Kind::folder, "folder"},
                                               {Environment::Kind::process, "process"},
                                               {Environment::Kind::system, "system"},
                                               {Environment::Kind::user_site, "user site"},
                                               {Environment::Kind::python_path, "PYTHONPATH"},
                                               {Environment::Kind::venv, "venv"},
                                               {Environment::Kind::conda, "conda"},
                                               {Environment::Kind::python, "python"},
                                               {Environment::Kind::pyenv, "pyenv"},
                                               {Environment::Kind::uv_python, "uv python"},
                                               {Environment::Kind::uv_tool, "uv tool"},
                                               {Environment::Kind::pipx, "pipx"}});

}  // namespace

std::string_view name(Environment::Kind kind) { return environment_kinds.name(kind); }

std::string text_of(const Environment& environment) {
  std::string text(name(environment.kind));
  if (!text.empty() && !environment.name.empty()) text += ' ';
  return text + environment.name;
}

std::string text_of(const FoundAs& found) {
  switch (found.kind) {
    case FoundAs::Kind::by_path: return "";
    case FoundAs::Kind::bundled: return "bundled in " + found.name;
    case FoundAs::Kind::by_names: return found.name;
    case FoundAs::Kind::not_selected: return "not selected";
    case FoundAs::Kind::in_archive: return "in " + found.name;
    case FoundAs::Kind::linked_in: return "linked into a module of " + found.name;
  }
  return "";
}

}  // namespace fairplay::auditor
