#include "signatures/artifact/zip_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"
#include "signatures/artifact/member_path.h"
#include "signatures/artifact/worker_threads.h"
#include "signatures/artifact/zip_inflater.h"
#include "signatures/artifact/zip_structure.h"

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
        kind_(kind_of(zip_)) {}

  Kind kind() const override { return kind_; }
  void read(const Handlers& handlers, unsigned jobs) override;

 private:
  static Kind kind_of(const ZipStructure& zip);
  void read_member(const ZipMember& member, ZipInflater& inflater, Budget& budget, Audience& audience) const;
  void read_regular(const ZipMember& member, ZipInflater& inflater, Budget& budget, Audience& audience) const;
  void read_link(const ZipMember& member, ZipInflater& inflater, Audience& audience) const;
  void tell_paths_through_links(Audience& audience) const;

  FileDescriptor fd_;
  std::uint64_t size_;
  std::string file_;
  ArchiveLimits limits_;
  ZipStructure zip_;
  Kind kind_;
};

Kind ZipFile::kind_of(const ZipStructure& zip) {
  bool package_info = false;
  for (const ZipMember& member : zip.members) {
    const std::string_view path = member.entry.path;
    const std::size_t top = path.find('/');
    if (top == std::string_view::npos) continue;
    if (path.substr(0, top).ends_with(".dist-info")) return Kind::wheel;
    package_info = package_info || path.substr(top + 1) == "PKG-INFO";
  }
  return package_info ? Kind::sdist : Kind::wheel;
}

void ZipFile::read(const Handlers& handlers, unsigned jobs) {
  Audience audience(handlers, file_);
  for (const Damage& finding : zip_.findings) audience.damaged(finding);
  tell_paths_through_links(audience);

  // Largest first, so that the threads end together.
  std::vector<const ZipMember*> queue;
  queue.reserve(zip_.members.size());
  for (const ZipMember& member : zip_.members) {
    if (member.told) queue.push_back(&member);
  }
  std::ranges::stable_sort(queue, std::ranges::greater{}, [](const ZipMember* member) {
    return std::max(member->compressed, member->entry.size / 4);
  });

  Budget budget(limits_, size_);
  std::atomic<std::size_t> next = 0;
  run_on_threads(static_cast<unsigned>(std::min<std::size_t>(jobs, queue.size())), [&] {
    ZipInflater inflater(fd_.get());
    for (std::size_t i = next++; i < queue.size(); i = next++) read_member(*queue[i], inflater, budget, audience);
  });
}

void ZipFile::read_member(const ZipMember& member, ZipInflater& inflater, Budget& budget, Audience& audience) const {
  if (member.entry.kind == FileKind::directory) {
    if (member.entry.size != 0)
      audience.damaged(member.place(), fmt::format("a folder that claims {} bytes of content", member.entry.size),
                       false);
    audience.select(member.entry, {});
    return audience.tell(member.entry, {}, {});
  }
  if (!member.readable) return audience.lost(member.entry);  // told why among the structure's findings
  if ((member.flags & encryption_flags) != 0)
    return audience.lose(member.entry, member.place(), "is encrypted: it was not read");
  if (!ZipInflater::supports(member.method)) {
    return audience.lose(
        member.entry, member.place(),
        fmt::format("compression method {} is not supported (neither by pip): it was not read", member.method));
  }
  if (budget.exhausted()) return audience.lost(member.entry);
  if (member.entry.kind == FileKind::symlink) return read_link(member, inflater, audience);
  read_regular(member, inflater, budget, audience);
}

void ZipFile::read_regular(const ZipMember& member, ZipInflater& inflater, Budget& budget, Audience& audience) const {
  const std::uint64_t yield = member.compressed > UINT64_MAX / best_ratio ? UINT64_MAX : member.compressed * best_ratio;
  MemberDelivery delivery(audience, member.entry, member.place(), limits_.kept_member_bytes,
                          std::min(member.entry.size, yield));
  const auto wrong = inflater.read(member, [&](std::span<const std::byte> bytes) {
    if (!budget.spend(bytes.size())) return false;
    delivery.feed(bytes);
    return delivery.wanted();
  });
  if (wrong) return audience.lose(member.entry, member.place(), *wrong);
  if (budget.exhausted()) {
    if (budget.claim_report()) audience.damaged(member.place(), budget.reason());
    return audience.lost(member.entry);
  }
  delivery.finish();
}

void ZipFile::read_link(const ZipMember& member, ZipInflater& inflater, Audience& audience) const {
  if (member.entry.size > longest_stored_link)
    return audience.lose(member.entry, member.place(),
                         fmt::format("a symlink whose target has {} bytes", member.entry.size));
  FileEntry entry = member.entry;
  const auto wrong = inflater.read(member, [&](std::span<const std::byte> bytes) {
    entry.link_target.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return true;
  });
  if (wrong) return audience.lose(entry, member.place(), *wrong);
  entry.leaves_root = link_leaves_tree(entry.path, entry.link_target, false);
  if (entry.leaves_root)
    audience.damaged(member.place(),
                     fmt::format("a symlink that leaves the archive's tree: it points to {}", entry.link_target));
  audience.select(entry, {});
  audience.tell(entry, {}, {});
}

// A file whose folder is a symlink of the same archive lands wherever that points.
void ZipFile::tell_paths_through_links(Audience& audience) const {
  std::set<std::string_view> links;
  for (const ZipMember& member : zip_.members) {
    if (member.told && member.entry.kind == FileKind::symlink) links.insert(member.entry.path);
  }
  if (links.empty()) return;
  for (const ZipMember& member : zip_.members) {
    if (!member.told) continue;
    const std::string_view path = member.entry.path;
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      if (!links.contains(path.substr(0, slash))) continue;
      audience.damaged(member.place(),
                       fmt::format("lies behind the symlink {} of the same archive", path.substr(0, slash)));
      break;
    }
  }
}

}  // namespace

Expected<std::unique_ptr<FileStream>> open_zip(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits) {
  auto zip = read_zip_structure(fd.get(), size, file, limits);
  if (!zip) return std::unexpected(std::move(zip.error()));
  return std::make_unique<ZipFile>(std::move(fd), size, file, limits, std::move(*zip));
}

}  // namespace fairplay::signatures::artifact
