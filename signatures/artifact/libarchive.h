#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>

namespace fairplay::signatures::artifact {

/// The functions of libarchive that are called.
// clang-format off
#define FAIRPLAY_LIBARCHIVE_FUNCTIONS(each) \
  each(archive_entry_filetype) \
  each(archive_entry_hardlink) \
  each(archive_entry_mode) \
  each(archive_entry_mtime) \
  each(archive_entry_pathname) \
  each(archive_entry_size) \
  each(archive_entry_sparse_count) \
  each(archive_entry_symlink) \
  each(archive_error_string) \
  each(archive_filter_bytes) \
  each(archive_read_data) \
  each(archive_read_data_block) \
  each(archive_read_free) \
  each(archive_read_new) \
  each(archive_read_next_header) \
  each(archive_read_open1) \
  each(archive_read_set_callback_data) \
  each(archive_read_set_read_callback) \
  each(archive_read_set_skip_callback) \
  each(archive_read_support_filter_bzip2) \
  each(archive_read_support_filter_gzip) \
  each(archive_read_support_filter_lzma) \
  each(archive_read_support_filter_xz) \
  each(archive_read_support_filter_zstd) \
  each(archive_read_support_format_ar) \
  each(archive_read_support_format_tar) \
  each(archive_read_support_format_zip_streamable) \
  each(archive_set_error)
// clang-format on

/// libarchive, loaded when the first archive is opened: with the nine libraries that it needs itself it takes 3.6 MB
/// and half of the start of a program that mostly reads installed trees.
struct Libarchive {
#define FAIRPLAY_MEMBER(name) decltype(&::name) name = nullptr;
  FAIRPLAY_LIBARCHIVE_FUNCTIONS(FAIRPLAY_MEMBER)
#undef FAIRPLAY_MEMBER
};

/// Why libarchive can't be loaded, in words; empty where it is.
const std::string& libarchive_problem();

/// Only where libarchive_problem() is empty; who has an ArchiveHandle needn't ask.
const Libarchive& libarchive();

}  // namespace fairplay::signatures::artifact
