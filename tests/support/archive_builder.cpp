#include "tests/support/archive_builder.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace fairplay::tests {
namespace {

void put(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

// window_bits as zlib's deflateInit2: -15 raw deflate, 31 gzip.
std::string compress(std::string_view bytes, int window_bits) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("deflate");
  return out;
}

std::uint32_t crc_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void octal(std::string& header, std::size_t at, std::size_t width, std::uint64_t value) {
  const std::string digits = fmt::format("{:0{}o}", value, width - 1);
  header.replace(at, width - 1, digits.substr(digits.size() - (width - 1)));
}

}  // namespace

std::string build_zip(const std::vector<ZipEntry>& entries, const ZipShape& shape) {
  std::string out;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    out += entry.gap_before;
    const std::string data = entry.method == 8 ? compress(entry.content, -15) : entry.content;
    const std::uint32_t crc = crc_of(entry.content);
    const bool deferred = (entry.flags & 8U) != 0;
    const std::size_t offset = out.size();
    const std::string& local_name = entry.local_name ? *entry.local_name : entry.name;
    put(out, entry.local_signature.value_or(0x04034b50), 4);
    put(out, 20, 2);
    put(out, entry.flags, 2);
    put(out, entry.local_method.value_or(entry.method), 2);
    put(out, 0x5a215a21, 4);
    put(out, entry.local_crc.value_or(deferred ? 0 : crc), 4);
    put(out, deferred ? 0 : data.size(), 4);
    put(out, entry.local_size.value_or(deferred ? 0 : static_cast<std::uint32_t>(entry.content.size())), 4);
    put(out, local_name.size(), 2);
    put(out, 0, 2);
    out += local_name + data;
    if (deferred) {
      put(out, 0x08074b50, 4);
      put(out, entry.descriptor_crc.value_or(crc), 4);
      put(out, data.size(), 4);
      put(out, entry.content.size(), 4);
    }
    put(directory, 0x02014b50, 4);
    put(directory, 20 | 3 << 8, 2);  // made on unix
    put(directory, 20, 2);
    put(directory, entry.flags, 2);
    put(directory, entry.method, 2);
    put(directory, 0x5a215a21, 4);
    put(directory, entry.central_crc.value_or(crc), 4);
    put(directory, entry.central_compressed.value_or(static_cast<std::uint32_t>(data.size())), 4);
    put(directory, entry.central_size.value_or(static_cast<std::uint32_t>(entry.content.size())), 4);
    put(directory, entry.name.size(), 2);
    put(directory, entry.central_extra.size(), 2);
    put(directory, 0, 6);  // comment, disk, internal attributes
    put(directory, static_cast<std::uint64_t>(entry.mode) << 16U, 4);
    put(directory, entry.central_offset.value_or(static_cast<std::uint32_t>(offset)), 4);
    directory += entry.name + entry.central_extra;
  }
  out += shape.before_directory;
  const std::size_t directory_offset = out.size();
  out += directory + shape.before_end;
  const std::size_t end = out.size();
  if (shape.zip64) {
    put(out, 0x06064b50, 4);
    put(out, 44, 8);
    put(out, 45 | 45 << 16, 4);
    put(out, 0, 8);
    put(out, shape.zip64_count.value_or(entries.size()), 8);
    put(out, shape.zip64_count.value_or(entries.size()), 8);
    put(out, directory.size(), 8);
    put(out, directory_offset, 8);
    put(out, 0x07064b50, 4);
    put(out, 0, 4);
    put(out, end, 8);
    put(out, 1, 4);
  }
  put(out, 0x06054b50, 4);
  put(out, 0, 4);
  put(out, shape.zip64 ? 0xffff : shape.count.value_or(static_cast<std::uint16_t>(entries.size())), 2);
  put(out, shape.zip64 ? 0xffff : shape.count.value_or(static_cast<std::uint16_t>(entries.size())), 2);
  put(out, shape.zip64 ? 0xffffffff : shape.directory_size.value_or(static_cast<std::uint32_t>(directory.size())), 4);
  put(out, shape.zip64 ? 0xffffffff : directory_offset, 4);
  put(out, shape.comment.size(), 2);
  return shape.prefix + out + shape.comment + shape.behind;
}

std::string build_tar(const std::vector<TarEntry>& entries) {
  std::string out;
  for (const TarEntry& entry : entries) {
    std::string header(512, '\0');
    header.replace(0, std::min<std::size_t>(entry.name.size(), 100), entry.name.substr(0, 100));
    octal(header, 100, 8, entry.type == '5' ? 0755 : 0644);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, entry.size.value_or(entry.content.size()));
    octal(header, 136, 12, 1'700'000'000);
    header.replace(148, 8, 8, ' ');
    header[156] = entry.type;
    header.replace(157, std::min<std::size_t>(entry.link.size(), 100), entry.link.substr(0, 100));
    header.replace(257, 8, std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (char c : header) sum += static_cast<unsigned char>(c);
    header.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
    out += header + entry.content;
    out.resize((out.size() + 511) / 512 * 512, '\0');
  }
  out.append(1024, '\0');
  return out;
}

std::string gzip(std::string_view bytes) { return compress(bytes, 31); }

std::string build_ar(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out = "!<arch>\n";
  for (const auto& [name, content] : members) {
    out += fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", name, 1'700'000'000, 0, 0, 100644, content.size());
    out += content;
    if (content.size() % 2 != 0) out += '\n';
  }
  return out;
}

std::string build_deb(const std::vector<TarEntry>& control, const std::vector<TarEntry>& data) {
  return build_ar({{"debian-binary", "2.0\n"},
                   {"control.tar.gz", gzip(build_tar(control))},
                   {"data.tar.gz", gzip(build_tar(data))}});
}

}  // namespace fairplay::tests
