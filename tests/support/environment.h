#pragma once

#include <string>

namespace fairplay::tests {

/// What CTest gave a test ("FAIRPLAY": the program); empty where it gave nothing.
std::string environment(const char* name);

}  // namespace fairplay::tests
