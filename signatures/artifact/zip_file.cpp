#include "signatures/artifact/zip_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <set>

#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"
#include "signatures/artifact/member_path.h"
#include "signatures/artifact/zip_inflater.h"
#include "signatures/artifact/zip_structure.h"
#include "signatures/worker_threads.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::uint16_t encryption_flags = 1U << 0U | 1U << 6U | 1U << 13U;  // APPNOTE 4.4.4
constexpr std::uint64_t longest_stored_link = 4096;                          // PATH_MAX
// Deflate can't do better than 1032 : 1, so a member can't honestly promise more.
constexpr std::uint64_t best_ratio = 1032;

class ZipFile final : public FileStream {
 public:
  ZipFile(FileDescriptor fd, std::uint64_t size, std::string file, const ArchiveLimits& limits, ZipStructure zip)
      : fd_(std::move(fd)),
        size_(size),
        file_(std::move(file)),
        limits_(limits),
        zip_(std::move(zip)),
        kind_(kind_of(zip_, file_)) {}

  Kind kind() const override { return kind_; }
  void read(const Handlers& handlers, unsigned jobs) override;

 private:
  static Kind kind_of(const ZipStructure& zip, std::string_view file);
  void read_member(const ZipMember& member, ZipInflater& inflater, Budget& budget, Consumer& consumer) const;
  void read_regular(const ZipMember& member, ZipInflater& inflater, Budget& budget, Consumer& consumer) const;
  void read_link(const ZipMember& member, ZipInflater& inflater, Consumer& consumer) const;
  void report_paths_through_links(Consumer& consumer) const;

  FileDescriptor fd_;
  std::uint64_t size_;
  std::string file_;
  ArchiveLimits limits_;
  ZipStructure zip_;
  Kind kind_;
};

Kind ZipFile::kind_of(const ZipStructure& zip, std::string_view file) {
  if (file.ends_with(".whl")) return Kind::wheel;
  bool package_info = false;
  bool installed = false;  // by an installer, or put together by hand
  std::set<std::string_view> infos;
  for (const ZipMember& member : zip.members) {
    const std::string_view path = member.entry.path;
    const std::size_t top = path.find('/');
    if (top == std::string_view::npos) {
      installed = installed || member.entry.kind != FileKind::directory;
      continue;
    }
    const std::string_view inside = path.substr(top + 1);
    if (path.substr(0, top).ends_with(".dist-info")) {
      infos.insert(path.substr(0, top));
      installed = installed || inside == "INSTALLER";
    }
    package_info = package_info || inside == "PKG-INFO";
  }
  if (infos.size() == 1 && !installed) return Kind::wheel;
  return package_info && infos.empty() ? Kind::sdist : Kind::bundle;
}

void ZipFile::read(const Handlers& handlers, unsigned jobs) {
  Consumer consumer(handlers, file_);
  for (const Damage& finding : zip_.findings) consumer.damaged(finding);
  report_paths_through_links(consumer);

  // Largest first, so that the threads end together.
  std::vector<const ZipMember*> queue;
  queue.reserve(zip_.members.size());
  for (const ZipMember& member : zip_.members) {
    if (member.delivered) queue.push_back(&member);
  }
  std::ranges::stable_sort(queue, std::ranges::greater{}, [](const ZipMember* member) {
    return std::max(member->compressed, member->entry.size / 4);
  });

  Budget budget(limits_, size_);
  std::atomic<std::size_t> next = 0;
  run_on_threads(static_cast<unsigned>(std::min<std::size_t>(jobs, queue.size())), [&] {
    ZipInflater inflater(fd_.get());
    for (std::size_t i = next++; i < queue.size(); i = next++) read_member(*queue[i], inflater, budget, consumer);
  });
}

void ZipFile::read_member(const ZipMember& member, ZipInflater& inflater, Budget& budget, Consumer& consumer) const {
  if (member.entry.kind == FileKind::directory) {
    if (member.entry.size != 0)
      consumer.damaged(member.place(), fmt::format("a folder that claims {} bytes of content", member.entry.size),
                       false);
    consumer.select(member.entry, {});
    return consumer.deliver(member.entry, {}, {});
  }
  if (!member.readable) return consumer.lost(member.entry);  // the structure's damage says why
  if ((member.flags & encryption_flags) != 0)
    return consumer.lose(member.entry, member.place(), "is encrypted: it was not read");
  if (!ZipInflater::supports(member.method)) {
    return consumer.lose(
        member.entry, member.place(),
        fmt::format("compression method {} is not supported (neither by pip): it was not read", member.method));
  }
  if (budget.exhausted()) return consumer.lost(member.entry);
  if (member.entry.kind == FileKind::symlink) return read_link(member, inflater, consumer);
  read_regular(member, inflater, budget, consumer);
}

void ZipFile::read_regular(const ZipMember& member, ZipInflater& inflater, Budget& budget, Consumer& consumer) const {
  const std::uint64_t yield = member.compressed > UINT64_MAX / best_ratio ? UINT64_MAX : member.compressed * best_ratio;
  MemberDelivery delivery(consumer, member.entry, member.place(), limits_.kept_member_bytes,
                          std::min(member.entry.size, yield));
  const auto wrong = inflater.read(member, [&](std::span<const std::byte> bytes) {
    if (!budget.spend(bytes.size())) return false;
    delivery.feed(bytes);
    return delivery.wanted();
  });
  if (wrong) return consumer.lose(member.entry, member.place(), *wrong);
  if (budget.exhausted()) {
    if (budget.claim_report()) consumer.damaged(member.place(), budget.reason());
    return consumer.lost(member.entry);
  }
  delivery.finish();
}

void ZipFile::read_link(const ZipMember& member, ZipInflater& inflater, Consumer& consumer) const {
  if (member.entry.size > longest_stored_link)
    return consumer.lose(member.entry, member.place(),
                         fmt::format("a symlink whose target has {} bytes", member.entry.size));
  FileEntry entry = member.entry;
  const auto wrong = inflater.read(member, [&](std::span<const std::byte> bytes) {
    entry.link_target.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return true;
  });
  if (wrong) return consumer.lose(entry, member.place(), *wrong);
  entry.leaves_root = link_leaves_tree(entry.path, entry.link_target, false);
  if (entry.leaves_root && kind_ != Kind::bundle)  // an environment's links to its interpreter
    consumer.damaged(member.place(),
                     fmt::format("a symlink that leaves the archive's tree: it points to {}", entry.link_target));
  consumer.select(entry, {});
  consumer.deliver(entry, {}, {});
}

// A file whose folder is a symlink of the same archive lands wherever that points.
void ZipFile::report_paths_through_links(Consumer& consumer) const {
  std::set<std::string_view> links;
  for (const ZipMember& member : zip_.members) {
    if (member.delivered && member.entry.kind == FileKind::symlink) links.insert(member.entry.path);
  }
  if (links.empty()) return;
  for (const ZipMember& member : zip_.members) {
    if (!member.delivered) continue;
    const std::string_view path = member.entry.path;
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      if (!links.contains(path.substr(0, slash))) continue;
      consumer.damaged(member.place(),
                       fmt::format("lies behind the symlink {} of the same archive", path.substr(0, slash)));
      break;
    }
  }
}

}  // namespace

bool begins_as_zip(std::string_view head) { return head.starts_with("PK\3\4") || head.starts_with("PK\5\6"); }

bool ends_as_zip(int fd, std::uint64_t size) {
  constexpr std::uint64_t end_size = 22;
  std::array<char, end_size> tail{};
  if (size < end_size ||
      read_at(fd, std::as_writable_bytes(std::span(tail)), size - end_size) != static_cast<std::ptrdiff_t>(end_size))
    return false;
  return std::string_view(tail.data(), tail.size()).starts_with("PK\5\6");
}

Expected<std::unique_ptr<FileStream>> open_zip(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits) {
  auto zip = read_zip_structure(fd.get(), size, file, limits);
  if (!zip) return std::unexpected(std::move(zip.error()));
  return std::make_unique<ZipFile>(std::move(fd), size, file, limits, std::move(*zip));
}

}  // namespace fairplay::signatures::artifact
