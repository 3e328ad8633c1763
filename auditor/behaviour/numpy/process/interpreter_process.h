#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auditor/behaviour/numpy/process/operation.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::auditor::behaviour::numpy {

/// How a subject's interpreter is started.
struct InterpreterStart {
  std::string program;                                             ///< the interpreter, absolute path
  std::string folder;                                              ///< the folder that holds the package `numpy`
  std::vector<std::pair<std::string, std::string>> environment{};  ///< beside the few variables it always gets
  bool as_started = false;     ///< with the user's environment, .pth files and sitecustomize; else none of these
  bool checks_memory = false;  ///< allocators look for writes outside of blocks, and end the process at the first
  double seconds = 5;          ///< that one operation may take; more where the machine is busy with others
  std::uint64_t memory = std::uint64_t{2} << 30;  ///< address space beyond what it has after its start, bytes
};

/// What the subject answers to an operation.
struct SubjectAnswer {
  enum class Kind : std::uint8_t {
    array,    ///< `dtype`, `shape`, `elements`
    text,     ///< `text`
    refuses,  ///< it raised: `error` is the exception's kind, `text` its class and message
    dies,     ///< the process ended, or was ended: `text` says how
    hangs,    ///< no answer in time
  };
  Kind kind = Kind::dies;
  std::string dtype;
  std::vector<std::int64_t> shape;
  std::string elements;  ///< in row-major order
  std::string error;     ///< "value", "index", "axis", "dtype", "range", "memory", "other"
  std::string text;
  std::optional<std::string> flags;  ///< floating-point flags that it says were raised: "dou"
  std::string printed;               ///< what it wrote on its standard output or error meanwhile, cut off
};

/// A subject's interpreter with NumPy imported, serving operations. It and what it starts end with this object.
///
/// It is started with no environment but a few variables, isolated (-I), without site (-S), sources instead of stored
/// bytecode, one BLAS thread, and limits of memory, file size and time. Requests and answers go over two pipes of its
/// own, so that what the subject prints disturbs nothing.
class InterpreterProcess {
 public:
  /// Starts it and waits for the import of NumPy. The error is one sentence: no such file, it ended with ..., no
  /// answer.
  static std::optional<std::string> start(const InterpreterStart& start, std::unique_ptr<InterpreterProcess>& process);
  ~InterpreterProcess();
  InterpreterProcess(const InterpreterProcess&) = delete;
  InterpreterProcess& operator=(const InterpreterProcess&) = delete;

  /// What the child says of itself after the import: "numpy", "python", "file", "implementation", "features".
  const Json& about() const { return about_; }

  /// Sends a request. False: it is gone, or would have to wait for answers to be taken first.
  bool send(const Json& request, const std::string& memory);
  /// The oldest answer that is due. `seconds`: to wait for it; 0: as long as an operation may take.
  SubjectAnswer receive(double seconds = 0);
  bool alive() const { return alive_; }

 private:
  InterpreterProcess() = default;
  bool write_all(const std::string& bytes);
  /// Exactly this many bytes, or nothing.
  std::optional<std::string> read_exactly(std::size_t size, double seconds);
  /// Whether it would go on, and the machine gave it less than half of this time on a processor.
  bool starves(double used_before, double seconds) const;
  SubjectAnswer ended(bool in_time, double seconds);
  /// What was written since the last time, up to this size of the file; nullopt: all of it.
  std::string new_output(std::optional<std::int64_t> up_to = std::nullopt);

  InterpreterStart start_;
  pid_t child_ = -1;
  bool alive_ = false;
  signatures::artifact::FileDescriptor requests_, answers_, output_;
  std::string read_ahead_;
  std::int64_t output_seen_ = 0;
  std::size_t outstanding_bytes_ = 0;
  std::deque<std::size_t> outstanding_;  ///< sizes of the requests that have no answer yet
  Json about_;
};

}  // namespace fairplay::auditor::behaviour::numpy
