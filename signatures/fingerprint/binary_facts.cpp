#include "signatures/fingerprint/binary_facts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <tuple>

#include "signatures/elf/loader_view.h"
#include "signatures/elf/method_tables.h"
#include "signatures/elf/recognition.h"

namespace fairplay::signatures::fingerprint {
namespace {

void sort_once_each(std::vector<std::string>& names) {
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
}

}  // namespace

const elf::PartHash* BinaryFacts::part(std::string_view name) const {
  const auto found = std::ranges::lower_bound(parts, name, {}, &elf::PartHash::part);
  return found == parts.end() || found->part != name ? nullptr : &*found;
}

BinaryFacts binary_facts(const elf::Image& image, std::vector<Damage>& damage) {
  BinaryFacts facts;
  damage.insert(damage.end(), image.header_damage().begin(), image.header_damage().end());
  facts.machine = elf::machine_name(image.header().machine);
  facts.build_id = image.build_id(damage);
  elf::Dynamic dynamic = image.dynamic(damage);
  facts.soname = std::move(dynamic.soname);
  facts.needed = std::move(dynamic.needed);
  // The loader ignores DT_RPATH where there is a DT_RUNPATH (ld.so(8)).
  facts.runpath = dynamic.runpath.empty() ? std::move(dynamic.rpath) : std::move(dynamic.runpath);
  facts.parts = elf::part_hashes(image, damage);
  elf::LoaderView view = elf::loader_view(image);
  facts.disagreements = std::move(view.disagreements);
  facts.open_doors = std::move(view.open_doors);
  // Sections may share a name: they stay in the file's order.
  std::ranges::stable_sort(facts.parts, {}, &elf::PartHash::part);
  bool speaks_python = false;
  const auto count = [&](const elf::Symbol& symbol) {
    ++(symbol.defined ? facts.symbols_defined : facts.symbols_undefined);
    speaks_python = speaks_python || symbol.name.starts_with("Py") || symbol.name.starts_with("_Py");
  };
  image.each_dynamic_symbol(count, damage);
  for (const elf::MethodTable& table : elf::method_tables(image, damage)) {
    for (const elf::Method& method : table.methods) facts.methods.push_back(method.name);
  }
  sort_once_each(facts.methods);
  facts.blas = blas::identify(image, damage);
  // Who registers a ufunc imports NumPy's C API through CPython's; a BLAS has no part in either, and some 20 MB of code
  // to search.
  if (!speaks_python) return facts;
  for (elf::UfuncName& ufunc : elf::ufunc_names(image, damage))
    (ufunc.certain ? facts.ufuncs : facts.ufunc_suspects).push_back(std::move(ufunc.name));
  sort_once_each(facts.ufuncs);
  sort_once_each(facts.ufunc_suspects);
  return facts;
}

std::map<std::string, BinaryFacts> look_into(artifact::FileStream& stream,
                                             const std::set<std::string, std::less<>>& keys, unsigned jobs,
                                             std::vector<Damage>& damage) {
  std::map<std::string, BinaryFacts> result;
  std::vector<Damage> found;
  std::mutex mutex;  // guards both
  artifact::Handlers handlers;
  handlers.select = [&](const artifact::FileEntry& entry, std::span<const std::byte> head) {
    return artifact::Interest{{}, elf::is_elf(head) && keys.contains(entry.path)};
  };
  handlers.sink = [&](const artifact::FileEntry& entry, const Digests&, const artifact::Content& content) {
    if (content.fd < 0 && content.bytes.empty()) return;  // nothing of it was asked for
    std::vector<Damage> own;
    const Expected<elf::Image> image =
        content.fd >= 0 ? elf::Image::open(content.fd, entry.path) : elf::Image::open(content.bytes, entry.path);
    std::optional<BinaryFacts> facts;
    if (image) {
      facts = binary_facts(*image, own);
    } else {
      own.push_back(image.error());
    }
    const std::lock_guard lock(mutex);
    // An archive's duplicates: the last one, as pip sees it.
    if (facts) result.insert_or_assign(entry.path, std::move(*facts));
    std::ranges::move(own, std::back_inserter(found));
  };
  handlers.damaged = [&](Damage item) {
    const std::lock_guard lock(mutex);
    found.push_back(std::move(item));
  };
  stream.read(handlers, jobs);
  std::ranges::sort(found, {}, [](const Damage& item) { return std::tie(item.file, item.place, item.reason); });
  std::ranges::move(found, std::back_inserter(damage));
  return result;
}

}  // namespace fairplay::signatures::fingerprint
