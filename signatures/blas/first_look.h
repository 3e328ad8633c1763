#pragma once

#include <cstdint>

#include "signatures/elf/image.h"

namespace fairplay::signatures::blas {

/// What a quick look at an ELF file tells, so that an audit can pass over the hundreds of extension modules of an
/// environment and read those that bring a BLAS.
enum class FirstLook : std::uint8_t {
  nothing,    ///< it defines no name of a BLAS or LAPACK
  defines,    ///< it defines some: identify() decides
  unreadable  ///< its dynamic symbols can't be read: nobody knows
};

/// Reads the headers and the names of the dynamic symbols, and the symbols themselves only where such a name occurs.
FirstLook first_look(const elf::Image& image);

}  // namespace fairplay::signatures::blas
