#include "signatures/artifact/deb.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <span>

#include "signatures/artifact/archive_source.h"
#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"
#include "signatures/artifact/tar_members.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::string_view ar_magic = "!<arch>\n";

/// Hands an ar member's bytes to a second libarchive handle, block by block: nothing is written anywhere.
struct Inner {
  archive* outer = nullptr;

  static la_ssize_t read(archive* handle, void* self, const void** block) {
    archive* outer = static_cast<Inner*>(self)->outer;
    std::size_t size = 0;
    la_int64_t offset = 0;
    for (;;) {
      const int result = libarchive().archive_read_data_block(outer, block, &size, &offset);
      if (result == ARCHIVE_EOF) return 0;
      if (result != ARCHIVE_OK) {
        libarchive().archive_set_error(handle, EIO, "%s", archive_error(outer).c_str());
        return -1;
      }
      if (size != 0) return static_cast<la_ssize_t>(size);
    }
  }
};

class Deb final : public FileStream {
 public:
  Deb(FileDescriptor fd, std::uint64_t size, std::string file, const ArchiveLimits& limits)
      : fd_(std::move(fd)), size_(size), file_(std::move(file)), limits_(limits) {}

  Kind kind() const override { return Kind::deb; }
  void read(const Handlers& handlers, unsigned jobs) override;

 private:
  struct Parts {
    unsigned index = 0;
    bool control = false;
    bool data = false;
  };
  void read_part(archive* outer, const std::string& name, Parts& parts, Budget& budget, Consumer& consumer) const;
  void check_version(archive* outer, Consumer& consumer) const;

  FileDescriptor fd_;
  std::uint64_t size_;
  std::string file_;
  ArchiveLimits limits_;
};

void Deb::read(const Handlers& handlers, unsigned) {
  const RawNames raw_names;
  Consumer consumer(handlers, file_);
  ArchiveSource source(fd_.get());
  const ArchiveHandle outer = new_archive();
  if (!outer) return consumer.damaged("", why_no_archive());
  libarchive().archive_read_support_format_ar(outer.get());
  if (source.open(outer.get()) != ARCHIVE_OK) return consumer.damaged("", archive_error(outer.get()));
  Budget budget(limits_, size_);
  Parts parts;
  for (;; ++parts.index) {
    archive_entry* header = nullptr;
    const int result = libarchive().archive_read_next_header(outer.get(), &header);
    if (result == ARCHIVE_EOF) break;
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
      consumer.damaged(
          fmt::format("offset {:#x}", static_cast<std::uint64_t>(libarchive().archive_filter_bytes(outer.get(), 0))),
          fmt::format("the package cannot be read further: {}", archive_error(outer.get())));
      break;
    }
    if (parts.index >= limits_.members || budget.exhausted()) break;
    const char* name = libarchive().archive_entry_pathname(header);
    read_part(outer.get(), name != nullptr ? name : "", parts, budget, consumer);
  }
  if (!parts.control) consumer.damaged("", "the package has no control.tar: it is cut short or damaged");
  if (!parts.data) consumer.damaged("", "the package has no data.tar: it is cut short or damaged");
}

void Deb::check_version(archive* outer, Consumer& consumer) const {
  std::array<char, 8> text{};
  const la_ssize_t had = libarchive().archive_read_data(outer, text.data(), text.size());
  if (had < 2 || text[0] != '2' || text[1] != '.')
    consumer.damaged("member debian-binary", "the format version is not 2.x");
}

void Deb::read_part(archive* outer, const std::string& name, Parts& parts, Budget& budget, Consumer& consumer) const {
  const std::string place = fmt::format("member {}", name);
  if (parts.index == 0) {
    if (name == "debian-binary") return check_version(outer, consumer);
    consumer.damaged(place, "the package's first member is not debian-binary");
  }
  const bool control = name.starts_with("control.tar");
  const bool data = name.starts_with("data.tar");
  if (!control && !data) {
    // deb(5): names that start with '_' are for others, such as signatures.
    if (!name.starts_with('_')) consumer.damaged(place, "an unknown member of the package; dpkg refuses it", false);
    return;
  }
  if (control ? parts.control : parts.data)
    return consumer.damaged(place, "the package has this part twice; the first one was read");
  if (control && parts.data) consumer.damaged(place, "the control part comes behind the data part; dpkg refuses it");
  (control ? parts.control : parts.data) = true;

  Inner bytes{outer};
  const ArchiveHandle inner = new_archive();
  if (!inner) return consumer.damaged(place, why_no_archive());
  support_tar(inner.get());
  libarchive().archive_read_set_read_callback(inner.get(), Inner::read);
  libarchive().archive_read_set_callback_data(inner.get(), &bytes);
  if (libarchive().archive_read_open1(inner.get()) != ARCHIVE_OK)
    return consumer.damaged(place, fmt::format("holds no readable tar archive: {}", archive_error(inner.get())));
  TarRules rules;
  rules.within = name + ": ";
  if (control) {
    rules.prefix = "DEBIAN/";
  } else {
    rules.reserved = "DEBIAN/";
    rules.whole_file_system = true;
  }
  read_tar_members(inner.get(), rules, limits_, budget, consumer);
}

}  // namespace

bool begins_as_deb(std::string_view head) { return head.starts_with(ar_magic); }

Expected<std::unique_ptr<FileStream>> open_deb(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits) {
  // deb(5): the first member is debian-binary; anything else is a static library.
  constexpr std::string_view first = "debian-binary";
  std::array<char, first.size()> name{};
  if (read_at(fd.get(), std::as_writable_bytes(std::span(name)), ar_magic.size()) !=
          static_cast<std::ptrdiff_t>(name.size()) ||
      std::string_view(name.data(), name.size()) != first)
    return std::unexpected(
        Damage{file, "", "is an ar archive, but not a Debian package: its first member is not debian-binary", true});
  return std::make_unique<Deb>(std::move(fd), size, file, limits);
}

}  // namespace fairplay::signatures::artifact
