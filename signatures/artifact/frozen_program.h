#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

/// A program that PyInstaller made: an ELF bootloader with an archive of the application in it, found by the "cookie"
/// at its end (PyInstaller's docs, "Advanced Topics: CArchive"; bootloader/src/pyi_archive.h). A one-file program holds
/// every file; of a one-folder program only its Python modules are inside, its files lie beside it.
namespace fairplay::signatures::artifact {

/// Whether such an archive is in the file: its cookie and table of contents fit.
bool holds_frozen_program(int fd, std::uint64_t size);

Expected<std::unique_ptr<FileStream>> open_frozen_program(FileDescriptor fd, std::uint64_t size,
                                                          const std::string& file, const ArchiveLimits& limits);

}  // namespace fairplay::signatures::artifact
