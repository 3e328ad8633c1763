#include "auditor/facts/imports.h"
#include "signatures/enum_names.h"

namespace fairplay::auditor {
namespace {

constexpr auto module_forms = signatures::enum_names<ModuleForm>({{ModuleForm::package, "package"},
                                                                  {ModuleForm::module_file, "module-file"},
                                                                  {ModuleForm::extension_module, "extension-module"},
                                                                  {ModuleForm::archived, "archived"},
                                                                  {ModuleForm::name_space, "namespace"}});

constexpr auto import_places = signatures::enum_names<ImportPlace>({{ImportPlace::script_folder, "script-folder"},
                                                                    {ImportPlace::python_path, "python-path"},
                                                                    {ImportPlace::isolated_path, "isolated-path"},
                                                                    {ImportPlace::standard_library, "standard-library"},
                                                                    {ImportPlace::user_site, "user-site"},
                                                                    {ImportPlace::environment, "environment"},
                                                                    {ImportPlace::site_packages, "site-packages"},
                                                                    {ImportPlace::path_file, "path-file"}});

constexpr auto import_failures =
    signatures::enum_names<ImportFailure>({{ImportFailure::none, "none"},
                                           {ImportFailure::in_archive, "in-archive"},
                                           {ImportFailure::never_compiled, "never-compiled"},
                                           {ImportFailure::other_python, "other-python"}});

}  // namespace

std::string_view name(ImportFailure failure) { return import_failures.name(failure); }
std::string_view name(ModuleForm form) { return module_forms.name(form); }
std::string_view name(ImportPlace place) { return import_places.name(place); }

}  // namespace fairplay::auditor
