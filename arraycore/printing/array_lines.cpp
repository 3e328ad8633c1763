#include "arraycore/printing/array_lines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/layout.h"
#include "arraycore/printing/element_format.h"
#include "arraycore/printing/print_options.h"

namespace fairplay::arraycore {
namespace {

constexpr std::string_view left_out = "...";

std::string_view without_blanks_behind(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\n\r\v\f");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

void collect_shown(const Layout& layout, bool summarised, std::int64_t edge, std::size_t axis, std::int64_t offset,
                   std::vector<std::int64_t>& offsets) {
  if (axis == layout.dimensions()) {
    offsets.push_back(offset);
    return;
  }
  const std::int64_t extent = layout.shape[axis];
  // NumPy's a[-0:] is all of a, so that with no edges everything counts.
  const bool cut = summarised && edge > 0 && extent > 2 * edge;
  for (std::int64_t i = 0; i < extent; ++i) {
    if (cut && i == edge) i = extent - edge;
    collect_shown(layout, summarised, edge, axis + 1, offset + i * layout.strides[axis], offsets);
  }
}

class LineWriter {
 public:
  LineWriter(const Layout& layout, const ElementFormat& format, std::string_view separator, const PrintOptions& options)
      : layout_(layout),
        format_(format),
        separator_(separator),
        bare_separator_(without_blanks_behind(separator)),
        old_(options.as_in(LegacyPrinting::v1_13)),
        summarised_(layout.count() > options.threshold),
        edge_(options.edgeitems) {}

  /// The part of the array from `axis` on that begins at `place`.
  std::string part(const std::byte* place, std::size_t axis, std::size_t indent, std::int64_t width) const {
    if (axis == layout_.dimensions()) return format_(place);
    const std::string blanks(indent, ' ');
    const std::size_t axes_left = layout_.dimensions() - axis;
    const std::string text = axes_left == 1 ? row(place, axis, indent, width) : rows(place, axis, indent, width);
    return '[' + text.substr(indent) + ']';
  }

 private:
  struct Ends {
    bool summary;
    std::int64_t leading;
    std::int64_t trailing;
  };

  Ends ends_of(std::int64_t extent) const {
    const bool summary = summarised_ && edge_ < (extent + 1) / 2 && 2 * edge_ < extent;
    return summary ? Ends{true, edge_, edge_} : Ends{false, 0, extent};
  }

  const std::byte* at(const std::byte* place, std::size_t axis, std::int64_t index) const {
    return place + index * layout_.strides[axis];
  }

  /// Appends a word to the line, or begins another one.
  void extend(std::string& text, std::string& line, std::string_view word, std::int64_t width,
              std::size_t indent) const {
    const auto length = static_cast<std::int64_t>(character_count(line));
    bool wraps = length + static_cast<std::int64_t>(character_count(word)) > width;
    if (!old_ && length <= static_cast<std::int64_t>(indent)) wraps = false;
    if (wraps) {
      text += without_blanks_behind(line);
      text += '\n';
      line.assign(indent, ' ');
    }
    line += word;
  }

  std::string row(const std::byte* place, std::size_t axis, std::size_t indent, std::int64_t width) const {
    const std::int64_t extent = layout_.shape[axis];
    const Ends ends = ends_of(extent);
    const auto bare = static_cast<std::int64_t>(character_count(bare_separator_));
    const std::int64_t room = width - (old_ ? bare : std::max<std::int64_t>(bare, 1));
    std::string text;
    std::string line(indent, ' ');
    for (std::int64_t i = 0; i < ends.leading; ++i) {
      extend(text, line, format_(at(place, axis, i)), room, indent);
      line += separator_;
    }
    if (ends.summary) {
      extend(text, line, left_out, room, indent);
      line += old_ ? std::string_view(", ") : separator_;
    }
    for (std::int64_t i = ends.trailing; i > 1; --i) {
      extend(text, line, format_(at(place, axis, extent - i)), room, indent);
      line += separator_;
    }
    extend(text, line, format_(at(place, axis, extent - 1)), old_ ? width : room, indent);
    return text + line;
  }

  std::string rows(const std::byte* place, std::size_t axis, std::size_t indent, std::int64_t width) const {
    const std::int64_t extent = layout_.shape[axis];
    const Ends ends = ends_of(extent);
    const std::string blanks(indent, ' ');
    const std::string end = std::string(bare_separator_) + std::string(layout_.dimensions() - axis - 1, '\n');
    const auto nested = [&](std::int64_t index) {
      return blanks + part(at(place, axis, index), axis + 1, indent + 1, old_ ? width : width - 1);
    };
    std::string text;
    for (std::int64_t i = 0; i < ends.leading; ++i) text += nested(i) + end;
    if (ends.summary) text += blanks + std::string(left_out) + (old_ ? ", \n" : end);
    for (std::int64_t i = ends.trailing; i > 1; --i) text += nested(extent - i) + end;
    return text + nested(extent - 1);
  }

  const Layout& layout_;
  const ElementFormat& format_;
  std::string_view separator_;
  std::string_view bare_separator_;
  bool old_;
  bool summarised_;
  std::int64_t edge_;
};

}  // namespace

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::vector<std::int64_t> shown_offsets(const Layout& layout, const PrintOptions& options) {
  std::vector<std::int64_t> offsets;
  collect_shown(layout, layout.count() > options.threshold, options.edgeitems, 0, layout.offset, offsets);
  return offsets;
}

std::string array_lines(const std::byte* data, const Layout& layout, const ElementFormat& format,
                        std::string_view separator, std::size_t indent, const PrintOptions& options) {
  return LineWriter(layout, format, separator, options).part(data + layout.offset, 0, indent + 1, options.linewidth);
}

}  // namespace fairplay::arraycore
