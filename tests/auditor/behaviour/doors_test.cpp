#include "auditor/behaviour/parent/doors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "auditor/behaviour/calls/operand.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/subject/cblas_call.h"
#include "auditor/behaviour/subject/subject_library.h"

namespace fairplay::auditor::behaviour {
namespace {

using testing::ElementsAre;

/// Numbers of every kind, more words than registers hold, between one another.
double weighed(int a, double x, int b, float y, int c, const double* d, int e, int f, double z, int g, int h) {
  return a + 10 * b + 100 * c + *d + 1000 * e + 10000 * f + 1e5 * g + 1e6 * h + 1e7 * x + 1e8 * static_cast<double>(y) +
         1e9 * z;
}

TEST(CblasCall, WordsAndRealNumbersArriveInAnyOrder) {
  const double pointed = 0.5;
  CblasArguments arguments;
  for (const int word : {1, 2, 3}) arguments.add_word(static_cast<std::uint64_t>(word));
  arguments.add_address(&pointed);
  for (const int word : {4, 5, 6, 7}) arguments.add_word(static_cast<std::uint64_t>(word));
  arguments.add_real(1.0);
  arguments.add_real(2.0F);
  arguments.add_real(3.0);
  EXPECT_EQ(call_cblas<double>(reinterpret_cast<void*>(weighed), arguments),
            weighed(1, 1, 2, 2, 3, &pointed, 4, 5, 3, 6, 7));
}

TEST(Door, NamesOfBothDoors) {
  const auto name = [](const char* prefix, const char* suffix, const char* routine) {
    CallingConvention convention;
    convention.prefix = prefix;
    convention.suffix = suffix;
    return symbol_of(convention, routine);
  };
  EXPECT_EQ(name("", "_", "dgemm"), "dgemm_");
  EXPECT_EQ(name("", "_", "cblas_dgemm"), "cblas_dgemm");
  EXPECT_EQ(name("scipy_", "_64_", "cblas_dgemm"), "scipy_cblas_dgemm64_");
  EXPECT_EQ(name("", "_64", "cblas_dgemm"), "cblas_dgemm_64");
  EXPECT_EQ(name("", "", "cblas_dgemm"), "cblas_dgemm");
  EXPECT_EQ(behind_cblas("cblas_zdotc_sub"), "zdotc");
  EXPECT_EQ(behind_cblas("cblas_dsdot"), "dsdot");
}

TEST(Door, EveryRoutineOfLevels1To3HasCblas) {
  std::set<std::string_view> behind;
  for (const Routine& routine : cblas_routines()) {
    behind.insert(behind_cblas(routine.name));
    ASSERT_NE(routine_named(routine.name), nullptr) << routine.name;
    EXPECT_EQ(routine_named(routine.name)->options, routine.options);
  }
  for (const Routine& routine : routines())
    EXPECT_EQ(behind.contains(routine.name), routine.level <= 3) << routine.name;
}

TEST(Door, ExtensionsAreCalledByBothAndNowhereElse) {
  EXPECT_NE(routine_named("dgeadd"), nullptr);
  EXPECT_NE(routine_named("cblas_zaxpby"), nullptr);
  for (const Routine& routine : extension_routines())
    for (const auto* others : {&routines(), &cblas_routines()})
      EXPECT_EQ(std::ranges::find(*others, routine.name, &Routine::name), others->end()) << routine.name;
}

TEST(Door, AMatrixByRowsLiesAsItsTransposeDoesByColumns) {
  MatrixView<double> view{nullptr, 3, 4, 10};
  EXPECT_EQ(view.at(1, 2), 21U);
  view.by_rows = true;
  EXPECT_EQ(view.at(1, 2), 12U);
  MatrixView<double> band{nullptr, 5, 5, 4, Part::all, Storage::band, 1, 2};
  EXPECT_EQ(band.at(3, 4), 2U + 3 - 4 + 4 * 4);
  band.by_rows = true;
  EXPECT_EQ(band.at(3, 4), 1U + 4 - 3 + 3 * 4);
  // An upper triangle by rows: 11 12 13 22 23 33.
  MatrixView<double> packed{nullptr, 3, 3, 1, Part::upper, Storage::packed};
  EXPECT_EQ(packed.at(1, 2), 4U);
  packed.by_rows = true;
  EXPECT_EQ(packed.at(0, 2), 2U);
  EXPECT_EQ(packed.at(1, 1), 3U);
  EXPECT_EQ(packed.at(2, 2), 5U);
}

TEST(Door, OrderIsTheFirstOptionOfWhatHasMatrices) {
  CallCase call;
  call.routine = "cblas_dgemm";
  call.m = call.n = call.k = 2;
  call.flags = "NN";
  EXPECT_FALSE(prepare(call));
  call.flags = "RNN";
  const auto prepared = prepare(call);
  ASSERT_TRUE(prepared) << prepared.error();
  const CallDescription description = (*prepared)->describe();
  EXPECT_EQ(description.door, Door::cblas);
  EXPECT_EQ(description.arguments[0].integer, 101);
  EXPECT_EQ(description.arguments[1].integer, 111);
}

TEST(FoldDoors, WhatFortranShowsTooIsNoFindingOfItsOwn) {
  ProbedLibrary library;
  for (const char* routine : {"cblas_zdotc_sub", "cblas_dgemm", "zdotc"}) {
    Divergence divergence;
    divergence.routine = routine;
    divergence.probe = door_of(routine) == Door::cblas ? "numbers/cblas" : "numbers/level1";
    divergence.symptom = Symptom::kills_the_process;
    library.divergences.push_back(divergence);
  }
  library.probes.emplace_back().id = "numbers/cblas";
  fold_doors(library);
  ASSERT_EQ(library.divergences.size(), 2U);
  EXPECT_EQ(library.divergences[0].routine, "cblas_dgemm");
  EXPECT_EQ(library.divergences[1].routine, "zdotc");
  EXPECT_THAT(library.probes[0].notes, ElementsAre("cblas_zdotc_sub: as by Fortran's door"));
  // Another symptom is another fault.
  library.divergences[0].routine = "cblas_zdotc_sub";
  library.divergences[0].symptom = Symptom::other;
  fold_doors(library);
  EXPECT_EQ(library.divergences.size(), 2U);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
