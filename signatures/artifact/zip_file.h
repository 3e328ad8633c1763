#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

bool begins_as_zip(std::string_view head);
/// A ZIP may have anything in front (a launcher, say): its end record makes it one.
bool ends_as_zip(int fd, std::uint64_t size);
/// A ZIP file: a wheel (PEP 427), an sdist as setuptools used to make them for Windows, or whatever else has its form.
/// By its name (.whl) or its content it is a wheel: one *.dist-info at the top, in which no installer left its name,
/// and no other files there. Else it is an sdist when a PKG-INFO is in its one top folder, and a bundle when not.
Expected<std::unique_ptr<FileStream>> open_zip(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits);

}  // namespace fairplay::signatures::artifact
