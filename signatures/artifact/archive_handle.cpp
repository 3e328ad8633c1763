#include "signatures/artifact/archive_handle.h"

#include <locale.h>

#include <vector>

namespace fairplay::signatures::artifact {
namespace {

using SupportFilter = int (*)(archive*);

// ARCHIVE_WARN from a filter's registration means "I would run an external program"; asked of a scratch handle, since
// a registration can't be taken back.
bool is_built_in(SupportFilter support) {
  const ArchiveHandle scratch = new_archive();
  return scratch && support(scratch.get()) == ARCHIVE_OK;
}

std::vector<SupportFilter> built_in_filters() {
  const Libarchive& library = libarchive();
  std::vector<SupportFilter> filters{library.archive_read_support_filter_gzip,
                                     library.archive_read_support_filter_bzip2, library.archive_read_support_filter_xz,
                                     library.archive_read_support_filter_lzma,
                                     library.archive_read_support_filter_zstd};
  std::erase_if(filters, [](SupportFilter filter) { return !is_built_in(filter); });
  return filters;
}

}  // namespace

ArchiveHandle new_archive() {
  return ArchiveHandle(libarchive_problem().empty() ? libarchive().archive_read_new() : nullptr);
}

std::string why_no_archive() {
  return libarchive_problem().empty() ? std::string("no memory to read it") : libarchive_problem();
}

void support_builtin_filters(archive* handle) {
  static const std::vector<SupportFilter> filters = built_in_filters();
  for (const SupportFilter filter : filters) filter(handle);
}

std::string archive_error(archive* handle) {
  const char* text = libarchive().archive_error_string(handle);
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
