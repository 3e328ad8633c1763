#pragma once

#include <gmock/gmock.h>

#include <span>
#include <string>
#include <vector>

#include "signatures/elf/image.h"
#include "tests/support/elf_builder.h"

namespace fairplay::tests {

/// `bytes` must outlive the image; `name` is the file's in damage.
inline signatures::Expected<signatures::elf::Image> open_image(const std::string& bytes,
                                                               const std::string& name = "test.so") {
  return signatures::elf::Image::open(std::as_bytes(std::span(bytes)), name);
}

/// One damage whose place and reason contain these texts.
inline auto damage(const std::string& place, const std::string& reason) {
  return testing::AllOf(testing::Field("place", &signatures::Damage::place, testing::HasSubstr(place)),
                        testing::Field("reason", &signatures::Damage::reason, testing::HasSubstr(reason)));
}

}  // namespace fairplay::tests
