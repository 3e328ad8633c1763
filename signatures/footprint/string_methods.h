#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signatures/footprint/value.h"

/// The methods of Python's str, as far as code that makes names uses them.
namespace fairplay::signatures::footprint {

/// `self.name(*in, **keywords)`; unknown where the result isn't known.
Ref string_method(const std::string& self, std::string_view name, const std::vector<Ref>& in,
                  const std::vector<std::pair<std::string, Ref>>& keywords);

/// `format % values`.
Ref format_percent(const std::string& format, const Ref& values);

/// inspect.cleandoc(), of all of a text or of its beginning, and textwrap.dedent().
std::string cleaned_documentation(std::string_view text, bool whole);
std::string dedented(std::string_view text);

}  // namespace fairplay::signatures::footprint
