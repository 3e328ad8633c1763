#pragma once

namespace fairplay::auditor::behaviour {

/// Bytes in use: what malloc has given out, and what is resident. Either shows leaks that the other hides.
struct MemoryInUse {
  double allocated = 0, resident = 0;

  static MemoryInUse now();
  /// By the one that grew more.
  double grown_since(const MemoryInUse& before) const;
};

}  // namespace fairplay::auditor::behaviour
