#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// A tar's header, or the mark of a compression that tars come in.
bool begins_as_tar(std::string_view head);
/// A tar of any compression: an sdist (PyPA "Source distribution format"), or a bundle: kind() says so once it was
/// read, for a compressed tar has no directory to look into. Damage where it holds no tar.
Expected<std::unique_ptr<FileStream>> open_tar(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits);

}  // namespace fairplay::signatures::artifact
