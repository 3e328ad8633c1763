#include "auditor/behaviour/numpy/run/numpy_session.h"

#include <algorithm>
#include <span>

#include "auditor/behaviour/numpy/judgement/known_differences.h"
#include "auditor/behaviour/numpy/reference/evaluate.h"

namespace fairplay::auditor::behaviour::numpy {

/// What it is asked about itself makes thousands of calls.
constexpr double asked_seconds = 60;
/// For an answer that no build of the release gives.
constexpr double known_to_hang_seconds = 2;

Answer reference_answer(const Operation& operation, Release release) {
  std::string memory = memory_of(operation);
  try {
    return evaluate(request_of(operation, release.major, release.minor),
                    {reinterpret_cast<std::byte*>(memory.data()), memory.size()});
  } catch (const Json::exception& error) {
    return std::unexpected(arraycore::Error{arraycore::ErrorKind::value, error.what()});
  }
}

std::optional<std::string> NumpySession::begin() {
  if (auto error = InterpreterProcess::start(start_, process_)) return error;
  about_ = process_->about();
  return std::nullopt;
}

bool NumpySession::restart() {
  process_.reset();
  return !InterpreterProcess::start(start_, process_);
}

bool NumpySession::ask(const std::vector<Operation>& operations, const Judge& judge,
                       const std::function<bool()>& enough, const Reference& reference) {
  std::size_t sent = 0;
  began_ = 0;
  for (std::size_t place = 0; place < operations.size(); ++place) {
    if (process_ == nullptr || !process_->alive()) {
      if (!restart()) return false;
      sent = began_ = place;
    }
    while (sent < operations.size() &&
           process_->send(request_of(operations[sent], release_.major, release_.minor), memory_of(operations[sent])))
      ++sent;
    // The reference computes while the subject does.
    const Answer expected = reference ? reference(place) : reference_answer(operations[place], release_);
    const bool known_to_hang = known_difference(operations[place], release_, Difference::hangs) != nullptr;
    const SubjectAnswer subject = process_->receive(known_to_hang ? known_to_hang_seconds : 0);
    if (!process_->alive()) ++(subject.kind == SubjectAnswer::Kind::hangs ? hangs_ : deaths_);
    judge(place, expected, subject);
    if (enough()) {
      // Answers to what was sent already would be taken for others'.
      if (sent > place + 1) process_.reset();
      break;
    }
  }
  return true;
}

SubjectAnswer NumpySession::ask_child(Json arguments) {
  SubjectAnswer none;
  none.text = "it can't be started any more";
  if ((process_ == nullptr || !process_->alive()) && !restart()) return none;
  process_->send(request_of({std::move(arguments), {}}, release_.major, release_.minor), "");
  return process_->receive(asked_seconds);
}

}  // namespace fairplay::auditor::behaviour::numpy
