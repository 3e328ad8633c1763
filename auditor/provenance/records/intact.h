#pragma once

#include <functional>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

struct IntactInput {
  const signatures::fingerprint::Fingerprint* files = nullptr;
  const FileRecord* record = nullptr;
  /// Keys of the folders in which a file nobody recorded is extra: the package, its libraries, its metadata.
  std::vector<std::string> owned_folders;
  /// The key of the folder that the record's paths count from: files nobody recorded are reported relative to it, as
  /// recorded ones are.
  std::string import_folder;
  /// False in archives, whose members' times say nothing about bytecode.
  bool times_count = true;
  /// The environment's Python, "3.11", whose bytecode is expected; empty where it isn't known.
  std::string python{};
  /// The bytes of a file by key, for bytecode that is validated by its source's hash.
  std::function<signatures::Expected<std::string>(const std::string& key)> read_source;
};

/// The first question: are the files what their installer recorded? Rules of the record in contract and docs/intact.md:
/// bytecode that belongs to its source and files installers write themselves are exempt.
Intact compare_with_record(const IntactInput& input, std::vector<NotChecked>& not_checked);

}  // namespace fairplay::auditor::provenance
