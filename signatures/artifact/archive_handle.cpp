#include "signatures/artifact/archive_handle.h"

#include <locale.h>

#include <array>

namespace fairplay::signatures::artifact {
namespace {

using SupportFilter = int (*)(archive*);

// ARCHIVE_WARN from a filter's registration means "I would run an external program"; asked of a scratch handle, since
// a registration can't be taken back.
bool is_built_in(SupportFilter support) {
  const ArchiveHandle scratch = new_archive();
  return scratch && support(scratch.get()) == ARCHIVE_OK;
}

constexpr std::array<SupportFilter, 5> filters{archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
                                               archive_read_support_filter_xz, archive_read_support_filter_lzma,
                                               archive_read_support_filter_zstd};

}  // namespace

ArchiveHandle new_archive() { return ArchiveHandle(archive_read_new()); }

void support_builtin_filters(archive* handle) {
  static const std::array<bool, filters.size()> built_in = [] {
    std::array<bool, filters.size()> result{};
    for (std::size_t i = 0; i < filters.size(); ++i) result[i] = is_built_in(filters[i]);
    return result;
  }();
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (built_in[i]) filters[i](handle);
  }
}

std::string archive_error(archive* handle) {
  const char* text = archive_error_string(handle);
  std::string words = text != nullptr ? text : "";
  while (words.ends_with('\n')) words.pop_back();
  return words.empty() ? "unknown error" : words;
}

struct RawNames::State {
  locale_t raw = nullptr;
  locale_t before = nullptr;
};

RawNames::RawNames() : state_(std::make_unique<State>()) {
  state_->raw = ::newlocale(LC_CTYPE_MASK, "C", nullptr);
  if (state_->raw != nullptr) state_->before = ::uselocale(state_->raw);
}

RawNames::~RawNames() {
  if (state_->raw == nullptr) return;
  ::uselocale(state_->before);
  ::freelocale(state_->raw);
}

}  // namespace fairplay::signatures::artifact
