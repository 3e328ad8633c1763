#include "auditor/facts/grade.h"
#include "auditor/facts/probe_result.h"
#include "signatures/enum_names.h"

namespace fairplay::auditor::behaviour {
namespace {

using signatures::enum_names;

constexpr auto divergence_classes = enum_names<DivergenceClass>({{DivergenceClass::expected, "expected"},
                                                                 {DivergenceClass::property, "property"},
                                                                 {DivergenceClass::policy, "policy"},
                                                                 {DivergenceClass::defect, "defect"}});

constexpr auto symptoms = enum_names<Symptom>({{Symptom::other, "other"},
                                               {Symptom::never_returns, "never-returns"},
                                               {Symptom::kills_the_process, "kills-the-process"},
                                               {Symptom::ends_the_process, "ends-the-process"},
                                               {Symptom::overwrites_memory, "overwrites-memory"},
                                               {Symptom::wrong_info, "wrong-info"},
                                               {Symptom::finite_values, "finite-values"},
                                               {Symptom::wrong_pivot, "wrong-pivot"},
                                               {Symptom::imaginary_factor, "imaginary-factor"},
                                               {Symptom::lacks_instructions, "lacks-instructions"}});

constexpr auto complex_returns = enum_names<ComplexReturn>({{ComplexReturn::unknown, "unknown"},
                                                            {ComplexReturn::registers, "registers"},
                                                            {ComplexReturn::argument, "argument"}});

constexpr auto grades = enum_names<Grade>({{Grade::ordinary, "ordinary"},
                                           {Grade::extreme, "extreme"},
                                           {Grade::non_finite, "non-finite"},
                                           {Grade::illegal_arguments, "illegal-arguments"},
                                           {Grade::concurrency, "concurrency"},
                                           {Grade::resources, "resources"}});

constexpr auto statuses = enum_names<ProbeStatus>({{ProbeStatus::pass, "pass"},
                                                   {ProbeStatus::finding, "finding"},
                                                   {ProbeStatus::skipped, "skipped"},
                                                   {ProbeStatus::failed, "failed"}});

constexpr auto sound_verdicts = enum_names<SoundVerdict>(
    {{SoundVerdict::sound, "sound"}, {SoundVerdict::deviates, "deviates"}, {SoundVerdict::failed, "failed"}});

constexpr auto advised_states =
    enum_names<AdvisedDefect::State>({{AdvisedDefect::State::confirmed, "confirmed"},
                                      {AdvisedDefect::State::not_reproduced, "not-reproduced"},
                                      {AdvisedDefect::State::not_probed, "not-probed"}});

}  // namespace

std::string_view name(DivergenceClass kind) { return divergence_classes.name(kind); }
std::optional<DivergenceClass> divergence_class_named(std::string_view text) { return divergence_classes.named(text); }
std::string_view name(Grade grade) { return grades.name(grade); }
std::optional<Grade> grade_named(std::string_view text) { return grades.named(text); }
std::span<const std::string_view> grade_names() { return grades.all(); }
std::string_view name(Symptom symptom) { return symptoms.name(symptom); }
std::optional<Symptom> symptom_named(std::string_view text) { return symptoms.named(text); }
std::string_view name(ComplexReturn way) { return complex_returns.name(way); }
std::optional<ComplexReturn> complex_return_named(std::string_view text) { return complex_returns.named(text); }
std::string_view name(ProbeStatus status) { return statuses.name(status); }
std::string_view name(SoundVerdict verdict) { return sound_verdicts.name(verdict); }

std::string_view name(AdvisedDefect::State state) { return advised_states.name(state); }

}  // namespace fairplay::auditor::behaviour
