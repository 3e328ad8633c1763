#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auditor/behaviour/numpy/process/interpreter_process.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {

/// Runs operations in a subject whatever it does: one that ends or hangs costs that operation, and another process goes
/// on behind it.
class NumpySession {
 public:
  NumpySession(InterpreterStart start, Release release) : start_(std::move(start)), release_(release) {}

  /// Starts the first process. The error is one sentence.
  std::optional<std::string> begin();
  /// What the process says of itself.
  const Json& about() const { return about_; }

  using Judge = std::function<void(std::size_t place, const Answer& reference, const SubjectAnswer& subject)>;
  using Reference = std::function<Answer(std::size_t place)>;
  /// Asks subject and reference each operation, and hands both answers over in the order of operations. False: the
  /// subject can't be started any more. `enough`: asked after each; true: the rest is left out. `reference`: what
  /// answers in the place of the reference array.
  bool ask(
      const std::vector<Operation>& operations, const Judge& judge,
      const std::function<bool()>& enough = [] { return false; }, const Reference& reference = nullptr);
  /// One operation that only the child knows, such as {"op": "flushes"}. It answers with a text.
  SubjectAnswer ask_child(Json arguments);
  /// Another process: what earlier operations did to the heap is gone.
  bool restart();
  /// In `ask`: the place of the first operation that the present process was asked.
  std::size_t began() const { return began_; }
  /// How many processes ended by themselves.
  int deaths() const { return deaths_; }
  /// How many were ended because they gave no answer in time.
  int hangs() const { return hangs_; }

 private:
  InterpreterStart start_;
  Release release_;
  std::unique_ptr<InterpreterProcess> process_;
  Json about_;
  int deaths_ = 0, hangs_ = 0;
  std::size_t began_ = 0;
};

/// The reference's answer; an error where the operation itself is malformed.
Answer reference_answer(const Operation& operation, Release release);

}  // namespace fairplay::auditor::behaviour::numpy
