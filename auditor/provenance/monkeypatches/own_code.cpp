#include "auditor/provenance/monkeypatches/own_code.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "signatures/monkeypatches/module_facts.h"
#include "signatures/monkeypatches/paths.h"

namespace fairplay::auditor::provenance::monkeypatches {

using signatures::Damage;
using signatures::monkeypatches::Event;
using signatures::monkeypatches::is_numpy;
using signatures::monkeypatches::is_string;
using signatures::monkeypatches::ModuleFacts;
using signatures::monkeypatches::Path;

namespace {

constexpr int deepest_call = 12;
constexpr std::size_t most_steps = 200'000;

std::string module_name(std::string path) {
  path.resize(path.size() - 3);
  std::ranges::replace(path, '/', '.');
  if (path.ends_with(".__init__")) path.resize(path.size() - 9);
  return path;
}

/// What NumPy sets on its own functions wherever they come from: how they are shown.
bool is_shown_only(const Path& target) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{".__module__", ".__qualname__", ".__name__", ".__doc__"},
      [&](std::string_view end) { return target.ends_with(end); });
}

class OwnCode {
 public:
  OwnCode(const std::string& path, std::string text)
      : path_(path), source_(signatures::python::module_source(std::move(text), path, damage_)) {
    facts_ = signatures::monkeypatches::read_facts(source_, module_name(path), path.ends_with("/__init__.py"), damage_);
  }

  std::vector<Monkeypatch> run() {
    body(0, {}, 0);
    return std::move(found_);
  }

 private:
  static Path substituted(const Path& path, const std::vector<Path>& arguments) {
    if (!path.starts_with('$')) return path;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
    if (error != std::errc() || index >= arguments.size() || arguments[index].empty()) return {};
    return arguments[index] + std::string(end, path.data() + path.size());
  }

  void body(std::size_t index, const std::vector<Path>& arguments, int depth) {
    signatures::monkeypatches::read_body(source_, facts_, index, damage_);
    const std::vector<Event> events = facts_.bodies[index].events;
    std::string notice;
    for (const Event& event : events) {
      if (event.kind == Event::Kind::notice && event.guards.empty()) notice = event.text;
    }
    for (const Event& event : events) {
      if (++steps_ > most_steps) return;
      const bool never = std::ranges::any_of(event.guards, [&](std::uint32_t guard) {
        return guard < facts_.guards.size() &&
               facts_.guards[guard].kind == signatures::monkeypatches::Guard::Kind::never;
      });
      if (never) continue;
      if (event.kind == Event::Kind::call) call(event, arguments, depth);
      if (event.kind != Event::Kind::patch) continue;
      const Path target = substituted(event.target, arguments);
      const bool put_back = std::ranges::any_of(events, [&](const Event& later) {
        return &later > &event && later.kind == Event::Kind::restore && substituted(later.target, arguments) == target;
      });
      if (!put_back && replaces(target, substituted(event.value, arguments))) report(event, target, notice);
    }
  }

  bool replaces(const Path& target, const Path& value) const {
    if (!is_numpy(target) || target.contains("()") || is_shown_only(target)) return false;
    const bool own =
        target.starts_with(facts_.module + ".") && target.find('.', facts_.module.size() + 1) == std::string::npos;
    if (!own) return !target.starts_with(facts_.module + ".");
    return !value.empty() && !is_numpy(value) && !is_string(value) && !value.starts_with('$') &&
           !value.starts_with('@') && !value.starts_with("builtins.");
  }

  void call(const Event& event, const std::vector<Path>& arguments, int depth) {
    const Path target = substituted(event.target, arguments);
    if (depth >= deepest_call || !target.starts_with(facts_.module + ".")) return;
    const auto function = facts_.functions.find(std::string_view(target).substr(facts_.module.size() + 1));
    if (function == facts_.functions.end()) return;
    const std::size_t index = function->second;
    std::vector<Path> given(facts_.bodies[index].parameters.size());
    std::string key = function->first;
    std::size_t position = 0;
    for (const auto& one : event.arguments) {
      Path path = substituted(one.path, arguments);
      key += "|" + path;
      if (one.keyword.empty()) {
        if (position < given.size()) given[position] = std::move(path);
        ++position;
        continue;
      }
      const auto parameter = std::ranges::find(facts_.bodies[index].parameters, one.keyword);
      if (parameter != facts_.bodies[index].parameters.end())
        given[static_cast<std::size_t>(parameter - facts_.bodies[index].parameters.begin())] = std::move(path);
    }
    if (facts_.bodies[index].context_manager || !entered_.insert(std::move(key)).second) return;
    body(index, given, depth + 1);
  }

  void report(const Event& event, const Path& target, const std::string& notice) {
    const auto line = static_cast<int>(event.line);
    if (std::ranges::any_of(found_, [&](const Monkeypatch& one) { return one.line == line && one.target == target; }))
      return;
    Monkeypatch patch;
    patch.package = "numpy";
    patch.path = path_;
    patch.line = line;
    patch.target = target;
    patch.statement = event.text;
    patch.chain = {path_};
    patch.notice = notice;
    if (!notice.empty()) patch.standing = Monkeypatch::Standing::announced;
    found_.push_back(std::move(patch));
  }

  std::string path_;
  std::vector<Damage> damage_;  // the comparison of sources reports it
  signatures::python::ModuleSource source_;
  ModuleFacts facts_;
  std::vector<Monkeypatch> found_;
  std::set<std::string> entered_;
  std::size_t steps_ = 0;
};

}  // namespace

std::vector<Monkeypatch> own_patches(const std::string& path, std::string text) {
  if (!path.ends_with(".py") || !path.starts_with("numpy/") || text.size() > signatures::monkeypatches::largest_module)
    return {};
  return OwnCode(path, std::move(text)).run();
}

}  // namespace fairplay::auditor::provenance::monkeypatches
