#pragma once

#include <string>

#include "signatures/artifact/archive_handle.h"
#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"

namespace fairplay::signatures::artifact {

struct TarRules {
  std::string prefix;              ///< put before every path: "DEBIAN/"
  std::string reserved;            ///< paths that start so are refused: they would pass for members of another part
  bool whole_file_system = false;  ///< unpacked at "/": absolute link targets are inside
  std::string within;              ///< the archive's part, for messages: "data.tar.xz: ", or empty
};

/// Enables tar and the built-in compressions on a new handle.
void support_tar(archive* handle);

/// What kind of thing a tar's members make it.
struct TarContents {
  bool package_info = false;  ///< a PKG-INFO in a top folder: a source release
  bool installed = false;     ///< metadata of an installed distribution, or a site-packages
};

/// Streams every member of a tar (POSIX.1-2001 pax, ustar, GNU) that `handle` was opened on. Links are reported with
/// their targets; a hard link to an earlier member is reported as a regular file with that member's digests and
/// `link_target`, without content. A name that appears twice is reported twice, in order, beside the damage: the last
/// one wins when unpacked. Links that leave an environment's tree are no damage: its interpreter may be one.
TarContents read_tar_members(archive* handle, const TarRules& rules, const ArchiveLimits& limits, Budget& budget,
                             Consumer& consumer);

}  // namespace fairplay::signatures::artifact
