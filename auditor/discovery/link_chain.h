#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "signatures/artifact/rooted_files.h"
#include "signatures/damage.h"

namespace fairplay::auditor::discovery {

/// `path`, every link it passes that renames the file, and the real file last: {"/lib/libblas.so.3",
/// "/etc/alternatives/libblas.so.3", "/usr/lib/openblas/libblas.so.3"}. A path that only reaches its folder by links is
/// listed by its real name alone. Damage: a loop, or a link that leads nowhere.
signatures::Expected<std::vector<std::string>> follow_links(const signatures::artifact::RootedFiles& files,
                                                            const std::string& path);

/// The first `count` bytes of a regular file; fewer when it is shorter, none when it can't be read.
std::string first_bytes(const signatures::artifact::RootedFiles& files, const std::string& path, std::size_t count);

/// What the loader looks at before it takes a file: e_ident and e_machine (System V ABI, ELF header).
struct ElfKind {
  int bits = 0;
  std::uint16_t machine = 0;  ///< EM_*
};
std::optional<ElfKind> elf_kind(const signatures::artifact::RootedFiles& files, const std::string& path);

/// True where a ".so" is text for the linker ("GROUP ( ... )"), which no loader can use.
bool is_linker_script(const signatures::artifact::RootedFiles& files, const std::string& path);

/// Names in a folder. A folder that isn't there has none; one that can't be read is reported in `damage`.
std::vector<std::string> names_in(const signatures::artifact::RootedFiles& files, const std::string& folder,
                                  std::vector<signatures::Damage>& damage);
/// The folders among them, links apart; sorted. Quicker than asking for the kind of each name.
std::vector<std::string> folders_in(const signatures::artifact::RootedFiles& files, const std::string& folder);

}  // namespace fairplay::auditor::discovery
