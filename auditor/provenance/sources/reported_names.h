#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace fairplay::auditor::provenance {

/// What was reported already, by public name and by the place of its definition, so that no name is reported twice.
class ReportedNames {
 public:
  void name(std::string_view name) { names_.emplace(name); }
  /// `leaf` is the last part of the definition's name.
  void place(std::string_view path, std::string_view leaf) { places_.emplace(path, leaf); }

  bool holds_name(std::string_view name) const { return names_.contains(name); }
  bool holds_place(std::string_view path, std::string_view leaf) const {
    return places_.contains({std::string(path), std::string(leaf)});
  }
  /// Whether a name was reported, or a module or class that contains it.
  bool holds_name_or_above(std::string_view name) const {
    for (std::size_t dot = name.size(); dot != std::string_view::npos && dot != 0; dot = name.rfind('.', dot - 1)) {
      if (names_.contains(name.substr(0, dot))) return true;
    }
    return false;
  }

 private:
  std::set<std::string, std::less<>> names_;
  std::set<std::pair<std::string, std::string>> places_;
};

}  // namespace fairplay::auditor::provenance
