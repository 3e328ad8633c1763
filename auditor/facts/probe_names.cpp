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
