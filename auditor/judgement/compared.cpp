#include "auditor/judgement/compared.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fairplay::auditor::judgement {
namespace {

class Classes {
 public:
  explicit Classes(const rules::RuleBook& book) : book_(book) {}

  /// nullptr: nowhere is anything said of this class.
  const rules::Topic* of(DifferenceClass kind) {
    if (const rules::Topic* own = in(book_, kind); own != nullptr) return own;
    if (!built_in_) {
      auto parsed = rules::read_rules(rules::builtin_rules(), "rules.yaml", {});
      built_in_ = parsed ? std::move(*parsed) : rules::RuleBook{};
    }
    return in(*built_in_, kind);
  }

 private:
  static const rules::Topic* in(const rules::RuleBook& book, DifferenceClass kind) {
    const auto found = book.topics.find(std::string(name(kind)));
    return found != book.topics.end() && found->second.severity ? &found->second : nullptr;
  }

  const rules::RuleBook& book_;
  std::optional<rules::RuleBook> built_in_;
};

}  // namespace

void judge(Comparison& comparison, const rules::RuleBook& book) {
  Classes classes(book);
  for (ComparedDifference& compared : comparison.differences)
    if (const rules::Topic* topic = classes.of(compared.difference.kind); topic != nullptr)
      compared.severity = *topic->severity;
  comparison.answer.clear();
  using enum DifferenceClass;
  // Whose answer counts, where there are differences of several classes.
  constexpr std::array by_weight = {api_added,   api_removed, api_signature, api_default,    api_behaviour,
                                    monkeypatch, binary,      private_code,  library_search, build,
                                    docs,        tests,       cosmetic};
  for (const DifferenceClass kind : by_weight) {
    const bool there = std::ranges::any_of(comparison.differences, [&](const ComparedDifference& compared) {
      return compared.patches.empty() && compared.difference.kind == kind;
    });
    const rules::Topic* const topic = there ? classes.of(kind) : nullptr;
    if (topic == nullptr) continue;
    comparison.answer = topic->answer;
    return;
  }
}

}  // namespace fairplay::auditor::judgement
