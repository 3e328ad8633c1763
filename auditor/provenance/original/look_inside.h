#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/original/original.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/fingerprint/binary_facts.h"

/// The second look: into files whose hash no database knows.
namespace fairplay::auditor::provenance {

/// Facts of the files `keys` of a stream; what is damaged is reported, and left out.
std::map<std::string, signatures::fingerprint::BinaryFacts> look_inside(signatures::artifact::FileStream& stream,
                                                                        const std::set<std::string, std::less<>>& keys,
                                                                        unsigned jobs,
                                                                        std::vector<signatures::Damage>& damage);

/// The files `keys` that packing for Windows changed, as they would be without it. Files over 16 MiB are left out.
std::map<std::string, PlainDigest> plain_digests(signatures::artifact::FileStream& stream,
                                                 const std::set<std::string, std::less<>>& keys, unsigned jobs);

/// The texts of the files `keys`. Those over 64 MiB are left out, and what would make it more than 128 MiB together.
std::map<std::string, std::string> texts_of(signatures::artifact::FileStream& stream,
                                            const std::set<std::string, std::less<>>& keys, unsigned jobs);

/// The C-API versions that the extension module `key` of a stream returns; nullopt where they can't be decoded.
std::optional<CApiVersions::Pair> c_api_of(signatures::artifact::FileStream& stream, const std::string& key);

/// Opens the files (or folders) `keys` of a rebuild. What holds them may give more; damage where it can't be opened
/// any more.
using OpenFiles = std::function<signatures::Expected<std::unique_ptr<signatures::artifact::FileStream>>(
    const std::set<std::string, std::less<>>& keys)>;

/// Lets a build's second looks go through `open`: all that `input` calls, but for read_source. What looking into
/// binaries finds damaged goes to `damage`, which is borrowed, as is `input`.
void read_through(OpenFiles open, unsigned jobs, OriginInput& input, std::vector<signatures::Damage>& damage);

}  // namespace fairplay::auditor::provenance
