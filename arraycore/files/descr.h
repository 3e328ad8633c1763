#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "arraycore/files/literal.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// A type as NumPy's `dtype.descr` or `dtype.str` has it, as Python writes it: "'<f8'",
/// "[('a', '>i2'), (('title', 'b'), '|V3', (2, 2))]". Padding is a field without a name.
std::string descr_text(const StoredType& type);

/// The same read back (numpy.lib.format.descr_to_dtype): bytes without a name are padding. Errors: object types, which
/// only a pickle could hold; another grammar; those of RecordType::of.
Expected<StoredType> type_of_descr(const Literal& descr);

/// Python's text of a tuple: "(2, 3)", "(3,)", "()".
std::string tuple_text(std::span<const std::int64_t> numbers);

}  // namespace fairplay::arraycore
