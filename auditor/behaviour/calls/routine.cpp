#include "auditor/behaviour/calls/routine.h"

#include <algorithm>
#include <iterator>
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

constexpr int last_level_of_cblas = 3;

std::string name_by(Door door, std::string_view letters, std::string_view stem) {
  if (door == Door::fortran) return fmt::format("{}{}", letters, stem);
  // A complex number isn't returned, but written to where the last argument points.
  return fmt::format("cblas_{}{}{}", letters, stem, stem == "dotu" || stem == "dotc" ? "_sub" : "");
}

std::vector<Row> make_rows(Door door, std::initializer_list<std::span<const Family>> all_families) {
  std::vector<Row> rows;
  for (const auto families : all_families)
    for (const Family& family : families) {
      if (door == Door::cblas && family.level > last_level_of_cblas) continue;
      for (std::size_t type = 0; type < 4; ++type) {
        const char letter = std::string_view("sdcz")[type];
        const bool there = letter == 's'   ? family.s != nullptr
                           : letter == 'd' ? family.d != nullptr
                           : letter == 'c' ? family.c != nullptr
                                           : family.z != nullptr;
        if (!there) continue;
        Row row{{}, &family};
        row.routine.name = name_by(door, family.letters[type], family.stem);
        row.routine.letter = letter;
        if (door == Door::cblas && family.level > 1) row.routine.options.push_back(cblas_orders);
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
    }
  return rows;
}

std::vector<Row> make_standard_rows(Door door) {
  return make_rows(door, {level1_families(), rotation_families(), level2_families(), level3_families(),
                          lapack_linear_families(), lapack_spectral_families()});
}

const std::vector<Row>& rows(Door door) {
  static const std::vector<Row> fortran = make_standard_rows(Door::fortran), cblas = make_standard_rows(Door::cblas);
  return door == Door::fortran ? fortran : cblas;
}

const std::vector<Row>& extension_rows() {
  static const std::vector<Row> all = [] {
    std::vector<Row> both = make_rows(Door::fortran, {extension_families()});
    std::ranges::move(make_rows(Door::cblas, {extension_families()}), std::back_inserter(both));
    return both;
  }();
  return all;
}

std::vector<Routine> routines_of(const std::vector<Row>& rows) {
  std::vector<Routine> list;
  for (const Row& row : rows) list.push_back(row.routine);
  return list;
}

const Row* row_named(std::string_view name) {
  for (const std::vector<Row>* all : {&rows(door_of(name)), &extension_rows()}) {
    const auto found =
        std::ranges::find(*all, name, [](const Row& row) -> const std::string& { return row.routine.name; });
    if (found != all->end()) return &*found;
  }
  return nullptr;
}

template <class T>
std::expected<std::unique_ptr<PreparedCall>, std::string> put_together(const CallCase& given, const Routine& routine,
                                                                       void (*describe)(Call<T>&)) {
  auto call = std::make_unique<Call<T>>(given);
  try {
    if (!routine.options.empty() && routine.options.front() == cblas_orders) call->order();
    describe(*call);
    call->complete();
  } catch (const Impossible& impossible) {
    return std::unexpected(impossible.why);
  }
  return call;
}

}  // namespace

const std::vector<Routine>& routines() {
  static const std::vector<Routine> all = routines_of(rows(Door::fortran));
  return all;
}

const std::vector<Routine>& cblas_routines() {
  static const std::vector<Routine> all = routines_of(rows(Door::cblas));
  return all;
}

const std::vector<Routine>& extension_routines() {
  static const std::vector<Routine> all = routines_of(extension_rows());
  return all;
}

const Routine* routine_named(std::string_view name) {
  const Row* row = row_named(name);
  return row != nullptr ? &row->routine : nullptr;
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
  const Row* row = row_named(call.routine);
  if (row == nullptr) return std::unexpected(fmt::format("\"{}\" is no routine that can be called", call.routine));
  switch (row->routine.letter) {
    case 's': return put_together(call, row->routine, row->family->s);
    case 'd': return put_together(call, row->routine, row->family->d);
    case 'c': return put_together(call, row->routine, row->family->c);
    default: return put_together(call, row->routine, row->family->z);
  }
}

}  // namespace fairplay::auditor::behaviour
