#include "signatures/fingerprint/fingerprint.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <tuple>

#include "signatures/elf/libc_floor.h"
#include "signatures/elf/recognition.h"
#include "signatures/fingerprint/foreign_binary.h"

namespace fairplay::signatures::fingerprint {
namespace {

constexpr std::uint64_t kept_text_limit = 64ULL << 20;
constexpr std::size_t bytecode_head = 16;  // PEP 552's header

/// PE and fat Mach-O have short magics; only names that could hold code count as such.
bool named_like_binary(std::string_view path) {
  for (const std::string_view ending : {".pyd", ".dll", ".dylib", ".exe", ".a", ".lib"}) {
    if (path.ends_with(ending)) return true;
  }
  return elf::named_like_library(path);
}

std::shared_ptr<const ElfFacts> elf_facts(const artifact::FileEntry& entry, const artifact::Content& content,
                                          bool numpy_use, std::vector<Damage>& damage) {
  Expected<elf::Image> image =
      content.fd >= 0 ? elf::Image::open(content.fd, entry.path) : elf::Image::open(content.bytes, entry.path);
  if (!image) {
    damage.push_back(image.error());
    return nullptr;
  }
  const std::size_t damage_before = damage.size();
  ElfFacts facts;
  facts.header = image->header();
  facts.dynamic = image->dynamic(damage);
  blas::Binary binary = blas::look_at(*image, damage);
  facts.blas = std::move(binary.identity);
  facts.calls_blas = binary.calls_routines;
  facts.glibc = elf::newest_glibc_of(image->version_needs(damage));
  facts.damaged = damage.size() != damage_before || !image->header_damage().empty();
  std::vector<Damage> reported_already;
  if (numpy_use) facts.numpy = elf::numpy_use(*image, reported_already);
  return std::make_shared<const ElfFacts>(std::move(facts));
}

/// A tar stores what hard links share once, with the first of them.
void share_with_hard_links(Fingerprint& fingerprint) {
  for (auto& [path, facts] : fingerprint.files) {
    const bool has_text = facts.text && !facts.text->empty();
    if (facts.entry.link_target.empty() || facts.digests.empty() || has_text || facts.elf) continue;
    const FileFacts* first = fingerprint.find(facts.entry.link_target);
    if (first == nullptr || first == &facts || first->digests != facts.digests) continue;
    facts.format = first->format;
    facts.machines = first->machines;
    facts.head = first->head;
    facts.text = first->text;
    facts.elf = first->elf;
  }
}

}  // namespace

Expected<std::string> text_of(const artifact::FileEntry& entry, const artifact::Content& content) {
  if (content.fd < 0) return std::string(reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size());
  std::string text(entry.size, '\0');
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t got = pread(content.fd, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(Damage{entry.path, fmt::format("offset {}", done), std::strerror(errno), true});
    if (got == 0)
      return std::unexpected(
          Damage{entry.path, fmt::format("offset {}", done), "the file was shortened while it was read", true});
    done += static_cast<std::size_t>(got);
  }
  return text;
}

const FileFacts* Fingerprint::find(std::string_view path) const {
  const auto found = files.find(path);
  return found == files.end() ? nullptr : &found->second;
}

bool Fingerprint::in_lost_folder(std::string_view path) const {
  for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos; slash = path.substr(0, slash).rfind('/')) {
    const FileFacts* folder = find(path.substr(0, slash));
    if (folder != nullptr && folder->lost) return true;
  }
  return false;
}

Fingerprint read(artifact::FileStream& stream, const Plan& plan) {
  Fingerprint result;
  std::mutex mutex;  // guards `result`
  // select() learns what sink() needs, from the file's first bytes: handed over by path.
  struct Seen {
    BinaryFormat format = BinaryFormat::none;
    std::vector<std::uint16_t> machines;
    std::string head;
  };
  std::map<std::string, Seen> seen;

  // A link in a folder was followed: it has content as a file has. A link in an archive has none.
  const auto wants_text = [&](const artifact::FileEntry& entry) {
    const bool may_have_content =
        entry.kind == artifact::FileKind::regular || entry.kind == artifact::FileKind::symlink;
    return may_have_content && entry.size <= kept_text_limit && plan.keep_text(entry.path);
  };

  artifact::Handlers handlers;
  handlers.select = [&](const artifact::FileEntry& entry, std::span<const std::byte> head) {
    Seen facts;
    if (elf::is_elf(head)) {
      facts.format = BinaryFormat::elf;
    } else if (auto foreign = foreign_binary(head)) {
      facts.format = foreign->format;
      facts.machines = std::move(foreign->machines);
    }
    // Two letters begin many a text: under another name it counts if its headers say what machine it is for.
    if (facts.format != BinaryFormat::elf && facts.machines.empty() && !named_like_binary(entry.path))
      facts.format = BinaryFormat::none;
    if (entry.path.ends_with(".pyc"))
      facts.head.assign(reinterpret_cast<const char*>(head.data()), std::min(head.size(), bytecode_head));
    const bool binary = facts.format == BinaryFormat::elf && plan.look_into_binaries;
    if (facts.format != BinaryFormat::none || !facts.head.empty()) {
      const std::lock_guard lock(mutex);
      seen.insert_or_assign(entry.path, std::move(facts));
    }
    return artifact::Interest{plan.digests(entry.path), binary || wants_text(entry)};
  };
  handlers.sink = [&](const artifact::FileEntry& entry, const Digests& digests, const artifact::Content& content) {
    FileFacts facts;
    facts.entry = entry;
    facts.digests = digests;
    {
      const std::lock_guard lock(mutex);
      if (const auto found = seen.find(entry.path); found != seen.end()) {
        facts.format = found->second.format;
        facts.machines = found->second.machines;
        facts.head = found->second.head;
      }
    }
    std::vector<Damage> damage;
    if ((entry.kind == artifact::FileKind::regular || content.fd >= 0) && wants_text(entry)) {
      if (Expected<std::string> text = text_of(entry, content)) {
        facts.text = std::move(*text);
      } else {
        damage.push_back(std::move(text.error()));
      }
    }
    if (facts.format == BinaryFormat::elf && plan.look_into_binaries) {
      facts.elf = elf_facts(entry, content, plan.numpy_use(entry.path), damage);
    }
    const std::lock_guard lock(mutex);
    for (Damage& item : damage) result.damage.push_back(std::move(item));
    result.files.insert_or_assign(entry.path, std::move(facts));
  };
  handlers.lost = [&](const artifact::FileEntry& entry) {
    FileFacts facts;
    facts.entry = entry;
    facts.lost = true;
    const std::lock_guard lock(mutex);
    result.files.insert_or_assign(entry.path, std::move(facts));
  };
  handlers.damaged = [&](Damage damage) {
    const std::lock_guard lock(mutex);
    result.damage.push_back(std::move(damage));
  };
  stream.read(handlers, plan.jobs);
  result.kind = stream.kind();
  share_with_hard_links(result);

  std::sort(result.damage.begin(), result.damage.end(), [](const Damage& a, const Damage& b) {
    return std::tie(a.file, a.place, a.reason) < std::tie(b.file, b.place, b.reason);
  });
  return result;
}

}  // namespace fairplay::signatures::fingerprint
