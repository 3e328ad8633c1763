#pragma once

#include <span>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/loading/module_set.h"
#include "auditor/loading/numpy_loads.h"
#include "auditor/provenance/builds/blas_uses.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::provenance {

/// The files of a NumPy that an interpreter would import as extension modules, whatever platform they are for. The
/// newest C library that one of them or of its bundled libraries wants is what each wants: they are loaded together.
/// `metadata`: what speaks of it; the tags of a WHEEL say what binaries don't.
std::vector<loading::ExtensionModule> extension_modules(const NumpyFiles& numpy,
                                                        std::span<const DistributionMetadata> metadata);

/// What a module says of itself. `tag`: its name's, with what else is known of its Python.
loading::ModuleTraits traits_of(const signatures::fingerprint::FileFacts& facts,
                                const signatures::python::ExtensionTag& tag);

/// What a NumPy says of itself, and what the metadata that installs it asks of its Python.
loading::MetadataDemand demand_of(const Subject& numpy);

}  // namespace fairplay::auditor::provenance
