#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "signatures/damage.h"

/// Messages on stderr. They may quote a user's or a subject's text: it is escaped here.
namespace fairplay::cli {

/// "fairplay: MESSAGE".
void complain(std::string_view message);

/// "fairplay: FILE, PLACE: REASON".
void complain(const signatures::Damage& damage);

/// What was read; nullopt after a complaint.
template <typename T>
std::optional<T> value_or_complaint(signatures::Expected<T> read) {
  if (read) return std::move(*read);
  complain(read.error());
  return std::nullopt;
}

}  // namespace fairplay::cli
