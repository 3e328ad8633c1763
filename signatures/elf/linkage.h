#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signatures/elf/exported_symbols.h"
#include "signatures/elf/image.h"

/// What the dynamic loader reads of an object to link it with others (System V gABI chapter 5, "Dynamic Linking").
namespace fairplay::signatures::elf {

struct WantedSymbol {
  std::string name;
  std::string version;
};

struct Linkage {
  Header header;
  Dynamic dynamic;
  bool nodeflib = false;    ///< DF_1_NODEFLIB: neither the cache nor the default folders are searched
  std::string interpreter;  ///< PT_INTERP of a program: "/lib64/ld-linux-x86-64.so.2"
  bool all_symbols = true;  ///< false: some of them, or their names or versions, couldn't be read
  ExportedSymbols exported;
  std::vector<WantedSymbol> wanted;  ///< undefined, not weak; in file order
  std::vector<std::string> version_definitions;
  std::vector<VersionNeed> version_needs;
  std::uint32_t isa_needed = 0;  ///< x86_isa_needed(): the loader refuses processors that lack it
  bool cut_off = false;  ///< a segment reaches beyond the file's end: the loader says "file too short", or dies of it
};

/// Reads everything above. Damage is reported and left out.
Linkage linkage_of(const Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
