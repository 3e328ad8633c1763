#include "auditor/distribution_name.h"

namespace auditor {

std::string normalised_distribution_name(std::string_view raw) {
  std::string normal;
  normal.reserve(raw.size());
  for (const char c : raw) {
    if (c == '-' || c == '_' || c == '.') {
      if (normal.empty() || normal.back() != '-') normal += '-';
    } else {
      normal += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return normal;
}

}  // namespace auditor
