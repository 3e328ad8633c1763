#pragma once

#include <string_view>

#include "signatures/damage.h"

/// Messages on stderr. They may quote a user's or a subject's text: it is escaped here.
namespace fairplay::cli {

/// "fairplay: MESSAGE".
void complain(std::string_view message);

/// "fairplay: FILE, PLACE: REASON".
void complain(const signatures::Damage& damage);

}  // namespace fairplay::cli
