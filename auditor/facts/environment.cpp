#include "auditor/facts/environment.h"

namespace fairplay::auditor {

std::string_view name(Environment::Kind kind) {
  switch (kind) {
    case Environment::Kind::unknown: return "";
    case Environment::Kind::file: return "file";
    case Environment::Kind::folder: return "folder";
    case Environment::Kind::process: return "process";
    case Environment::Kind::system: return "system";
    case Environment::Kind::user_site: return "user site";
    case Environment::Kind::python_path: return "PYTHONPATH";
    case Environment::Kind::venv: return "venv";
    case Environment::Kind::conda: return "conda";
    case Environment::Kind::python: return "python";
    case Environment::Kind::pyenv: return "pyenv";
    case Environment::Kind::uv_python: return "uv python";
    case Environment::Kind::uv_tool: return "uv tool";
    case Environment::Kind::pipx: return "pipx";
  }
  return "";
}

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
  }
  return "";
}

}  // namespace fairplay::auditor
