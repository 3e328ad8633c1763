#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "auditor/discovery/named_subject.h"
#include "auditor/report/footprint_report.h"
#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/jobs_option.h"
#include "cli/output_options.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/footprint/footprint.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

namespace discovery = auditor::discovery;
namespace footprint = signatures::footprint;

struct FootprintOptions {
  std::string subject;
  OutputOptions output;
  std::vector<std::string> modules;
  DatabaseOptions databases;
  JobsOption jobs;
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

/// Prints it; `artifact`: what a database read it from, empty for a build that the user named.
int print_footprint(const FootprintOptions& options, const footprint::Footprint& found, const std::string& artifact) {
  for (const std::string& module : options.modules) {
    if (found.modules.contains(module)) continue;
    complain(fmt::format("{} has no public module '{}'", options.subject, module));
    return exit_usage;
  }
  const auditor::report::FootprintReport report{found, options.modules, artifact};
  return print_document(report, &auditor::report::Format::footprint, options.output) ? exit_clean : exit_incomplete;
}

/// `numpy==2.3.5`: what a database holds of it.
int print_release(const FootprintOptions& options, const signatures::installers::Requirement& requirement) {
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  const std::string project = signatures::installers::normalised_name(requirement.name);
  const auto known = database.footprint(project, requirement.version);
  for (const signatures::Damage& damage : database.refused()) complain(damage);
  const bool refused = !database.refused().empty();
  if (!known) {
    std::string releases;
    for (const std::string& other : database.releases_of(project)) releases += " " + other;
    complain(fmt::format("no database holds the footprint of {}{}", requirement.text(),
                         database.knows(project, requirement.version)
                             ? ", though it lists that release: `signatures add` of one of its wheels for Linux adds it"
                         : releases.empty() ? std::string()
                                            : "; known are" + releases));
    return refused ? exit_incomplete : exit_usage;
  }
  const int code = print_footprint(options, known->footprint, known->artifact);
  return code == exit_clean && refused ? exit_incomplete : code;
}

int run_footprint(const FootprintOptions& options) {
  auto subject = discovery::classify(options.subject);
  if (!subject) {
    complain(subject.error().damage);
    return exit_incomplete;
  }
  if (const auto* release = std::get_if<discovery::NamedRelease>(&*subject))
    return print_release(options, release->requirement);
  auto opened = open(options.subject, *subject);
  if (!opened) {
    complain(opened.error());
    return exit_incomplete;
  }
  auto found = footprint::read_footprint(*opened->stream, opened->package_root, options.jobs.count());
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
  const int code = print_footprint(options, *found, {});
  return code == exit_clean && incomplete ? exit_incomplete : code;
}

}  // namespace

void add_footprint(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<FootprintOptions>();
  CLI::App* command = app.add_subcommand("footprint", "List the public API of a NumPy without running it");
  command
      ->add_option("SUBJECT", options->subject,
                   "A folder that holds a NumPy, a wheel, an sdist or a .deb; or a release that a database knows, such "
                   "as numpy==2.3.5")
      ->required();
  add_database_options(*command, options->databases);
  add_format_option(*command, options->output, &auditor::report::Format::footprint);
  command->add_option("--module", options->modules, "List only this module (may be repeated)")->type_name("NAME");
  add_output_option(*command, options->output);
  add_jobs_option(*command, options->jobs);
  command->footer("Exit codes: 0 read, 2 wrong usage, 3 something could not be read.");
  command->callback([options, &chosen] { chosen = [options] { return run_footprint(*options); }; });
}

}  // namespace fairplay::cli
