#include "signatures/artifact/zip_inflater.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/little_endian.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::size_t block_size = 128U << 10U;
constexpr std::uint16_t lzma = 14;                       // APPNOTE 4.4.5
constexpr std::uint32_t dictionary_limit = 128U << 20U;  // bytes; xz -9 takes 64 MiB

// Local header fields (APPNOTE 4.3.7).
void put(std::vector<std::byte>& out, std::uint64_t value, unsigned count) {
  for (unsigned i = 0; i < count; ++i) out.push_back(static_cast<std::byte>(value >> (8U * i)));
}

}  // namespace

bool ZipInflater::supports(std::uint16_t method) {
  constexpr std::array<std::uint16_t, 5> methods{0, 8, 12, 14, 93};  // stored, deflate, bzip2, LZMA, zstd (4.4.5)
  return std::ranges::find(methods, method) != methods.end();
}

void ZipInflater::write_header(const ZipMember& member) {
  const bool wide = member.entry.size >= 0xffffffff || member.compressed >= 0xffffffff;
  header_.clear();
  put(header_, 0x04034b50, 4);
  put(header_, wide ? 45 : 20, 2);     // version needed
  put(header_, member.flags & 6U, 2);  // compression options alone: LZMA's end mark is there
  put(header_, member.method, 2);
  put(header_, 0, 4);  // time and date
  put(header_, member.crc, 4);
  put(header_, wide ? 0xffffffff : member.compressed, 4);
  put(header_, wide ? 0xffffffff : member.entry.size, 4);
  put(header_, 1, 2);
  put(header_, wide ? 20 : 0, 2);
  put(header_, 'm', 1);
  if (wide) {
    put(header_, 0x0001, 2);
    put(header_, 16, 2);
    put(header_, member.entry.size, 8);
    put(header_, member.compressed, 8);
  }
}

la_ssize_t ZipInflater::next_block(const void** block) {
  if (member_ == nullptr) return 0;
  if (!header_sent_) {
    header_sent_ = true;
    *block = header_.data();
    return static_cast<la_ssize_t>(header_.size());
  }
  const std::uint64_t rest = member_->compressed - sent_;
  if (rest == 0) return 0;
  const auto want = std::span(buffer_).first(static_cast<std::size_t>(std::min<std::uint64_t>(rest, buffer_.size())));
  const std::ptrdiff_t had = read_at(fd_, want, member_->data_offset + sent_);
  if (had < 0) {
    read_error_ = errno;
    libarchive().archive_set_error(handle_.get(), read_error_, "cannot be read");
    return -1;
  }
  truncated_ = static_cast<std::size_t>(had) < want.size();
  sent_ += static_cast<std::uint64_t>(had);
  *block = buffer_.data();
  return had;
}

la_ssize_t ZipInflater::read_callback(archive*, void* self, const void** block) {
  return static_cast<ZipInflater*>(self)->next_block(block);
}

la_int64_t ZipInflater::skip_callback(archive*, void* self, la_int64_t count) {
  auto& inflater = *static_cast<ZipInflater*>(self);
  if (inflater.member_ == nullptr || !inflater.header_sent_ || count <= 0) return 0;
  const std::uint64_t skipped =
      std::min<std::uint64_t>(static_cast<std::uint64_t>(count), inflater.member_->compressed - inflater.sent_);
  inflater.sent_ += skipped;
  return static_cast<la_int64_t>(skipped);
}

// libarchive allocates the LZMA dictionary that the member's first bytes ask for, up to 4 GiB, whatever its size.
// APPNOTE 5.8.8: version, size of the properties, and in them one byte and the dictionary's size.
std::optional<std::string> ZipInflater::refuse_dictionary(const ZipMember& member) const {
  std::array<std::byte, 9> bytes{};
  if (member.method != lzma || member.compressed < bytes.size() ||
      read_at(fd_, bytes, member.data_offset) != static_cast<std::ptrdiff_t>(bytes.size()))
    return std::nullopt;
  const std::uint32_t size = LittleEndian(bytes).u32(5);
  if (size <= dictionary_limit) return std::nullopt;
  return fmt::format("asks for an LZMA dictionary of {} bytes; the limit is {}", size, dictionary_limit);
}

std::optional<std::string> ZipInflater::start(const ZipMember& member) {
  member_ = &member;
  header_sent_ = false;
  sent_ = 0;
  read_error_ = 0;
  truncated_ = false;
  write_header(member);
  if (buffer_.empty()) buffer_.resize(block_size);
  if (!handle_) {
    handle_ = new_archive();
    if (!handle_) return why_no_archive();
    libarchive().archive_read_support_format_zip_streamable(handle_.get());
    libarchive().archive_read_set_read_callback(handle_.get(), read_callback);
    libarchive().archive_read_set_skip_callback(handle_.get(), skip_callback);
    libarchive().archive_read_set_callback_data(handle_.get(), this);
    if (libarchive().archive_read_open1(handle_.get()) != ARCHIVE_OK) return archive_error(handle_.get());
  }
  archive_entry* entry = nullptr;
  if (libarchive().archive_read_next_header(handle_.get(), &entry) != ARCHIVE_OK) return archive_error(handle_.get());
  return std::nullopt;
}

std::optional<std::string> ZipInflater::read(const ZipMember& member,
                                             const std::function<bool(std::span<const std::byte>)>& each) {
  if (member.compressed == 0) {
    // libarchive takes a member without bytes as done and checks nothing.
    if (member.entry.size == 0 && member.crc == 0) return std::nullopt;
    return fmt::format("holds no bytes; the central directory promises {} and CRC-32 {:#010x}", member.entry.size,
                       member.crc);
  }
  // Whatever goes wrong, the next member starts from a fresh handle, never from where this one stopped.
  const auto wrong = [&](std::string reason) {
    if (read_error_ != 0) reason = fmt::format("cannot be read: {}", error_text(read_error_));
    if (truncated_) reason = "the file ends inside it: it changed while being read";
    handle_.reset();
    return reason;
  };
  if (auto reason = refuse_dictionary(member)) return reason;
  if (auto reason = start(member)) return wrong(std::move(*reason));
  std::uint64_t total = 0;
  for (;;) {
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int result = libarchive().archive_read_data_block(handle_.get(), &data, &size, &offset);
    if (result == ARCHIVE_EOF) break;
    if (result != ARCHIVE_OK) return wrong(archive_error(handle_.get()));
    total += size;
    if (total > member.entry.size)
      return wrong(
          fmt::format("unpacks to more than the {} bytes that the central directory promises", member.entry.size));
    if (size != 0 && !each({static_cast<const std::byte*>(data), size})) {
      handle_.reset();
      return std::nullopt;
    }
  }
  if (total != member.entry.size)
    return wrong(fmt::format("unpacks to {} bytes; the central directory promises {}", total, member.entry.size));
  return std::nullopt;
}

}  // namespace fairplay::signatures::artifact
