#include "signatures/artifact/frozen_program.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <optional>
#include <string_view>
#include <vector>

#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"
#include "signatures/artifact/member_path.h"
#include "signatures/worker_threads.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::string_view cookie_magic("MEI\014\013\012\013\016", 8);
constexpr std::uint64_t cookie_size = 88;            // magic, four numbers, the name of Python's library
constexpr std::uint64_t searched_tail = 1ULL << 20;  // objcopy puts section headers behind the archive
constexpr std::uint64_t longest_contents = 64ULL << 20;
constexpr std::size_t entry_head = 18;  // numbers and marks before a name
constexpr std::size_t unpacking_block = 256U << 10U;
constexpr std::uint64_t longest_frozen_link = 4096;  // PATH_MAX

/// Numbers are big-endian, as the network's.
std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Where the parts of the archive lie in the file.
struct Placement {
  std::uint64_t begin = 0;
  std::uint64_t length = 0;  ///< from `begin` to the cookie's end
  std::uint64_t contents = 0;
  std::uint64_t contents_size = 0;
};

std::string read_range(int fd, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  const std::ptrdiff_t had = read_at(fd, std::as_writable_bytes(std::span(bytes)), offset);
  bytes.resize(had < 0 ? 0 : static_cast<std::size_t>(had));
  return bytes;
}

/// The last cookie whose numbers fit the file: the bootloader's own code may hold the magic, too.
std::optional<Placement> find_archive(int fd, std::uint64_t size) {
  if (size < cookie_size) return std::nullopt;
  const std::uint64_t from = size > searched_tail ? size - searched_tail : 0;
  const std::string tail = read_range(fd, from, size - from);
  for (std::size_t at = tail.rfind(cookie_magic); at != std::string::npos;
       at = at == 0 ? std::string::npos : tail.rfind(cookie_magic, at - 1)) {
    if (tail.size() - at < cookie_size) continue;
    const std::string_view cookie = std::string_view(tail).substr(at, cookie_size);
    const std::uint64_t end = from + at + cookie_size;
    Placement place;
    place.length = number_at(cookie, 8);
    const std::uint64_t contents = number_at(cookie, 12);
    place.contents_size = number_at(cookie, 16);
    if (place.length < cookie_size || place.length > end) continue;
    if (contents > place.length || place.contents_size > place.length - contents) continue;
    if (place.contents_size < entry_head || place.contents_size > longest_contents) continue;
    place.begin = end - place.length;
    place.contents = place.begin + contents;
    return place;
  }
  return std::nullopt;
}

struct FrozenMember {
  FileEntry entry;
  std::uint64_t offset = 0;  ///< in the file
  std::uint64_t packed = 0;
  bool compressed = false;
  char type = 0;

  std::string place() const { return fmt::format("member {}, offset {:#x}", entry.path, offset); }
};

/// 'b' shared libraries and extension modules, 'x' data files, 'Z' zip files, 'n' links: what the bootloader writes to
/// disk. Scripts, the archive of modules and options stay inside.
bool is_file(char type) { return std::string_view("bxZn").find(type) != std::string_view::npos; }

class FrozenProgram final : public FileStream {
 public:
  FrozenProgram(FileDescriptor fd, std::uint64_t size, std::string file, const ArchiveLimits& limits, Placement place)
      : fd_(std::move(fd)), size_(size), file_(std::move(file)), limits_(limits), place_(place) {}

  Kind kind() const override { return Kind::program; }

  void read(const Handlers& handlers, unsigned jobs) override {
    Consumer consumer(handlers, file_);
    const std::vector<FrozenMember> members = read_contents(consumer);
    Budget budget(limits_, size_);
    std::atomic<std::size_t> next = 0;
    run_on_threads(static_cast<unsigned>(std::min<std::size_t>(jobs, members.size())), [&] {
      for (std::size_t i = next++; i < members.size(); i = next++) read_member(members[i], budget, consumer);
    });
  }

 private:
  std::vector<FrozenMember> read_contents(Consumer& consumer) const {
    std::vector<FrozenMember> members;
    const std::string contents = read_range(fd_.get(), place_.contents, place_.contents_size);
    if (contents.size() != place_.contents_size)
      consumer.damaged("table of contents", "the file ends inside it: it changed while being read");
    for (std::size_t at = 0, number = 0; at < contents.size(); ++number) {
      const auto wrong = [&](std::string reason) {
        consumer.damaged(fmt::format("table of contents, entry {}", number), std::move(reason));
      };
      const std::size_t rest = contents.size() - at;
      const std::size_t length = rest < entry_head ? 0 : number_at(contents, at);
      if (length <= entry_head || length > rest) {
        wrong(fmt::format("claims {} bytes where {} are left; what follows it isn't read", length, rest));
        return members;
      }
      if (members.size() >= limits_.members) {
        wrong(fmt::format("more than {} members: the rest isn't read", limits_.members));
        return members;
      }
      const std::string_view entry = std::string_view(contents).substr(at, length);
      at += length;
      FrozenMember member;
      const std::uint64_t offset = number_at(entry, 4);
      member.packed = number_at(entry, 8);
      member.entry.size = number_at(entry, 12);
      member.compressed = entry[16] != 0;
      member.type = entry[17];
      if (!is_file(member.type)) continue;
      std::string_view name = entry.substr(entry_head);
      name = name.substr(0, name.find('\0'));
      auto path = member_path(name, PathRules::tar);
      if (!path || path->empty()) {
        wrong(fmt::format("{}: it isn't read", path ? "its name is empty" : path.error()));
        continue;
      }
      member.entry.path = std::move(*path);
      member.entry.mode = 0644;
      member.entry.kind = member.type == 'n' ? FileKind::symlink : FileKind::regular;
      if (offset > place_.length || member.packed > place_.length - offset) {
        consumer.lose(
            member.entry, member.entry.path,
            fmt::format("its {} bytes at {:#x} lie beyond the archive's {}", member.packed, offset, place_.length));
        continue;
      }
      member.offset = place_.begin + offset;
      members.push_back(std::move(member));
    }
    return members;
  }

  void read_member(const FrozenMember& member, Budget& budget, Consumer& consumer) const {
    if (budget.exhausted()) return consumer.lost(member.entry);
    if (member.entry.kind == FileKind::symlink) return read_link(member, consumer);
    MemberDelivery delivery(consumer, member.entry, member.place(), limits_.kept_member_bytes,
                            std::min<std::uint64_t>(member.entry.size, member.packed * 1032));
    const auto each = [&](std::span<const std::byte> bytes) {
      if (!budget.spend(bytes.size())) return false;
      delivery.feed(bytes);
      return delivery.wanted();
    };
    const auto wrong = member.compressed ? unpack(member, each) : copy(member, each);
    if (wrong) return consumer.lose(member.entry, member.place(), *wrong);
    if (budget.exhausted()) {
      if (budget.claim_report()) consumer.damaged(member.place(), budget.reason());
      return consumer.lost(member.entry);
    }
    delivery.finish();
  }

  void read_link(const FrozenMember& member, Consumer& consumer) const {
    FileEntry entry = member.entry;
    std::uint64_t total = 0;
    const auto each = [&](std::span<const std::byte> bytes) {
      total += bytes.size();
      if (total <= longest_frozen_link)
        entry.link_target.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      return total <= longest_frozen_link;
    };
    const auto wrong = member.compressed ? unpack(member, each) : copy(member, each);
    if (wrong) return consumer.lose(entry, member.place(), *wrong);
    entry.link_target = entry.link_target.substr(0, entry.link_target.find('\0'));
    entry.leaves_root = link_leaves_tree(entry.path, entry.link_target, false);
    consumer.select(entry, {});
    consumer.deliver(entry, {}, {});
  }

  using Each = std::function<bool(std::span<const std::byte>)>;

  /// Calls `each` with the packed bytes. What is wrong, if anything.
  std::optional<std::string> packed_blocks(const FrozenMember& member, const Each& each) const {
    std::vector<std::byte> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(member.packed, unpacking_block)));
    for (std::uint64_t done = 0; done < member.packed;) {
      const auto want = std::span(buffer).first(
          static_cast<std::size_t>(std::min<std::uint64_t>(member.packed - done, buffer.size())));
      const std::ptrdiff_t had = read_at(fd_.get(), want, member.offset + done);
      if (had < 0) return fmt::format("cannot be read: {}", error_text(errno));
      if (static_cast<std::size_t>(had) < want.size()) return "the file ends inside it: it changed while being read";
      if (!each(want)) return std::nullopt;
      done += want.size();
    }
    return std::nullopt;
  }

  std::optional<std::string> copy(const FrozenMember& member, const Each& each) const {
    if (member.packed != member.entry.size)
      return fmt::format("has {} bytes; the table of contents promises {}", member.packed, member.entry.size);
    return packed_blocks(member, each);
  }

  /// zlib's format (RFC 1950), with its own checksum.
  std::optional<std::string> unpack(const FrozenMember& member, const Each& each) const {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return "no memory to unpack it";
    std::vector<std::byte> out(unpacking_block);
    std::uint64_t total = 0;
    std::optional<std::string> reason;
    bool stopped = false;
    bool ended = false;
    const auto inflate_block = [&](std::span<const std::byte> bytes) {
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
      stream.avail_in = static_cast<uInt>(bytes.size());
      while (stream.avail_in != 0 && !ended) {
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END) {
          reason = fmt::format("is no zlib stream: {}", stream.msg != nullptr ? stream.msg : "it is cut off");
          return false;
        }
        ended = result == Z_STREAM_END;
        const std::size_t had = out.size() - stream.avail_out;
        total += had;
        if (total > member.entry.size) {
          reason =
              fmt::format("unpacks to more than the {} bytes that the table of contents promises", member.entry.size);
          return false;
        }
        if (had != 0 && !each(std::span(out).first(had))) {
          stopped = true;
          return false;
        }
      }
      return !ended;
    };
    const auto unread = packed_blocks(member, inflate_block);
    inflateEnd(&stream);
    if (unread) return unread;
    if (reason || stopped) return reason;
    if (!ended || total != member.entry.size)
      return fmt::format("unpacks to {} bytes; the table of contents promises {}", total, member.entry.size);
    return std::nullopt;
  }

  FileDescriptor fd_;
  std::uint64_t size_;
  std::string file_;
  ArchiveLimits limits_;
  Placement place_;
};

}  // namespace

bool holds_frozen_program(int fd, std::uint64_t size) { return find_archive(fd, size).has_value(); }

Expected<std::unique_ptr<FileStream>> open_frozen_program(FileDescriptor fd, std::uint64_t size,
                                                          const std::string& file, const ArchiveLimits& limits) {
  const auto place = find_archive(fd.get(), size);
  if (!place) return std::unexpected(Damage{file, "", "its archive changed while it was read", true});
  return std::make_unique<FrozenProgram>(std::move(fd), size, file, limits, *place);
}

}  // namespace fairplay::signatures::artifact
