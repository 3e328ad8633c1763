#pragma once

#include "auditor/rules/rules.h"

namespace fairplay::tests {

/// The places of the rules.yaml that is built into the program.
inline const auditor::Places& places() {
  static const auto book = auditor::rules::read_rules(auditor::rules::builtin_rules(), "rules.yaml", {});
  return book.value().places;
}

}  // namespace fairplay::tests
