#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "auditor/provenance/monkeypatches/environment.h"
#include "auditor/provenance/monkeypatches/guard_verdict.h"
#include "auditor/provenance/monkeypatches/module_store.h"

namespace fairplay::auditor::provenance::monkeypatches {

/// Goes through modules in the order in which imports reach them, into the functions that their own statements call,
/// and collects what of NumPy that replaces.
class Follower {
 public:
  Follower(ModuleStore& store, const ImportPaths& paths, const MetNumpy& numpy)
      : store_(store), paths_(paths), numpy_(numpy) {}

  /// `shown`: what stands first in the chains of all it reaches; empty: the module's own file.
  void start(const std::string& module, std::string shown);
  void run();

  std::vector<Monkeypatch> take() { return std::move(found_); }
  std::size_t modules() const { return nodes_.size(); }
  bool exhausted() const { return steps_ >= most_steps; }

 private:
  using Path = signatures::monkeypatches::Path;
  using Event = signatures::monkeypatches::Event;
  using ModuleFacts = signatures::monkeypatches::ModuleFacts;

  static constexpr std::size_t most_steps = 4'000'000;
  static constexpr int deepest_call = 24;
  static constexpr std::size_t most_found = 1'000;

  struct Node {
    std::string module;
    std::ptrdiff_t parent = -1;
    std::string shown;  ///< of an entry
  };
  /// A body that runs. `at` is the event that it is at; of a caller the call.
  struct Frame {
    StoredModule* module = nullptr;
    std::size_t body = 0;
    std::vector<Path> arguments;
    const Frame* caller = nullptr;
    const Event* at = nullptr;
    int depth = 0;
  };

  void enqueue(const std::string& module, std::ptrdiff_t parent);
  void run_body(Frame& frame);
  void call(Frame& frame, const Event& event);
  void enter(Frame& caller, StoredModule& module, std::string_view name, std::vector<Path> arguments);
  /// The method `name` of a class or of one of its bases.
  bool enter_method(Frame& caller, const Path& type, std::string_view name, const std::vector<Path>& arguments,
                    int depth);
  void record(Frame& frame, const Event& event, const Path& target);

  Path substituted(const Frame& frame, const Path& path) const;
  /// Where a path ends up: at something of NumPy's, or at what a module of the environment defines. Empty: elsewhere.
  Path resolved(Path path, int depth = 0);
  Path returned(StoredModule& module, std::string_view function, int depth);
  /// The longest beginning that is a module.
  StoredModule* module_of(const Path& path, std::size_t& length);

  bool can_run(const ModuleFacts& facts, const Event& event) const;
  std::vector<std::string> chain_of(const Frame& frame) const;
  std::string notice_for(const Frame& frame) const;

  ModuleStore& store_;
  const ImportPaths& paths_;
  const MetNumpy& numpy_;
  std::vector<Node> nodes_;
  std::deque<std::size_t> queue_;
  std::map<std::string, std::size_t, std::less<>> reached_;
  std::unordered_set<std::string> entered_;
  std::vector<Monkeypatch> found_;
  std::set<std::string> reported_;
  std::size_t steps_ = 0;
  std::ptrdiff_t current_ = -1;
};

}  // namespace fairplay::auditor::provenance::monkeypatches
