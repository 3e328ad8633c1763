#include "auditor/report/alike_divergences.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace fairplay::auditor::report {
namespace {

using behaviour::Divergence;

/// A routine's name without the letter of its element type: "trsm" of dtrsm, "iamax" of idamax.
std::string family_of(const std::string& routine) {
  if (routine.size() < 3) return routine;
  return routine.front() == 'i' ? "i" + routine.substr(2) : routine.substr(1);
}

/// What a message says but for places, amounts and the routine's name.
std::string shape_of(const Divergence& divergence) {
  std::string shape = divergence.message;
  for (auto at = shape.find(divergence.routine); !divergence.routine.empty() && at != std::string::npos;
       at = shape.find(divergence.routine))
    shape.erase(at, divergence.routine.size());
  // x[3] and x(3, 0) are places alike.
  std::erase_if(shape, [](char c) { return (c >= '0' && c <= '9') || c == ',' || c == ' ' || c == '.'; });
  for (char& c : shape) c = c == '[' ? '(' : c == ']' ? ')' : c;
  return shape;
}

}  // namespace

std::vector<AlikeDivergences> alike_divergences(const behaviour::ProbedLibrary& library) {
  std::vector<AlikeDivergences> groups;
  std::map<std::tuple<std::string, behaviour::DivergenceClass, std::string, std::string>, std::size_t> places;
  for (const Divergence& divergence : library.divergences) {
    const auto [place, is_new] = places.try_emplace(
        {divergence.probe, divergence.kind, family_of(divergence.routine), shape_of(divergence)}, groups.size());
    if (is_new)
      groups.push_back({&divergence, {}});
    else
      groups[place->second].others.push_back(&divergence);
  }
  std::ranges::stable_sort(groups, std::ranges::greater(),
                           [](const AlikeDivergences& alike) { return alike.first->kind; });
  return groups;
}

std::string others_phrase(const AlikeDivergences& alike) {
  std::vector<std::pair<std::string, std::vector<std::string>>> routines;  // with their flags
  auto note = [&](const Divergence& divergence) {
    auto found =
        std::ranges::find(routines, divergence.routine, &std::pair<std::string, std::vector<std::string>>::first);
    if (found == routines.end()) found = routines.insert(routines.end(), {divergence.routine, {}});
    if (std::ranges::find(found->second, divergence.flags) == found->second.end())
      found->second.push_back(divergence.flags);
  };
  for (const Divergence* other : alike.others)
    if (other->routine != alike.first->routine || other->flags != alike.first->flags) note(*other);
  std::vector<std::string> phrases;
  for (const auto& [routine, flags] : routines)
    phrases.push_back(flags == std::vector<std::string>{""} ? routine
                                                            : fmt::format("{} {}", routine, fmt::join(flags, " ")));
  return fmt::format("{}", fmt::join(phrases, "; "));
}

}  // namespace fairplay::auditor::report
