#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

std::string_view name(DivergenceClass kind) {
  switch (kind) {
    case DivergenceClass::expected: return "expected";
    case DivergenceClass::property: return "property";
    case DivergenceClass::policy: return "policy";
    case DivergenceClass::defect: return "defect";
  }
  return "";
}

std::string_view name(Symptom symptom) {
  switch (symptom) {
    case Symptom::other: return "other";
    case Symptom::never_returns: return "never-returns";
    case Symptom::kills_the_process: return "kills-the-process";
    case Symptom::ends_the_process: return "ends-the-process";
    case Symptom::overwrites_memory: return "overwrites-memory";
    case Symptom::wrong_info: return "wrong-info";
    case Symptom::finite_values: return "finite-values";
    case Symptom::wrong_pivot: return "wrong-pivot";
    case Symptom::imaginary_factor: return "imaginary-factor";
    case Symptom::lacks_instructions: return "lacks-instructions";
  }
  return "other";
}

std::optional<Symptom> symptom_named(std::string_view text) {
  for (auto symptom = Symptom::other; symptom <= Symptom::lacks_instructions;
       symptom = static_cast<Symptom>(static_cast<int>(symptom) + 1))
    if (name(symptom) == text) return symptom;
  return std::nullopt;
}

std::string_view name(ComplexReturn way) {
  switch (way) {
    case ComplexReturn::unknown: return "unknown";
    case ComplexReturn::registers: return "registers";
    case ComplexReturn::argument: return "argument";
  }
  return "unknown";
}

std::optional<ComplexReturn> complex_return_named(std::string_view text) {
  for (const ComplexReturn way : {ComplexReturn::unknown, ComplexReturn::registers, ComplexReturn::argument})
    if (name(way) == text) return way;
  return std::nullopt;
}

std::string_view name(ProbeStatus status) {
  switch (status) {
    case ProbeStatus::pass: return "pass";
    case ProbeStatus::finding: return "finding";
    case ProbeStatus::skipped: return "skipped";
    case ProbeStatus::failed: return "failed";
  }
  return "";
}
std::string_view name(SoundVerdict verdict) {
  switch (verdict) {
    case SoundVerdict::sound: return "sound";
    case SoundVerdict::deviates: return "deviates";
    case SoundVerdict::failed: return "failed";
  }
  return "";
}

std::string_view name(AdvisedDefect::State state) {
  switch (state) {
    case AdvisedDefect::State::confirmed: return "confirmed";
    case AdvisedDefect::State::not_reproduced: return "not-reproduced";
    case AdvisedDefect::State::not_probed: return "not-probed";
  }
  return "not-probed";
}

}  // namespace fairplay::auditor::behaviour
