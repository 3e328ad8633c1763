#pragma once

#include <string>
#include <vector>

#include "auditor/facts/monkeypatch.h"

namespace fairplay::auditor::provenance::monkeypatches {

/// What one of NumPy's own modules replaces of NumPy when it is imported: attributes of other modules of NumPy's, and
/// its own names by what isn't NumPy's (a fork that swaps numpy.fft's functions for another package's). No official
/// release does either. `path`: "numpy/fft/__init__.py".
std::vector<Monkeypatch> own_patches(const std::string& path, std::string text);

}  // namespace fairplay::auditor::provenance::monkeypatches
