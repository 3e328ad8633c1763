// Names of ufuncs, from their registrations. NumPy's C API (PyUFunc_FromFuncAndData and its variants ...AndSignature,
// ...AndSignatureAndIdentity) takes (loops, data, types, ntypes, nin, nout, identity, name, doc, ...): nine leading
// arguments of so special a form that they alone identify a call, whether it goes to the function itself or through
// another module's PyUFunc_API table. Generalised ufuncs of umath_linalg are in descriptor tables {name, signature,
// doc, ...} that a loop registers.
#include "signatures/elf/method_tables.h"

#include <elf.h>

#include <algorithm>
#include <map>

#include "signatures/elf/call_arguments.h"
#include "signatures/elf/loaded_memory.h"
#include "signatures/elf/pointers.h"

namespace fairplay::signatures::elf {

namespace {

constexpr std::size_t longest_ufunc_name = 128;
constexpr std::size_t most_names = 1U << 14;

/// A generalised ufunc's core signature, "(m,n),(n,p)->(m,p)" (NEP 5, NEP 20): it distinguishes a descriptor from other
/// structs.
bool is_core_signature(std::string_view text) {
  if (text.size() < 6 || text.front() != '(' || text.back() != ')' || text.find(")->(") == std::string_view::npos)
    return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_,()?|>- ").find(c) != std::string_view::npos;
  });
}

class Ufuncs {
 public:
  Ufuncs(const Image& image, std::vector<Damage>& damage) : image_(image), memory_(image), pointers_(image, damage) {}

  std::vector<UfuncName> find() {
    descriptors();
    code();
    std::vector<UfuncName> result;
    for (const auto& [name, certain] : names_) result.push_back({name, certain});
    return result;
  }

 private:
  std::optional<std::string_view> constant_string(std::uint64_t address, std::size_t limit) {
    if (memory_.writable(address)) return std::nullopt;
    return memory_.string(address, limit);
  }

  void add(std::string_view name, bool certain) {
    if (names_.size() >= most_names) return;
    bool& known = names_.try_emplace(std::string(name), false).first->second;
    known = known || certain;
  }

  void descriptors() {
    const std::uint64_t word = image_.header().bits / 8;
    for (const auto& pointer : pointers_.all()) {
      const auto signature_address = pointers_.at(pointer.place + word);
      if (!signature_address) continue;
      const auto signature = constant_string(*signature_address, 256);
      if (!signature || !is_core_signature(*signature)) continue;
      const auto name = constant_string(pointer.target, longest_ufunc_name);
      if (name && is_identifier(*name)) add(*name, true);
    }
  }

  void code() {
    const std::uint16_t machine = image_.header().machine;
    const auto follow = machine == EM_X86_64 ? follow_x86_64 : machine == EM_AARCH64 ? follow_aarch64 : nullptr;
    if (follow == nullptr || image_.header().bits != 64) return;
    const auto one = [&](std::uint64_t address, std::uint64_t size) {
      const auto bytes = memory_.from(address);
      if (size > bytes.size()) size = bytes.size();
      if (size > budget_) return;
      budget_ -= size;
      follow(bytes.first(static_cast<std::size_t>(size)), address,
             [this](const CallArguments& arguments) { judge(arguments); }, LookAt::calls, {});
    };
    budget_ = 2 * image_.file_size();
    bool any = false;
    for (const auto& section : image_.sections()) {
      if ((section.flags & SHF_EXECINSTR) == 0 || section.type != SHT_PROGBITS || section.size == 0) continue;
      any = true;
      one(section.address, section.size);
    }
    if (any) return;
    for (const auto& segment : image_.segments()) {
      if (segment.type == PT_LOAD && (segment.flags & PF_X) != 0) one(segment.address, segment.file_size);
    }
  }

  void judge(const CallArguments& arguments) {
    const auto& [loops, data, types, type_count, inputs, outputs, identity, name, doc] = arguments;
    if (!name || *name < 0x40) return;  // most calls end here: the eighth argument is rarely a constant
    const auto small = [](const std::optional<std::uint64_t>& value, std::uint64_t most) {
      return value && (*value & 0xffffffffU) <= most;
    };
    // NPY_MAXARGS was 32 up to NumPy 1.26 and is 64 since.
    if ((inputs && !small(inputs, 64)) || (outputs && !small(outputs, 64))) return;
    if ((!inputs && !outputs) || (!loops && !data)) return;
    const bool counts = inputs && outputs && ((*inputs + *outputs) & 0xffffffffU) >= 1;
    if (type_count && !small(type_count, 4096)) return;
    const auto known_identity = !identity || [&] {
      const auto value = static_cast<std::int32_t>(*identity & 0xffffffffU);
      return value >= -3 && value <= 2;  // PyUFunc_IdentityValue ... PyUFunc_One; MinusOne was 2 up to NumPy 1.15
    }();
    if (!known_identity) return;
    // Tables of loops are in writable memory, as their pointers need relocation; without loops NULL is passed.
    if (loops && *loops != 0 && !memory_.writable(*loops)) return;
    if (data && *data != 0 && !memory_.writable(*data) && memory_.executable(*data)) return;
    const auto text = constant_string(*name, longest_ufunc_name);
    if (!text || !is_identifier(*text)) return;
    if (doc && *doc != 0 && !memory_.string(*doc, std::size_t{1} << 20)) return;
    add(*text, counts && loops.has_value() && type_count.has_value());
  }

  const Image& image_;
  LoadedMemory memory_;
  Pointers pointers_;
  std::map<std::string, bool> names_;
  std::uint64_t budget_ = 0;
};

}  // namespace

std::vector<UfuncName> ufunc_names(const Image& image, std::vector<Damage>& damage) {
  return Ufuncs(image, damage).find();
}

}  // namespace fairplay::signatures::elf
