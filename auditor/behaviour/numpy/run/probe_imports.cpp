#include "auditor/behaviour/numpy/run/probe_imports.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "auditor/behaviour/numpy/battery/foreign_answers.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::size_t most_packages = 500, most_libraries = 100;
constexpr std::uint64_t import_memory = std::uint64_t{8} << 30;  ///< address space: large libraries reserve much

std::vector<std::string> texts_at(const Json& answer, const char* name) {
  std::vector<std::string> found;
  if (answer.is_object() && answer.contains(name) && answer[name].is_array())
    for (const Json& one : answer[name])
      if (one.is_string()) found.push_back(one.get<std::string>());
  return found;
}

class Importer {
 public:
  Importer(const InterpreterStart& start, Release release) : start_(start), release_(release) {
    start_.memory = import_memory;
  }

  /// In a fresh process. Not an object: it gave no answer, and `why` says why.
  Json ask(Json arguments, std::string& why) {
    NumpySession session(start_, release_);
    if (const auto error = session.begin()) {
      why = *error;
      return nullptr;
    }
    const SubjectAnswer answer = session.ask_child(std::move(arguments));
    if (answer.kind == SubjectAnswer::Kind::text) {
      Json read = Json::parse(answer.text, nullptr, false);
      if (read.is_object() || read.is_array()) return read;
      why = "its answer can't be read";
    } else {
      why = answer.printed.empty() ? answer.text : fmt::format("{}; it says: {}", answer.text, answer.printed);
    }
    return nullptr;
  }

  /// Of an import that switched flush-to-zero on: who did. Libraries are loaded alone, for what a constructor does
  /// shows without any of Python: the extension module that was loaded when it happened, and what that brings along;
  /// where it was none, every one. If none does it, the module's own code has done it.
  void find_culprit(Json& answer) {
    const std::string module = text_at(answer, "module");
    answer["culprit"] = module;
    std::map<std::string, std::vector<std::string>> flushing;  // with what each brings into memory
    const auto brought_by = [&](const std::string& library) {
      std::string why;
      const Json loaded = ask({{"op", "load_library"}, {"library", library}}, why);
      std::vector<std::string> brought = texts_at(loaded, "libraries");
      if (brought.size() > most_libraries) brought.resize(most_libraries);
      if (loaded.is_object() && loaded.contains("flushes") && loaded["flushes"] == true)
        flushing.emplace(library, brought);
      return brought;
    };
    std::vector<std::string> libraries;
    if (module.empty())
      libraries = texts_at(answer, "libraries");
    else if (const auto brought = brought_by(module); !flushing.empty())
      libraries = brought;
    if (libraries.size() > most_libraries) libraries.resize(most_libraries);
    for (const std::string& library : libraries)
      if (library != module) brought_by(library);
    answer["by_loading"] = !flushing.empty();
    for (const auto& [library, brought] : flushing) {
      const bool by_another = std::ranges::any_of(
          brought, [&](const std::string& other) { return other != library && flushing.contains(other); });
      if (!by_another) answer["culprit"] = library;
    }
  }

 private:
  InterpreterStart start_;
  Release release_;
};

bool changed_environment(const Json& answer) {
  return answer.contains("before") && answer.contains("importing") && answer.contains("later") &&
         (answer["before"] != answer["importing"] || answer["before"] != answer["later"]);
}

}  // namespace

std::vector<Json> probe_imports(const std::vector<std::string>& names, const InterpreterStart& start, Release release,
                                const std::function<void(std::string_view)>& progress, ProbeOutcome& outcome,
                                std::vector<NotChecked>& not_checked) {
  Importer importer(start, release);
  std::string why;
  std::vector<std::string> wanted;
  for (const std::string& name : names) {
    if (name != "all") {
      wanted.push_back(name);
      continue;
    }
    const Json listed = importer.ask({{"op", "packages"}}, why);
    if (!listed.is_array()) not_checked.push_back({"--import all", why});
    for (std::string& one : texts_at({{"names", listed}}, "names")) wanted.push_back(std::move(one));
  }
  std::set<std::string> seen;
  std::erase_if(wanted, [&](const std::string& name) { return !seen.insert(name).second; });
  if (wanted.size() > most_packages) {
    not_checked.push_back({"--import all", fmt::format("{} of {} packages weren't imported: {} at most",
                                                       wanted.size() - most_packages, wanted.size(), most_packages)});
    wanted.resize(most_packages);
  }
  std::vector<Json> answers;
  for (const std::string& name : wanted) {
    progress(fmt::format("importing {}", name));
    ++outcome.calls;
    Json answer = importer.ask({{"op", "import"}, {"package", name}}, why);
    if (!answer.is_object()) {
      not_checked.push_back({"import " + name, why});
      continue;
    }
    answer["package"] = name;
    const std::string error = text_at(answer, "error");
    if (!error.empty())
      not_checked.push_back({"import " + name, error});
    else
      outcome.notes.push_back(fmt::format("imported {}{}{}", name, text_at(answer, "version").empty() ? "" : " ",
                                          text_at(answer, "version")));
    if (changed_environment(answer)) importer.find_culprit(answer);
    answers.push_back(std::move(answer));
  }
  if (outcome.notes.empty() && !wanted.empty()) {
    outcome.status = ProbeStatus::failed;
    outcome.why = "none of the packages can be imported";
  }
  return answers;
}

}  // namespace fairplay::auditor::behaviour::numpy
