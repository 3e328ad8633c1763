#include <fmt/format.h>

#include "auditor/checks/check.h"
#include "auditor/wording/listing.h"

// Something of the same name comes earlier on the import path of an interpreter.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view load_4_cases[] = {"hidden",         "hidden-from-environment",
                                             "shadowed",       "import-fails",
                                             "package-hidden", "package-hidden-from-environment"};

/// Why the winner is found first.
std::string_view reason_of(ImportPlace place) {
  switch (place) {
    case ImportPlace::script_folder: return "the script's folder comes first";
    case ImportPlace::python_path: return "PYTHONPATH comes first";
    case ImportPlace::isolated_path: return "the interpreter's ._pth file has it first";
    case ImportPlace::standard_library: return "the standard library comes before installed packages";
    case ImportPlace::user_site: return "the user's folder comes before the interpreter's";
    case ImportPlace::environment: return "the environment's folder comes before the interpreter's";
    case ImportPlace::site_packages: return "its folder comes first";
    case ImportPlace::path_file: return "a .pth file puts it first";
  }
  return "its folder comes first";
}

std::string_view reason_of(ImportFailure failure) {
  switch (failure) {
    case ImportFailure::in_archive: return "and loads no extension modules from a ZIP file";
    case ImportFailure::never_compiled: return "whose extension modules were never compiled";
    case ImportFailure::other_python: return "whose extension modules are for another Python";
    case ImportFailure::none: break;
  }
  return "and can't import it";
}

std::string_view form_of(ModuleForm form) {
  switch (form) {
    case ModuleForm::module_file: return "a single file";
    case ModuleForm::extension_module: return "a single extension module";
    case ModuleForm::archived: return "in a ZIP file";
    case ModuleForm::package:
    case ModuleForm::name_space: break;
  }
  return "a folder";
}

bool fails_itself(const Subject& subject, const HiddenImport& import) {
  return import.failure != ImportFailure::none && import.winner.path == subject.path;
}

/// `own`: it is the subject itself that is hidden, or that fails.
std::string_view case_of(const Subject& subject, const HiddenImport& import, bool own) {
  if (own && fails_itself(subject, import)) return "import-fails";
  if (!own) return import.system_hidden ? "package-hidden-from-environment" : "package-hidden";
  if (import.system_hidden) return "hidden-from-environment";
  return import.winner.form == ModuleForm::package ? "hidden" : "shadowed";
}

Hit hit_of(const Subject& subject, const HiddenImport& import, bool own) {
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = case_of(subject, import, own);
  hit.leads = true;
  hit.about_import = true;
  const std::string& python = import.interpreters.front();
  hit.values = {{"python", python},
                {"name", import.name},
                {"winner", named_with_version(import.name, import.winner.version)},
                {"winner_path", import.winner.path},
                {"hidden", named_with_version(import.name, import.hidden.version)},
                {"hidden_path", import.hidden.path},
                {"why", std::string(reason_of(import.winner.place))},
                {"what", std::string(form_of(import.winner.form))}};
  for (const std::string& interpreter : import.interpreters)
    hit.evidence.push_back({interpreter, 0, "imports " + import.winner.path});
  if (!import.winner.via.empty()) hit.evidence.push_back({import.winner.via, 0, "names " + import.winner.path});
  if (!import.hidden.path.empty()) hit.evidence.push_back({import.hidden.path, 0, "comes later on its import path"});
  hit.remedy = name(import.winner.place);
  if (own && fails_itself(subject, import)) {
    hit.remedy = name(import.failure);
    hit.values.emplace_back("reason", std::string(reason_of(import.failure)));
  }
  hit.identity = fmt::format("{}\n{}\n{}\n{}\n{}", import.name, name(import.winner.place), name(import.winner.form),
                             import.winner.version, import.hidden.version);
  return hit;
}

std::vector<Hit> run_load_4(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    for (const HiddenImport& import : subject.loads.hidden) {
      // One that another interpreter imports is hidden only where an environment has its own.
      if (!subject.loads.wins || import.system_hidden || fails_itself(subject, import))
        hits.push_back(hit_of(subject, import, true));
    }
    for (const HiddenImport& import : subject.loads.hidden_packages) hits.push_back(hit_of(subject, import, false));
  }
  return hits;
}

}  // namespace

extern const Check load_4;
const Check load_4{"LOAD-4", load_4_cases, {}, run_load_4};

}  // namespace fairplay::auditor::checks
