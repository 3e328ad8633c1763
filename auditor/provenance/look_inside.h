#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/provenance/original/original.h"
#include "auditor/subject.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/fingerprint/binary_facts.h"

/// The second look: into files whose hash no database knows.
namespace auditor::provenance {

/// Facts of the files `keys` of a stream; what is damaged is told, and left out.
std::map<std::string, signatures::fingerprint::BinaryFacts> look_inside(signatures::artifact::FileStream& stream, const std::set<std::string, std::less<>>& keys, unsigned jobs,
                                                                        std::vector<signatures::Damage>& damage);

/// The files `keys` that packing for Windows changed, as they would be without it. Files over 16 MiB are left out.
std::map<std::string, PlainDigest> plain_digests(signatures::artifact::FileStream& stream, const std::set<std::string, std::less<>>& keys, unsigned jobs);

/// The texts of the files `keys`. Those over 64 MiB are left out, and what would make it more than 128 MiB together.
std::map<std::string, std::string> texts_of(signatures::artifact::FileStream& stream, const std::set<std::string, std::less<>>& keys, unsigned jobs);

/// The C-API versions that the extension module `key` of a stream returns; nullopt where they can't be decoded.
std::optional<CApiVersions::Pair> c_api_of(signatures::artifact::FileStream& stream, const std::string& key);

}  // namespace auditor::provenance
