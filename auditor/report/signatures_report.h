#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auditor/report/render_options.h"
#include "signatures/damage.h"
#include "signatures/database/database.h"
#include "signatures/database/database_folder.h"

/// What `fairplay signatures list`, `show` and `verify` print.
namespace fairplay::auditor::report {

/// Which releases the databases list: a row for each release and database.
struct ReleaseList {
  struct Row {
    std::string project;
    std::string release;
    std::string database;         ///< its name
    std::string manifest_sha256;  ///< lower-case hex
    std::uint32_t artifacts = 0;
  };
  std::vector<Row> rows;  ///< by project, then release in rising order, then in the order of the databases
  bool detailed = false;  ///< of one project: a line for each row
};

/// All that the databases know of one release.
struct ShownRelease {
  std::string project;
  std::string release;
  std::vector<signatures::database::Known> known;                            ///< one for each database
  std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint;  ///< null where no database has one
};

/// What verifying whole databases found.
struct VerifiedDatabases {
  struct Database {
    std::string folder;
    bool built_in = false;
    std::optional<signatures::database::VerifiedIndex> index;  ///< nullopt: refused as a whole
    std::size_t artifacts = 0;
    std::vector<signatures::Damage> damage;  ///< what was refused
  };
  std::vector<Database> databases;
};

std::string render_text(const ReleaseList& list, const RenderOptions& options = {});
std::string render_json(const ReleaseList& list, const RenderOptions& options = {});

std::string render_text(const ShownRelease& shown, const RenderOptions& options = {});
std::string render_json(const ShownRelease& shown, const RenderOptions& options = {});

std::string render_text(const VerifiedDatabases& verified, const RenderOptions& options = {});
std::string render_json(const VerifiedDatabases& verified, const RenderOptions& options = {});

}  // namespace fairplay::auditor::report
