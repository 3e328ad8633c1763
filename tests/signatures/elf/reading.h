#pragma once

#include <gmock/gmock.h>

#include <span>
#include <string>
#include <vector>

#include "signatures/elf/image.h"
#include "tests/support/elf_builder.h"

namespace fairplay::tests {

inline signatures::Expected<signatures::elf::Image> open_image(const std::string& bytes) {
  return signatures::elf::Image::open(std::as_bytes(std::span(bytes)), "test.so");
}

/// One damage whose place and reason contain these texts.
inline auto damage(const std::string& place, const std::string& reason) {
  return testing::AllOf(testing::Field("place", &signatures::Damage::place, testing::HasSubstr(place)),
                        testing::Field("reason", &signatures::Damage::reason, testing::HasSubstr(reason)));
}

}  // namespace fairplay::tests
