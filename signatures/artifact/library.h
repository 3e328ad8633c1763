#pragma once

#include <memory>
#include <string>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// A lone ELF file: one entry, named as the file is.
std::unique_ptr<FileStream> open_library(FileDescriptor fd, const std::string& file);

}  // namespace fairplay::signatures::artifact
