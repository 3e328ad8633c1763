#pragma once

#include <memory>
#include <string>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// A Debian package (deb(5)): an ar archive of debian-binary, control.tar.* and data.tar.*.
std::unique_ptr<FileStream> open_deb(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                     const ArchiveLimits& limits);

}  // namespace fairplay::signatures::artifact
