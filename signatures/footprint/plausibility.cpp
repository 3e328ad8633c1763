#include "signatures/footprint/plausibility.h"

#include <fmt/format.h>

#include <algorithm>

namespace fairplay::signatures::footprint {

namespace {

/// More than these names, and more than this share of them, don't change in a way that is seldom right.
constexpr std::size_t many_names = 8;
constexpr std::size_t many_one_in = 100;

bool has_signature(const PublicName& name) { return name.kind != NameKind::constant && name.kind != NameKind::module; }

constexpr double most_more_without = 0.05;  ///< share of functions

bool are_many(std::size_t count, std::size_t of) { return count > many_names && count > of / many_one_in; }

/// The share of functions that have no signature.
double share_without(const Footprint& footprint) {
  std::size_t functions = 0;
  std::size_t without = 0;
  for (const auto& [module, names] : footprint.modules) {
    for (const auto& [name, entry] : names) {
      if (entry.kind != NameKind::function) continue;
      ++functions;
      if (entry.signature.empty()) ++without;
    }
  }
  return functions == 0 ? 0 : static_cast<double>(without) / static_cast<double>(functions);
}

std::string examples(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 3; ++i) text += (i == 0 ? "" : ", ") + names[i];
  return text;
}

}  // namespace

Lost lost_since(const Footprint& made, const Footprint& neighbour) {
  Lost lost;
  for (const auto& [module, names] : neighbour.modules) {
    const auto own = made.modules.find(module);
    if (own == made.modules.end()) continue;
    for (const auto& [name, before] : names) {
      if (!has_signature(before)) continue;
      const auto now = own->second.find(name);
      if (now == own->second.end()) continue;
      ++lost.compared;
      if (now->second.kind == NameKind::constant)
        lost.kinds.push_back(module + "." + name);
      else if (has_signature(now->second) && now->second.from == From::python && !before.signature.empty() &&
               now->second.signature.empty())
        lost.signatures.push_back(module + "." + name);
    }
  }
  return lost;
}

bool are_too_many(const std::vector<std::string>& lost, std::size_t compared) {
  return are_many(lost.size(), compared);
}

bool stub_defines(std::string_view stub, std::string_view name) {
  for (const std::string_view keyword : {"def ", "class "}) {
    for (std::size_t at = stub.find(name); at != std::string_view::npos; at = stub.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      if (at < keyword.size() || stub.substr(at - keyword.size(), keyword.size()) != keyword) continue;
      if (at != keyword.size() && stub[at - keyword.size() - 1] != '\n') continue;
      if (end < stub.size() && std::string_view("([: ").find(stub[end]) != std::string_view::npos) return true;
    }
  }
  return false;
}

std::optional<std::string> implausible(const Footprint& made) {
  std::size_t callables = 0;
  for (const auto& [module, names] : made.modules)
    callables += static_cast<std::size_t>(
        std::ranges::count_if(names, [](const auto& one) { return has_signature(one.second); }));
  if (are_many(made.contradicted.size(), callables + made.contradicted.size()))
    return fmt::format("{} names are functions or classes by its own stubs and can't be followed in its code ({} ...)",
                       made.contradicted.size(), examples(made.contradicted));
  return std::nullopt;
}

std::optional<std::string> implausible_beside(const Footprint& made, const Footprint& neighbour, bool later) {
  const Lost lost = lost_since(made, neighbour);
  if (are_too_many(lost.kinds, lost.compared))
    return fmt::format("{} names that are functions or classes in {} are constants ({} ...)", lost.kinds.size(),
                       neighbour.release, examples(lost.kinds));
  if (!later && are_too_many(lost.signatures, lost.compared))
    return fmt::format("{} names that have a signature in {} have none ({} ...)", lost.signatures.size(),
                       neighbour.release, examples(lost.signatures));
  const double without = share_without(made);
  const double before = share_without(neighbour);
  if (!later && lost.compared > many_names && without > before + most_more_without)
    return fmt::format("{:.0f}% of its functions have no signature, in {} {:.0f}%", without * 100, neighbour.release,
                       before * 100);
  return std::nullopt;
}

}  // namespace fairplay::signatures::footprint
