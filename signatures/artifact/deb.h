#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// An ar archive.
bool begins_as_deb(std::string_view head);
/// A Debian package (deb(5)): an ar archive of debian-binary, control.tar.* and data.tar.*. Damage for another ar
/// archive, such as a static library.
Expected<std::unique_ptr<FileStream>> open_deb(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits);

}  // namespace fairplay::signatures::artifact
