#include "auditor/behaviour/calls/routine.h"

#include <algorithm>
#include <optional>

#include "auditor/behaviour/calls/families.h"

namespace fairplay::auditor::behaviour {
namespace {

struct Row {
  Routine routine;
  const Family* family;
};

std::string_view letters_of(char option, bool complex) {
  switch (option) {
    case 't': return "NTC";
    case 'T': return complex ? "NT" : "NTC";
    case 'H': return "NC";
    case 'u': return "UL";
    case 's': return "LR";
    case 'd': return "NU";
    case 'v': return "NV";
    case 'a': return "ASN";
    default: return "";
  }
}

std::vector<Row> make_rows() {
  std::vector<Row> rows;
  for (const auto families : {level1_families(), rotation_families(), level2_families(), level3_families(),
                              lapack_linear_families(), lapack_spectral_families()})
    for (const Family& family : families)
      for (std::size_t type = 0; type < 4; ++type) {
        const char letter = std::string_view("sdcz")[type];
        const bool there = letter == 's'   ? family.s != nullptr
                           : letter == 'd' ? family.d != nullptr
                           : letter == 'c' ? family.c != nullptr
                                           : family.z != nullptr;
        if (!there) continue;
        Row row{{}, &family};
        row.routine.name = std::string(family.letters[type]) + std::string(family.stem);
        row.routine.letter = letter;
        for (const char option : family.options)
          row.routine.options.push_back(letters_of(option, letter == 'c' || letter == 'z'));
        row.routine.sizes = family.sizes;
        row.routine.level = family.level;
        auto varies = [&](char what) { return family.varies.find(what) != std::string_view::npos; };
        row.routine.alpha = varies('a');
        row.routine.beta = varies('b');
        row.routine.increments = varies('i');
        row.routine.leading = varies('l');
        rows.push_back(std::move(row));
      }
  return rows;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = make_rows();
  return all;
}

template <class T>
std::expected<std::unique_ptr<PreparedCall>, std::string> put_together(const CallCase& given,
                                                                       void (*describe)(Call<T>&)) {
  auto call = std::make_unique<Call<T>>(given);
  try {
    describe(*call);
    call->complete();
  } catch (const Impossible& impossible) {
    return std::unexpected(impossible.why);
  }
  return call;
}

}  // namespace

const std::vector<Routine>& routines() {
  static const std::vector<Routine> all = [] {
    std::vector<Routine> list;
    for (const Row& row : rows()) list.push_back(row.routine);
    return list;
  }();
  return all;
}

const Routine* routine_named(std::string_view name) {
  const auto found = std::ranges::find(routines(), name, &Routine::name);
  return found != routines().end() ? &*found : nullptr;
}

std::vector<std::string> flags_of(const Routine& routine) {
  std::vector<std::string> all{""};
  for (const std::string_view letters : routine.options) {
    std::vector<std::string> longer;
    for (const std::string& flags : all)
      for (const char letter : letters) longer.push_back(flags + letter);
    all = std::move(longer);
  }
  return all;
}

std::expected<std::unique_ptr<PreparedCall>, std::string> prepare(const CallCase& call) {
  const auto row =
      std::ranges::find(rows(), call.routine, [](const Row& each) -> const std::string& { return each.routine.name; });
  if (row == rows().end()) return std::unexpected(fmt::format("\"{}\" is no routine that can be called", call.routine));
  switch (row->routine.letter) {
    case 's': return put_together(call, row->family->s);
    case 'd': return put_together(call, row->family->d);
    case 'c': return put_together(call, row->family->c);
    default: return put_together(call, row->family->z);
  }
}

}  // namespace fairplay::auditor::behaviour
