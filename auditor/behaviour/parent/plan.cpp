#include "auditor/behaviour/parent/plan.h"

#include <algorithm>

#include "auditor/behaviour/probes/all_probes.h"

namespace fairplay::auditor::behaviour {
namespace {

/// A profile: which groups of probes it has (none: all), and how much work.
struct Profile {
  std::string_view name;
  std::vector<std::string_view> groups;
  bool full;
};

const Profile& profile_named(std::string_view name) {
  static const Profile all[] = {
      {"quick", {}, false},
      {"full", {}, true},
      {"numbers", {"numbers/", "special/", "order/"}, true},
      {"threads", {"threads/", "resources/"}, true},
  };
  const auto* found = std::ranges::find(all, name, &Profile::name);
  return found != std::end(all) ? *found : all[0];
}

constexpr double full_work = 5;  // times the quick profile's

}  // namespace

std::span<const std::string_view> profiles() {
  static constexpr std::string_view names[] = {"quick", "full", "numbers", "threads"};
  return names;
}

std::vector<PlannedProbe> plan(const ProbeRequest& request) {
  const Profile& profile = profile_named(request.profile);
  std::vector<PlannedProbe> planned;
  for (const ProbeDescription* probe : probes::all_descriptions()) {
    // Who names a probe gets it, whatever the profile has.
    const bool wanted = request.probes.empty()
                            ? profile.groups.empty() || std::ranges::any_of(profile.groups,
                                                                            [&](std::string_view group) {
                                                                              return probe->id.starts_with(group);
                                                                            })
                            : std::ranges::find(request.probes, probe->id) != request.probes.end();
    if (!wanted) continue;
    std::vector<int> counts = request.threads;
    if (counts.empty())
      std::ranges::copy_if(probe->threads, std::back_inserter(counts), [](int threads) { return threads > 0; });
    for (const int threads : counts)
      planned.push_back({probe, threads, probe->seconds * (profile.full ? full_work : 1), profile.full});
  }
  return planned;
}

}  // namespace fairplay::auditor::behaviour
