#include "auditor/behaviour/calls/shrink.h"

#include <vector>

namespace fairplay::auditor::behaviour {
namespace {

/// Calls simpler than this one, the boldest first.
std::vector<CallCase> simpler(const CallCase& call) {
  std::vector<CallCase> all;
  auto with = [&](auto member, auto value) {
    if (call.*member == value) return;
    CallCase changed = call;
    changed.*member = value;
    all.push_back(std::move(changed));
  };
  with(&CallCase::ld, std::int64_t{0});
  with(&CallCase::incx, std::int64_t{1});
  with(&CallCase::incy, std::int64_t{1});
  with(&CallCase::alpha_im, 0.0);
  with(&CallCase::beta_im, 0.0);
  with(&CallCase::alpha, 1.0);
  with(&CallCase::beta, 0.0);
  with(&CallCase::shift, 0);
  with(&CallCase::first, false);
  with(&CallCase::after_nan, false);
  // Small whole numbers hold zeros, and zero times a NaN or infinity may be skipped; what is planted may fit only the
  // data.
  if (call.plants.empty()) with(&CallCase::data, Data::integers);
  for (std::size_t i = 0; i < call.plants.size(); ++i) {
    CallCase changed = call;
    changed.plants.erase(changed.plants.begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(std::move(changed));
    for (const std::int64_t index : {std::int64_t{0}, call.plants[i].index / 2, call.plants[i].index - 1}) {
      if (index < 0 || index >= call.plants[i].index) continue;
      all.push_back(call);
      all.back().plants[i].index = index;
    }
  }
  with(&CallCase::ku, std::int64_t{0});
  for (auto dimension : {&CallCase::m, &CallCase::n, &CallCase::k}) {
    const std::int64_t value = call.*dimension;
    if (value > 1) with(dimension, std::int64_t{1});
    if (value > 3) with(dimension, value / 2);
    if (value > 8) with(dimension, value - value / 8);
    if (value > 1) with(dimension, value - 1);
  }
  return all;
}

}  // namespace

CallCase shrink(CallCase call, const std::function<bool(const CallCase&)>& fails, int tries) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (CallCase& candidate : simpler(call)) {
      if (tries-- <= 0) return call;
      if (!fails(candidate)) continue;
      call = std::move(candidate);
      smaller = true;
      break;
    }
  }
  return call;
}

}  // namespace fairplay::auditor::behaviour
