// NumPy's import check ends, in every release, in
//     PyErr_Format(PyExc_RuntimeError, "module compiled against ABI version 0x%x but ...", (int)NPY_VERSION, ...)
//     PyErr_Format(PyExc_RuntimeError, "module compiled against API version 0x%x but ...", (int)NPY_FEATURE_VERSION,
//     ...)
// so the third argument of a call whose second is such a text is the constant. It is static in the headers: Cython,
// f2py, SWIG and Boost.Python modules hold it alike. (numpy/_core/code_generators/generate_numpy_api.py.)
//
// Cython's check of types is a call of a function of its own,
//     __Pyx_ImportType(module, "numpy", "dtype", sizeof (PyArray_Descr), ...)
// without the module up to Cython 0.28; it fails where the type that NumPy has is smaller.
// (Cython/Utility/ImportExport.c.)
#include "signatures/elf/numpy_use.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "signatures/elf/call_arguments.h"
#include "signatures/elf/function_starts.h"
#include "signatures/elf/libc_floor.h"
#include "signatures/elf/loaded_memory.h"

namespace fairplay::signatures::elf {
namespace {

constexpr std::string_view api_attribute = "_ARRAY_API";
constexpr std::string_view text_middle = "compiled against ";
constexpr std::size_t longest_text = 1024;
constexpr std::size_t most_texts = 256;       // one for each translation unit that checks
constexpr std::size_t most_functions = 4096;  // that refer to a text
constexpr std::size_t longest_function = std::size_t{1} << 20;
/// Around a reference, where nobody says where functions start.
constexpr std::size_t window_before = 256;
constexpr std::size_t window_behind = 128;

constexpr std::uint64_t page_mask = 0xfff;

enum class Asked : std::uint8_t { abi, api };

/// How texts begin: since NumPy 2.0, 1.4 to 1.26, up to 1.3.
struct Wording {
  std::string_view start;
  Asked asked;
};
constexpr std::array<Wording, 4> wordings{{{"module was compiled against NumPy C-API version ", Asked::api},
                                           {"module compiled against API version ", Asked::api},
                                           {"module compiled against ABI version ", Asked::abi},
                                           {"module compiled against version ", Asked::abi}}};

/// Sizes of NumPy's types that only headers of some versions give them (tp_basicsize on 64 bits, NumPy 1.15 to 2.5). A
/// NumPy that doesn't accept the version has a smaller type. Rows of one name stand together.
struct TypeSize {
  std::string_view name;
  std::uint32_t size;
  std::optional<std::uint32_t> abi;
  std::optional<std::uint32_t> api;
};
constexpr std::array<TypeSize, 5> type_sizes{{{"dtype", 96, 0x01000009, std::nullopt},  // 88 since NumPy 2.0
                                              {"ndarray", 88, std::nullopt, 0xe},       // 80 up to 1.19
                                              {"ndarray", 96, std::nullopt, 0xf},
                                              {"ufunc", 232, std::nullopt, 0xf},  // 216 since 1.16
                                              {"ufunc", 240, std::nullopt, 0x13}}};
constexpr std::string_view type_text = " size changed, may indicate binary incompatibility. Expected ";
constexpr std::string_view numpy_name = "numpy";

/// 0x01000009 up to NumPy 1.26, 0x02000000 since.
bool is_abi(std::uint32_t value) { return (value >> 24U == 1 || value >> 24U == 2) && (value & 0x00ffff00U) == 0; }
bool is_api(std::uint32_t value) { return value >= 1 && value <= 0xffff; }

/// "1.23" of "... C-API version 0x%x (NumPy 1.23) but the running NumPy has ...".
std::string oldest_in(std::string_view text) {
  constexpr std::string_view before = "(NumPy ";
  const std::size_t start = text.find(before);
  if (start == std::string_view::npos) return {};
  std::string_view version = text.substr(start + before.size());
  version = version.substr(0, version.find(')'));
  const bool sound = !version.empty() && version.size() <= 16 &&
                     std::ranges::all_of(version, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return sound ? std::string(version) : std::string();
}

class CheckReader {
 public:
  CheckReader(const Image& image, std::vector<Damage>& damage) : image_(image), damage_(damage), memory_(image) {}

  NumpyUse run() {
    if (!asks_for_objects_of_others()) return {};
    each_part(false, [this](std::uint64_t address, std::span<const std::byte> bytes) { find_texts(address, bytes); });
    use_.checks = use_.checks_api = !texts_.empty();
    if (checks_types_) {
      each_part(false, [this](std::uint64_t address, std::span<const std::byte> bytes) { find_types(address, bytes); });
    }
    if (texts_.empty() && types_.empty()) return std::move(use_);
    const std::uint16_t machine = image_.header().machine;
    if (image_.header().bits != 64 || (machine != EM_X86_64 && machine != EM_AARCH64)) return std::move(use_);
    starts_ = function_starts(image_, memory_);
    each_part(true, [&](std::uint64_t address, std::span<const std::byte> code) {
      std::vector<std::size_t> places;  // of references
      machine == EM_X86_64 ? references_of_x86_64(address, code, places) : references_of_aarch64(address, code, places);
      follow_around(address, code, places);
    });
    return std::move(use_);
  }

 private:
  /// The table comes as a capsule, or as a CObject in Python 2. Most modules use neither, and only a name is read of
  /// them.
  bool asks_for_objects_of_others() {
    std::optional<std::uint64_t> table;
    std::optional<std::uint64_t> size;
    for (const auto& entry : image_.dynamic_entries(damage_)) {
      if (entry.tag == DT_STRTAB) table = entry.value;
      if (entry.tag == DT_STRSZ) size = entry.value;
    }
    const auto offset = table && size ? image_.offset_of(*table, *size) : std::nullopt;
    if (!offset) return false;
    const auto bytes = image_.bytes_at_offset(*offset, *size);
    if (!bytes) return false;
    const std::string_view names(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    return names.contains("PyCapsule_GetPointer") || names.contains("PyCObject_AsVoidPtr");
  }

  /// Calls `visit` for each part of code or of read-only data: sections, or segments where sections were stripped.
  void each_part(bool code, const std::function<void(std::uint64_t, std::span<const std::byte>)>& visit) {
    bool any = false;
    for (const auto& section : image_.sections()) {
      if (section.type != SHT_PROGBITS || section.size == 0 || (section.flags & SHF_ALLOC) == 0) continue;
      any = true;
      const bool executable = (section.flags & SHF_EXECINSTR) != 0;
      if (executable != code || (!code && (section.flags & SHF_WRITE) != 0)) continue;
      if (code && section.name.starts_with(".plt")) continue;
      if (const auto bytes = image_.bytes(section)) {
        visit(section.address, *bytes);
      } else {
        damage_.push_back(bytes.error());
      }
    }
    if (any) return;
    for (const auto& segment : image_.segments()) {
      if (segment.type != PT_LOAD || segment.file_size == 0 || (segment.flags & PF_W) != 0) continue;
      // Linkers may put both into one segment.
      if (code && (segment.flags & PF_X) == 0) continue;
      const auto bytes = memory_.from(segment.address);
      visit(segment.address, bytes.first(std::min<std::size_t>(bytes.size(), segment.file_size)));
    }
  }

  /// Calls `visit` with each place of `wanted`.
  static void each_occurrence(std::string_view all, std::string_view wanted,
                              const std::function<void(std::size_t)>& visit) {
    for (std::size_t at = 0; at < all.size();) {
      const void* found = ::memmem(all.data() + at, all.size() - at, wanted.data(), wanted.size());
      if (found == nullptr) return;
      at = static_cast<std::size_t>(static_cast<const char*>(found) - all.data());
      visit(at++);
    }
  }

  void find_texts(std::uint64_t address, std::span<const std::byte> bytes) {
    const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!use_.takes_api) each_occurrence(all, api_attribute, [this](std::size_t) { use_.takes_api = true; });
    checks_types_ = checks_types_ || all.contains(type_text);
    each_occurrence(all, text_middle, [&](std::size_t middle) {
      for (const Wording& wording : wordings) {
        const std::size_t before = wording.start.find(text_middle);
        if (before > middle || texts_.size() >= most_texts) continue;
        std::string_view text = all.substr(middle - before, longest_text);
        if (!text.starts_with(wording.start)) continue;
        text = text.substr(0, text.find('\0'));
        if (text.find("but this version of numpy is ") == text.npos && text.find("but the running NumPy ") == text.npos)
          continue;
        texts_[address + middle - before] = wording.asked;
        referred_.insert(address + middle - before);
        if (const std::string oldest = oldest_in(text); is_older(use_.oldest, oldest)) use_.oldest = oldest;
        return;
      }
    });
  }

  /// Linkers let a name be the end of a longer text: each place where it ends one counts.
  void find_types(std::uint64_t address, std::span<const std::byte> bytes) {
    const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto each_name = [&](std::string_view name, const auto& visit) {
      each_occurrence(all, std::string(name) + '\0', [&](std::size_t at) {
        if (types_.size() + modules_.size() < most_texts) visit(address + at);
      });
    };
    each_name(numpy_name, [this](std::uint64_t at) { modules_.insert(at); });
    std::string_view before;
    for (const TypeSize& type : type_sizes) {
      if (type.name == std::exchange(before, type.name)) continue;
      each_name(type.name, [&](std::uint64_t at) {
        types_.emplace(at, type.name);
        referred_.insert(at);
      });
    }
  }

  /// LEA of an address relative to RIP (Intel SDM, volume 2: opcode 8D, ModRM with mod 00 and r/m 101): the distance to
  /// a text is counted from behind its four bytes. Other code can't name an address in a library that may lie anywhere.
  void references_of_x86_64(std::uint64_t address, std::span<const std::byte> code, std::vector<std::size_t>& places) {
    const std::string_view all(reinterpret_cast<const char*>(code.data()), code.size());
    for (std::size_t at = all.find('\x8d'); at != all.npos && at + 6 <= all.size(); at = all.find('\x8d', at + 1)) {
      if ((static_cast<unsigned char>(all[at + 1]) & 0xc7U) != 0x05U) continue;
      const std::size_t i = at + 2;
      std::int32_t distance = 0;
      std::memcpy(&distance, code.data() + i, sizeof distance);  // code is little-endian, as every host we build for
      const std::uint64_t target = address + i + 4 + static_cast<std::uint64_t>(std::int64_t{distance});
      if (referred_.contains(target)) places.push_back(i);
    }
  }

  /// ADRP of a page that a text lies in, and ADR of a text (Arm ARM, C6.2).
  void references_of_aarch64(std::uint64_t address, std::span<const std::byte> code, std::vector<std::size_t>& places) {
    for (std::size_t i = 0; i + 4 <= code.size(); i += 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, code.data() + i, sizeof word);
      if ((word & 0x1f000000U) != 0x10000000U) continue;
      const std::uint32_t field = (word >> 5U & 0x7ffffU) << 2U | (word >> 29U & 3U);
      const auto distance = static_cast<std::uint64_t>(static_cast<std::int64_t>(std::uint64_t{field} << 43U) >> 43);
      const std::uint64_t here = address + i;
      const bool page = (word & 0x80000000U) != 0;
      const std::uint64_t target = page ? (here & ~page_mask) + distance * (page_mask + 1) : here + distance;
      const auto text = referred_.lower_bound(target);
      if (text != referred_.end() && *text - target <= (page ? page_mask : 0)) places.push_back(i);
    }
  }

  void follow_around(std::uint64_t address, std::span<const std::byte> code, const std::vector<std::size_t>& places) {
    const auto follow = image_.header().machine == EM_X86_64 ? follow_x86_64 : follow_aarch64;
    std::size_t done = 0;  // code before it was followed
    for (const std::size_t place : places) {
      if (place < done) continue;
      if (++followed_ > most_functions) return;
      std::size_t from = place - std::min(place, window_before) / 4 * 4;
      std::size_t to = std::min(code.size(), place + window_behind);
      done = place + 1;
      const auto next = std::ranges::upper_bound(starts_, address + place);
      if (next != starts_.begin() && *(next - 1) >= address && place - (*(next - 1) - address) < longest_function) {
        from = static_cast<std::size_t>(*(next - 1) - address);
        to = next == starts_.end() ? code.size() : std::min<std::size_t>(code.size(), *next - address);
        to = std::min(to, from + longest_function);
        done = to;
      }
      follow(
          code.subspan(from, to - from), address + from, [this](const CallArguments& arguments) { judge(arguments); },
          LookAt::calls_and_jumps, [this](std::uint64_t constant) { compared(constant); });
    }
  }

  void judge(const CallArguments& arguments) {
    judge_type(arguments[0], arguments[1], arguments[2]);
    judge_type(arguments[1], arguments[2], arguments[3]);
    if (!arguments[1] || !arguments[2]) return;
    const auto text = texts_.find(*arguments[1]);
    if (text == texts_.end()) return;
    const auto value = static_cast<std::uint32_t>(*arguments[2] & 0xffffffffU);
    if (text->second == Asked::abi ? !is_abi(value) : !is_api(value)) return;
    text->second == Asked::abi ? asks_abi(value) : asks_api(value);
  }

  void judge_type(std::optional<std::uint64_t> module, std::optional<std::uint64_t> name,
                  std::optional<std::uint64_t> size) {
    if (!module || !name || !size || !modules_.contains(*module)) return;
    const auto named = types_.find(*name);
    if (named == types_.end()) return;
    for (const TypeSize& type : type_sizes) {
      if (type.name != named->second || type.size != *size) continue;
      use_.checks = true;
      if (type.abi) asks_abi(*type.abi);
      if (type.api) asks_api(*type.api);
    }
  }

  void asks_abi(std::uint32_t value) { use_.abi = std::min(use_.abi.value_or(value), value); }
  void asks_api(std::uint32_t value) { use_.api = std::max(use_.api.value_or(value), value); }

  /// The check itself: NPY_VERSION is like no other number, so that a comparison with it tells as much as the text's
  /// argument, where that is a copy that a compiler kept in a register for long.
  void compared(std::uint64_t constant) {
    const auto value = static_cast<std::uint32_t>(constant & 0xffffffffU);
    if (constant == value && is_abi(value)) asks_abi(value);
  }

  const Image& image_;
  std::vector<Damage>& damage_;
  LoadedMemory memory_;
  std::map<std::uint64_t, Asked> texts_;             ///< by address
  std::map<std::uint64_t, std::string_view> types_;  ///< names of types, by address
  std::set<std::uint64_t> modules_;                  ///< addresses of "numpy"
  std::set<std::uint64_t> referred_;                 ///< addresses of texts and types
  bool checks_types_ = false;
  std::vector<std::uint64_t> starts_;  ///< of functions
  std::size_t followed_ = 0;
  NumpyUse use_;
};

}  // namespace

NumpyUse numpy_use(const Image& image, std::vector<Damage>& damage) { return CheckReader(image, damage).run(); }

}  // namespace fairplay::signatures::elf
