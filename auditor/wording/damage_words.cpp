#include "auditor/wording/damage_words.h"

#include "signatures/enum_names.h"

namespace fairplay::auditor {
namespace {

constexpr auto damage_words =
    signatures::enum_names<FileDamage>({{FileDamage::missing, "missing"},
                                        {FileDamage::empty, "empty"},
                                        {FileDamage::cut_off, "cut off"},
                                        {FileDamage::nul_bytes, "overwritten with NUL bytes"}});

}  // namespace

std::string_view words_of(FileDamage how) { return damage_words.name(how); }

}  // namespace fairplay::auditor
