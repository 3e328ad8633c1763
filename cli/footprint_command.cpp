#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "auditor/discovery/named_subject.h"
#include "auditor/report/report.h"
#include "cli/command.h"
#include "cli/databases.h"
#include "cli/rule_book.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/footprint/footprint.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

namespace discovery = auditor::discovery;
namespace footprint = signatures::footprint;
using Json = nlohmann::ordered_json;

struct Options {
  std::string subject;
  std::string format = "text";
  std::string output;
  std::vector<std::string> modules;
  DatabaseOptions databases;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

/// What the subject's files are read from, and whether its root is the package's own folder.
struct Opened {
  std::unique_ptr<signatures::artifact::FileStream> stream;
  bool package_root = false;
  std::string path;  ///< of an archive: as its stream's damage names it
};

Opened open_folder(const std::string& folder) {
  std::error_code error;
  const std::filesystem::path path(folder);
  const auto has = [&](const char* name) { return std::filesystem::exists(path / name, error); };
  if (has("__init__.py") && (has("_core") || has("core")))
    return Opened{signatures::artifact::open_folder({folder, {"."}}), true, {}};
  // Of a site-packages only NumPy is read; anything else is searched for one.
  const std::string inside = has("numpy/__init__.py") ? "numpy" : ".";
  return Opened{signatures::artifact::open_folder({folder, {inside}}), false, {}};
}

/// `text`: as the user gave it. Not for releases.
signatures::Expected<Opened> open(const std::string& text, discovery::NamedSubject& subject) {
  if (auto* archive = std::get_if<discovery::NamedArchive>(&subject))
    return Opened{std::move(archive->stream), false, archive->path};
  if (std::holds_alternative<discovery::NamedFolder>(subject) ||
      std::holds_alternative<discovery::NamedRoot>(subject) || std::holds_alternative<discovery::ThisMachine>(subject))
    return open_folder(text);
  return std::unexpected(
      discovery::not_accepted(text, subject, "name a folder or an archive that holds a NumPy, or numpy==X"));
}

bool wanted(const Options& options, const std::string& module) {
  return options.modules.empty() || std::ranges::find(options.modules, module) != options.modules.end();
}

Json c_api_json(const footprint::CApi& api) {
  Json result = Json::object();
  for (const auto& [name, entry] : api.entries) {
    Json one = {{"kind", std::string(footprint::name(entry.kind))},
                {"declaration", auditor::report::escape_utf8(entry.declaration)},
                {"file", auditor::report::escape_utf8(entry.file)},
                {"line", entry.line}};
    if (!entry.members.empty()) {
      Json members = Json::array();
      for (const std::string& member : entry.members) members.push_back(auditor::report::escape_utf8(member));
      one["members"] = std::move(members);
    }
    result[auditor::report::escape_utf8(name)] = std::move(one);
  }
  return result;
}

/// `artifact`: what a database read it from; empty for a subject of the user's.
std::string as_json(const Options& options, const footprint::Footprint& found, const std::string& artifact) {
  const auto text = [](const std::string& raw) { return auditor::report::escape_utf8(raw); };
  Json modules = Json::object();
  for (const auto& [module, names] : found.modules) {
    if (!wanted(options, module)) continue;
    Json& into = modules[text(module)] = Json::object();
    for (const auto& [name, entry] : names) {
      Json one = {{"kind", std::string(footprint::name(entry.kind))}};
      if (!entry.signature.empty()) one["signature"] = text(entry.signature);
      if (entry.kind == footprint::NameKind::class_) {
        one["bases"] = Json::array();
        for (const std::string& base : entry.bases) one["bases"].push_back(text(base));
        one["members"] = Json::array();
        for (const std::string& member : entry.members) one["members"].push_back(text(member));
      }
      one["from"] = std::string(footprint::name(entry.from));
      if (!entry.file.empty()) {
        one["file"] = text(entry.file);
        one["line"] = entry.line;
      }
      if (entry.deprecated) one["deprecated"] = true;
      into[text(name)] = std::move(one);
    }
  }
  Json document = {{"schema", "fairplay-footprint/1"},
                   {"release", found.release.empty() ? Json(nullptr) : Json(text(found.release))},
                   {"python", fmt::format("3.{}", found.python_minor)},
                   {"modules", std::move(modules)}};
  if (!artifact.empty()) document["artifact"] = text(artifact);
  if (options.modules.empty()) document["c_api"] = c_api_json(found.c_api);
  document["damage"] = Json::array();
  for (const auto& item : found.damage)
    document["damage"].push_back(
        {{"file", text(item.file)}, {"place", text(item.place)}, {"reason", text(item.reason)}});
  return document.dump(2) + "\n";
}

std::string as_text(const Options& options, const footprint::Footprint& found) {
  using auditor::report::escape_terminal;
  std::string text =
      fmt::format("NumPy {}, for Python 3.{}\n",
                  found.release.empty() ? "of unknown version" : escape_terminal(found.release), found.python_minor);
  for (const auto& [module, names] : found.modules) {
    if (!wanted(options, module)) continue;
    text += fmt::format("\n{}\n", escape_terminal(module));
    for (const auto& [name, entry] : names) {
      if (entry.kind == footprint::NameKind::module)
        continue;  // what it merely imported, and submodules, which have their own part
      text += fmt::format("  {:<9} {}{}{}\n", footprint::name(entry.kind), escape_terminal(name),
                          escape_terminal(entry.signature), entry.deprecated ? "  [deprecated]" : "");
    }
  }
  if (options.modules.empty())
    text +=
        fmt::format("\nC API: {} names in the public headers (--format json lists them)\n", found.c_api.entries.size());
  return text;
}

/// Prints it; `artifact` as above.
int print(const Options& options, const footprint::Footprint& found, const std::string& artifact) {
  for (const std::string& module : options.modules) {
    if (found.modules.contains(module)) continue;
    fmt::print(stderr, "fairplay: {} has no public module '{}'\n", auditor::report::escape_terminal(options.subject),
               auditor::report::escape_terminal(module));
    return exit_usage;
  }
  return write_document(options.format == "json" ? as_json(options, found, artifact) : as_text(options, found),
                        options.output)
             ? exit_clean
             : exit_incomplete;
}

/// `numpy==2.3.5`: what a database holds of it.
int run_on_release(const Options& options, const signatures::installers::Requirement& requirement) {
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  const std::string project = signatures::installers::normalised_name(requirement.name);
  const auto known = database.footprint(project, requirement.version);
  for (const signatures::Damage& damage : database.refused()) complain(damage);
  const bool refused = !database.refused().empty();
  if (!known) {
    std::string releases;
    for (const std::string& other : database.releases_of(project))
      releases += " " + auditor::report::escape_terminal(other);
    fmt::print(stderr, "fairplay: no database holds the footprint of {}{}\n",
               auditor::report::escape_terminal(requirement.text()),
               database.knows(project, requirement.version)
                   ? ", though it lists that release: `signatures add` of one of its wheels for Linux adds it"
               : releases.empty() ? std::string()
                                  : "; known are" + releases);
    return refused ? exit_incomplete : exit_usage;
  }
  const int code = print(options, known->footprint, known->artifact);
  return code == exit_clean && refused ? exit_incomplete : code;
}

int run(const Options& options) {
  auto subject = discovery::classify(options.subject);
  if (!subject) {
    complain(subject.error().damage);
    return exit_incomplete;
  }
  if (const auto* release = std::get_if<discovery::NamedRelease>(&*subject))
    return run_on_release(options, release->requirement);
  auto opened = open(options.subject, *subject);
  if (!opened) {
    complain(opened.error());
    return exit_incomplete;
  }
  auto found = footprint::read_footprint(*opened->stream, opened->package_root, options.jobs);
  if (!found) {
    signatures::Damage damage = found.error();
    if (damage.file.empty() || damage.file == opened->path) damage.file = options.subject;
    complain(damage);
    return exit_incomplete;
  }
  bool incomplete = false;
  for (signatures::Damage& damage : found->damage) {
    if (damage.file == opened->path) damage.file = options.subject;  // as the user named it
    complain(damage);
    incomplete = incomplete || damage.grave;
  }
  const int code = print(options, *found, {});
  return code == exit_clean && incomplete ? exit_incomplete : code;
}

}  // namespace

void add_footprint(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("footprint", "The public API of a NumPy, read without running it");
  command
      ->add_option(
          "SUBJECT", options->subject,
          "A folder that holds a NumPy, a wheel, an sdist or a .deb; or a release that a database knows: numpy==2.3.5")
      ->required();
  add_database_options(*command, options->databases);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--module", options->modules, "Only this module (may be repeated)")->type_name("NAME");
  command->add_option("--output", options->output, "Write the document here instead of stdout")->type_name("FILE");
  command->add_option("--jobs", options->jobs, "How many threads may read at once")->check(CLI::Range(1, 256));
  command->footer("Exit codes: 0 read, 2 wrong usage, 3 something could not be read.");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
