#include "auditor/provenance/original/allowed_texts.h"

#include <elf.h>

#include <algorithm>
#include <set>
#include <string>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/files/generated_header.h"
#include "auditor/provenance/files/metadata_text.h"
#include "auditor/provenance/original/source_look.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::BinaryFormat;

/// By the first extension module that says it.
DataModel data_model(const SubjectFiles& files) {
  for (const auto& [path, file] : files.compared) {
    if (sort_of(path) != FileSort::extension) continue;
    const auto& facts = *file.facts;
    if (facts.elf) return {DataModel::System::elf, facts.elf->header.bits, facts.elf->header.machine};
    if (facts.format != BinaryFormat::pe && facts.format != BinaryFormat::mach_o) continue;
    const auto system = facts.format == BinaryFormat::pe ? DataModel::System::windows : DataModel::System::macos;
    if (facts.machines.size() != 1) return {system, 0, 0};
    const std::uint16_t machine = facts.machines.front();
    return {system, machine == EM_386 || machine == EM_ARM ? 32 : 64, machine};
  }
  return {};
}

bool may_be_excused(const Difference& difference) {
  return difference.kind <= DifferenceClass::build &&
         (is_generated_header(difference.path) || is_acting_metadata(difference.path));
}

}  // namespace

void judge_allowed_texts(const OriginInput& input, const SubjectFiles& files, TreeDifferences& tree) {
  std::set<std::string, std::less<>> paths;
  for (const JudgedDifference& judged : tree.differences) {
    if (may_be_excused(judged.difference) && judged.difference.reason != DifferenceReason::missing)
      paths.insert(judged.difference.path);
  }
  if (paths.empty()) return;
  const auto texts = texts_by_path(input, files, paths);
  const DataModel model = data_model(files);
  for (JudgedDifference& judged : tree.differences) {
    Difference& difference = judged.difference;
    const auto text = texts.find(difference.path);
    if (text == texts.end() || !may_be_excused(difference)) continue;
    std::string added = is_generated_header(difference.path) ? what_header_adds(difference.path, text->second, model)
                                                             : what_metadata_adds(difference.path, text->second);
    std::erase(tree.unread_statements, difference.path);
    if (added.empty()) continue;
    difference.kind = DifferenceClass::private_code;
    difference.detail = std::move(added);
    difference.reason = DifferenceReason::other;
    judged.allowed_in_rebuilt = false;
  }
}

}  // namespace fairplay::auditor::provenance
