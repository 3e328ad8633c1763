#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "auditor/report/escape.h"
#include "auditor/workflow/private_folder.h"
#include "cli/complaint.h"
#include "cli/download.h"
#include "cli/jobs_option.h"
#include "cli/progress.h"
#include "cli/signatures_command.h"
#include "cli/writing_options.h"
#include "signatures/database/describe.h"
#include "signatures/database/store.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

using auditor::report::escape_terminal;
using signatures::database::DraftArtifact;

struct AddOptions {
  std::vector<std::string> artifacts;
  WritingOptions writing;
  std::string name;
  std::string origin = "local";
  std::string confirmed = "given-file";
  std::string project;
  std::string release;
  bool shallow = false;
  std::vector<std::string> python_version, platform, abi, implementation;
  JobsOption jobs;
  bool quiet = false;
};

struct Wanted {
  std::string file;
  std::optional<signatures::installers::Requirement> requirement;
};

std::vector<std::string> pip_options(const AddOptions& options) {
  std::vector<std::string> result;
  const auto pass = [&](const char* name, const std::vector<std::string>& values) {
    // Joined by "=", a value can't become an option.
    for (const std::string& value : values) result.push_back(std::string(name) + "=" + value);
  };
  pass("--python-version", options.python_version);
  pass("--platform", options.platform);
  pass("--abi", options.abi);
  pass("--implementation", options.implementation);
  return result;
}

std::string default_name(const AddOptions& options) {
  return options.writing.folder.empty() ? "your own" : "a local database";
}

int run_add(const AddOptions& options) {
  const bool fetching = std::ranges::any_of(options.artifacts, [](const std::string& text) {
    return signatures::installers::parse_requirement(text).has_value();
  });
  const auto wrong = [](std::string_view why) {
    complain(why);
    return exit_usage;
  };
  if (!fetching && !pip_options(options).empty())
    return wrong("--python-version, --platform, --abi and --implementation are for what pip fetches, NAME==VERSION");
  if (options.project.empty() != options.release.empty()) return wrong("--project and --release need each other");
  auto writing = prepare_writing(options.writing);
  if (!writing) return exit_usage;
  writing->store.name = options.name.empty() ? default_name(options) : options.name;

  std::unique_ptr<auditor::PrivateFolder> folder;
  if (fetching) {
    auto made = auditor::PrivateFolder::make();
    if (!made) {
      complain(made.error());
      return exit_incomplete;
    }
    folder = std::move(*made);
  }
  std::vector<Wanted> wanted;
  for (const std::string& text : options.artifacts) {
    const auto requirement = signatures::installers::parse_requirement(text);
    if (!requirement) {
      wanted.push_back({text, {}});
    } else if (auto file = download_wheel(*folder, *requirement, pip_options(options))) {
      wanted.push_back({std::move(*file), requirement});
    } else {
      return exit_incomplete;
    }
  }

  signatures::database::DescribeOptions describe;
  describe.deep = !options.shallow;
  describe.jobs = options.jobs.count();
  describe.project = options.project;
  describe.release = options.release;
  std::vector<DraftArtifact> artifacts;
  {
    Progress progress(!options.quiet);
    for (const Wanted& one : wanted) {
      progress.at(escape_terminal(one.file));
      auto artifact = signatures::database::describe_artifact(one.file, describe);
      if (!artifact) {
        complain(artifact.error());
        return exit_incomplete;
      }
      if (one.requirement && signatures::installers::normalised_name(one.requirement->name) != artifact->project) {
        complain({one.file, "",
                  fmt::format("is what pip fetched for {}, but it is {} {}", one.requirement->text(), artifact->project,
                              artifact->release),
                  true});
        return exit_incomplete;
      }
      artifact->origin = one.requirement ? signatures::database::Origin::upstream
                                         : *signatures::database::origin_named(options.origin);
      artifact->confirmed = one.requirement ? "pip-download" : options.confirmed;
      artifacts.push_back(std::move(*artifact));
    }
  }
  if (const auto damage = signatures::database::add_to_store(writing->ready(), artifacts)) {
    complain(*damage);
    return exit_incomplete;
  }
  std::string summary;
  for (const DraftArtifact& artifact : artifacts) {
    summary += fmt::format("{} {}: {}, {} files, {} binaries described{}\n", escape_terminal(artifact.project),
                           escape_terminal(artifact.release), escape_terminal(artifact.name), artifact.files.size(),
                           artifact.binaries.size(), artifact.footprint.empty() ? "" : ", with its footprint");
  }
  return options.quiet || write_document(summary) ? exit_clean : exit_incomplete;
}

bool is_word(const std::string& text) {
  return !text.empty() && text.size() <= 40 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

void add_signatures_add(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<AddOptions>();
  CLI::App* command =
      app.add_subcommand("add", "Add releases: files that you have, or NAME==VERSION, which your own pip fetches");
  command->footer(
      "ARTIFACT: a wheel, an sdist, a .deb or a library, named as its publisher names it. Nothing in it is run.\n"
      "NAME==VERSION: your pip fetches its wheel for this Python, or the one that the four options for pip select.\n"
      "Sdists are not fetched, because pip would run them.\n"
      "Your own database and key are made on first use. Everything is added in one step, or nothing is.");
  command->add_option("ARTIFACT", options->artifacts, "Files, or NAME==VERSION")->required();
  add_writing_options(*command, options->writing);
  command->add_option("--name", options->name, "The name of the database, if this makes a new one")->type_name("NAME");
  command->add_option("--origin", options->origin, "Who published the files")
      ->check(CLI::IsMember({"upstream", "distribution", "local"}))
      ->capture_default_str();
  command->add_option("--confirmed", options->confirmed, "How their hashes were confirmed, in one word")
      ->type_name("WORD")
      ->check(CLI::Validator(
          [](std::string& text) {
            return is_word(text) ? std::string() : std::string("must be one word of lower-case letters, digits and -");
          },
          "WORD"))
      ->capture_default_str();
  command->add_option("--project", options->project, "The project of a single library; needs --release")
      ->type_name("NAME");
  command->add_option("--release", options->release, "The release of a single library; needs --project")
      ->type_name("VERSION");
  command->add_flag("--shallow", options->shallow, "Record file hashes only, and don't read what is inside binaries");
  const auto passed = [&](const char* name, std::vector<std::string>& values) {
    command->add_option(name, values, "Pass this option to pip")
        ->type_name("VALUE")
        ->allow_extra_args(false)
        ->group("For NAME==VERSION");
  };
  passed("--python-version", options->python_version);
  passed("--platform", options->platform);
  passed("--abi", options->abi);
  passed("--implementation", options->implementation);
  add_jobs_option(*command, options->jobs);
  command->add_flag("-q,--quiet", options->quiet, "Print only errors");
  command->callback([options, &chosen] { chosen = [options] { return run_add(*options); }; });
}

}  // namespace fairplay::cli
