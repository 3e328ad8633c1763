#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

bool begins_as_library(std::string_view head);
/// A lone ELF file: one entry, named as the file is.
Expected<std::unique_ptr<FileStream>> open_library(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                                   const ArchiveLimits& limits);

}  // namespace fairplay::signatures::artifact
