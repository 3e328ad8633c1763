#pragma once

#include "auditor/facts/subject.h"

namespace fairplay::auditor::provenance {

/// Adds what some modules want; those that want the same come together.
void add_demand(Dependent& package, ApiDemand demand);

/// Says in `not_checked` of which packages it isn't known what they want, and where it isn't known what the NumPy has.
void report_unread_demands(Subject& numpy);

}  // namespace fairplay::auditor::provenance
