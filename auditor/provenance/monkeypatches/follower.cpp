#include "auditor/provenance/monkeypatches/follower.h"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "signatures/monkeypatches/paths.h"

namespace fairplay::auditor::provenance::monkeypatches {

using signatures::monkeypatches::Argument;
using signatures::monkeypatches::Body;
using signatures::monkeypatches::Guard;
using signatures::monkeypatches::is_numpy;
using signatures::monkeypatches::is_string;
using signatures::monkeypatches::text_of;

void Follower::start(const std::string& module, std::string shown) {
  if (reached_.contains(module)) return;
  reached_.emplace(module, nodes_.size());
  queue_.push_back(nodes_.size());
  nodes_.push_back({module, -1, std::move(shown)});
}

void Follower::enqueue(const std::string& module, std::ptrdiff_t parent) {
  if (reached_.contains(module)) return;
  const StoredModule* stored = store_.get(module);
  if (stored == nullptr || stored->kind == ImportPaths::Kind::namespace_folder) return;
  reached_.emplace(module, nodes_.size());
  queue_.push_back(nodes_.size());
  nodes_.push_back({module, parent, {}});
}

void Follower::run() {
  while (!queue_.empty() && steps_ < most_steps) {
    const std::size_t node = queue_.front();
    queue_.pop_front();
    current_ = static_cast<std::ptrdiff_t>(node);
    StoredModule* module = store_.get(nodes_[node].module);
    if (module == nullptr) continue;
    Frame frame;
    frame.module = module;
    if (module->facts) {
      run_body(frame);
    } else if (module->loops.found && module->loops.at_import) {
      Event event;
      event.kind = Event::Kind::patch;
      event.text = module->loops.how + " when it is imported";
      frame.at = &event;
      record(frame, event, "numpy.ufunc");
    }
  }
}

// --- Code that runs
// --------------------------------------------------------------------------------------------------------------------

bool Follower::can_run(const ModuleFacts& facts, const Event& event) const {
  return std::ranges::none_of(event.guards, [&](std::uint32_t guard) {
    return guard < facts.guards.size() && verdict_of(facts.guards[guard], numpy_, false) == GuardVerdict::fails;
  });
}

void Follower::run_body(Frame& frame) {
  if (frame.depth > deepest_call) return;
  ModuleFacts& facts = *frame.module->facts;
  // Reading a function may add bodies, which moves them, but not the list of events of one that was read.
  const Event* const events = facts.bodies[frame.body].events.data();
  const std::size_t count = facts.bodies[frame.body].events.size();
  for (std::size_t i = 0; i < count && steps_ < most_steps; ++i, ++steps_) {
    const Event& event = events[i];
    frame.at = &event;
    switch (event.kind) {
      case Event::Kind::import_:
        if (!can_run(facts, event)) break;
        for (const std::string& module : ModuleStore::imported_by(event)) enqueue(module, current_);
        break;
      case Event::Kind::call:
        if (can_run(facts, event)) call(frame, event);
        break;
      case Event::Kind::patch: {
        const Path target = resolved(substituted(frame, event.target));
        // A result of NumPy's functions is the caller's own.
        if (!is_numpy(target) || target.contains("()")) break;
        const bool put_back = std::any_of(events + i + 1, events + count, [&](const Event& later) {
          return later.kind == Event::Kind::restore && resolved(substituted(frame, later.target)) == target;
        });
        if (put_back || resolved(substituted(frame, event.value)) == target) break;
        record(frame, event, target);
        break;
      }
      case Event::Kind::restore:
      case Event::Kind::notice: break;
    }
  }
}

void Follower::call(Frame& frame, const Event& event) {
  const Path target = resolved(substituted(frame, event.target));
  if (target.empty() || is_numpy(target) || is_string(target)) return;
  std::size_t length = 0;
  StoredModule* module = module_of(target.starts_with('@') ? target.substr(1) : target, length);
  if (module == nullptr) return;
  if (!module->facts) {
    if (module->loops.found && !module->loops.at_import) {
      Event reported = event;
      reported.text += reported.text.empty()
                           ? module->loops.how
                           : " (" + std::string(paths_.shown(module->file)) + " " + module->loops.how + ")";
      record(frame, reported, "numpy.ufunc");
    }
    return;
  }
  if (target.size() <= length) return;
  std::vector<Path> arguments;
  for (const Argument& one : event.arguments) {
    Path path = resolved(substituted(frame, one.path));
    arguments.push_back(one.keyword.empty() || path.empty() ? std::move(path) : "=" + one.keyword + "=" + path);
  }
  if (target.starts_with('@')) {
    const std::size_t dot = target.rfind('.');
    enter_method(frame, target.substr(1, dot - 1), target.substr(dot + 1), arguments, 0);
    return;
  }
  const std::string_view rest = std::string_view(target).substr(length + 1);
  if (const std::size_t instance = rest.find(".()."); instance != std::string_view::npos) {
    const std::string_view name = rest.substr(instance + 4);
    if (!name.contains('.')) enter_method(frame, target.substr(0, length + 1 + instance), name, arguments, 0);
    return;
  }
  if (module->facts->functions.contains(rest)) {
    enter(frame, *module, rest, std::move(arguments));
  } else if (module->facts->classes.contains(rest)) {
    enter_method(frame, target, "__init__", arguments, 0);
    enter_method(frame, target, "__new__", arguments, 0);
  } else if (const std::size_t dot = rest.rfind('.');
             dot != std::string_view::npos && module->facts->classes.contains(rest.substr(0, dot))) {
    enter_method(frame, target.substr(0, length + 1 + dot), rest.substr(dot + 1), arguments, 0);
  }
}

bool Follower::enter_method(Frame& caller, const Path& type, std::string_view name, const std::vector<Path>& arguments,
                            int depth) {
  if (depth > 10) return false;
  std::size_t length = 0;
  StoredModule* module = module_of(type, length);
  if (module == nullptr || !module->facts || type.size() <= length) return false;
  const std::string owner = type.substr(length + 1);
  const auto bases = module->facts->classes.find(owner);
  if (bases == module->facts->classes.end()) return false;
  const std::string function = owner + "." + std::string(name);
  if (const auto found = module->facts->functions.find(function); found != module->facts->functions.end()) {
    std::vector<Path> with_self;
    if (module->facts->bodies[found->second].method) with_self.emplace_back("@" + type);
    with_self.insert(with_self.end(), arguments.begin(), arguments.end());
    enter(caller, *module, function, std::move(with_self));
    return true;
  }
  const std::vector<Path> all = bases->second;
  return std::ranges::any_of(all, [&](const Path& base) {
    const Path path = resolved(base);
    return !path.empty() && !is_numpy(path) && enter_method(caller, path, name, arguments, depth + 1);
  });
}

void Follower::enter(Frame& caller, StoredModule& module, std::string_view name, std::vector<Path> arguments) {
  const auto found = module.facts->functions.find(name);
  if (found == module.facts->functions.end() || caller.depth >= deepest_call) return;
  Frame frame;
  frame.module = &module;
  frame.body = found->second;
  frame.caller = &caller;
  frame.depth = caller.depth + 1;
  store_.read_body(module, frame.body);
  const Body& body = module.facts->bodies[frame.body];
  // Its body runs between __enter__ and __exit__, which puts back.
  if (body.context_manager) return;
  frame.arguments.resize(body.parameters.size());
  for (std::size_t i = 0; i < body.defaults.size() && i < frame.arguments.size(); ++i)
    frame.arguments[i] = resolved(body.defaults[i]);
  std::size_t position = 0;
  for (Path& one : arguments) {
    if (!one.starts_with('=')) {
      if (position < frame.arguments.size()) frame.arguments[position] = std::move(one);
      ++position;
      continue;
    }
    const std::size_t end = one.find('=', 1);
    const auto parameter = std::ranges::find(body.parameters, std::string_view(one).substr(1, end - 1));
    if (parameter != body.parameters.end())
      frame.arguments[static_cast<std::size_t>(parameter - body.parameters.begin())] = one.substr(end + 1);
  }
  std::string key = module.facts->module + "|" + std::string(name);
  for (const Path& one : frame.arguments) key += "|" + one;
  // What says something, and what is guarded, differs by its caller; the rest is the same for all.
  for (const Frame* one = &caller; one != nullptr; one = one->caller) {
    if (one->module->facts && one->at != nullptr && !one->at->guards.empty()) {
      key += "|guarded";
      break;
    }
  }
  if (!notice_for(caller).empty()) key += "|announced";
  if (!entered_.insert(std::move(key)).second) return;
  run_body(frame);
}

// --- What names stand for
// --------------------------------------------------------------------------------------------------------------

Follower::Path Follower::substituted(const Frame& frame, const Path& path) const {
  const std::size_t dollar = path.find('$');
  if (dollar == std::string::npos) return path;
  Path result;
  std::string_view rest = path;
  bool first = true;
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string_view component = rest.substr(0, dot);
    std::string text(component);
    if (component.starts_with('$')) {
      std::size_t index = 0;
      std::from_chars(component.data() + 1, component.data() + component.size(), index);
      const Path argument = index < frame.arguments.size() ? frame.arguments[index] : Path();
      if (first) {
        if (argument.empty()) return {};
        text = argument;
      } else {
        text = is_string(argument) ? std::string(text_of(argument)) : std::string("?");
      }
    }
    result += (first ? "" : ".") + text;
    first = false;
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  return result;
}

StoredModule* Follower::module_of(const Path& path, std::size_t& length) {
  StoredModule* found = nullptr;
  length = 0;
  for (std::size_t dot = path.find('.');; dot = path.find('.', dot + 1)) {
    const std::size_t end = std::min(dot, path.size());
    if (StoredModule* module = store_.known(std::string_view(path).substr(0, end))) {
      found = module;
      length = end;
    } else if (found != nullptr || !store_.has_root(path)) {
      break;
    }
    if (dot == std::string::npos) break;
  }
  return found;
}

Follower::Path Follower::returned(StoredModule& module, std::string_view function, int depth) {
  const auto found = module.facts->functions.find(function);
  if (found == module.facts->functions.end()) return {};
  store_.read_body(module, found->second);
  const std::vector<Path> all = module.facts->bodies[found->second].returns;
  for (const Path& one : all) {
    if (one.contains('$')) continue;
    if (Path path = resolved(one, depth + 1); !path.empty()) return path;
  }
  return {};
}

Follower::Path Follower::resolved(Path path, int depth) {
  for (int hop = 0; hop < 24 && depth < 12; ++hop) {
    ++steps_;
    if (path.empty() || is_numpy(path) || is_string(path) || path.starts_with('@')) return path;
    std::size_t length = 0;
    StoredModule* module = module_of(path, length);
    if (module == nullptr) return {};
    if (!module->facts || path.size() <= length) return path;
    const std::string_view rest = std::string_view(path).substr(length + 1);
    const std::string_view first = rest.substr(0, rest.find('.'));
    const std::string_view beyond =
        first.size() == rest.size() ? std::string_view() : rest.substr(first.size());  // with its dot
    const ModuleFacts& facts = *module->facts;
    if (facts.functions.contains(first)) {
      if (!beyond.starts_with(".()")) return path;
      Path result = returned(*module, first, depth);
      if (result.empty() || is_string(result)) return {};
      path = result + std::string(beyond.substr(3));
      continue;
    }
    if (facts.classes.contains(first)) return path;
    // A function defined inside another one: its name has dots itself.
    if (facts.functions.contains(rest)) return path;
    if (const auto name = facts.names.find(first); name != facts.names.end() && !name->second.empty()) {
      Path next = name->second;
      if (is_string(next)) return beyond.empty() ? next : Path();
      next += std::string(beyond);
      if (next == path) return path;
      path = std::move(next);
      continue;
    }
    if (first == "__dict__" || first == "?") return {};
    Path found;
    for (const Path& star : facts.stars) {
      found = resolved(star + "." + std::string(rest), depth + 1);
      if (!found.empty() && (!is_numpy(found) || star != "numpy" || depth == 0)) break;
    }
    if (!found.empty()) return found;
    // A submodule that nobody imported so far.
    const std::string submodule = path.substr(0, length) + "." + std::string(first);
    if (!facts.package || store_.get(submodule) == nullptr) return {};
  }
  return {};
}

// --- What is reported
// ----------------------------------------------------------------------------------------------------------------------

std::vector<std::string> Follower::chain_of(const Frame& frame) const {
  std::vector<std::string> chain;
  const auto add = [&](std::string text) {
    if (chain.empty() || chain.back() != text) chain.push_back(std::move(text));
  };
  std::vector<const Node*> nodes;
  for (std::ptrdiff_t node = current_; node >= 0 && nodes.size() < 64;
       node = nodes_[static_cast<std::size_t>(node)].parent)
    nodes.push_back(&nodes_[static_cast<std::size_t>(node)]);
  for (const Node* node : nodes | std::views::reverse) {
    if (!node->shown.empty())
      add(node->shown);
    else if (const StoredModule* module = store_.known(node->module))
      add(paths_.shown(module->file));
  }
  std::vector<const Frame*> frames;
  for (const Frame* one = &frame; one != nullptr; one = one->caller) frames.push_back(one);
  for (const Frame* one : frames | std::views::reverse) add(paths_.shown(one->module->file));
  return chain;
}

/// A notice counts where it is given whenever the patch is made: in the patch's suite or one around it, in its function
/// or in a caller.
std::string Follower::notice_for(const Frame& frame) const {
  for (const Frame* one = &frame; one != nullptr; one = one->caller) {
    if (!one->module->facts || one->at == nullptr) continue;
    const std::vector<std::uint32_t>& here = one->at->guards;
    for (const Event& event : one->module->facts->bodies[one->body].events) {
      if (event.kind != Event::Kind::notice || event.guards.size() > here.size()) continue;
      if (std::equal(event.guards.begin(), event.guards.end(), here.begin())) return event.text;
    }
  }
  return {};
}

void Follower::record(Frame& frame, const Event& event, const Path& target) {
  if (found_.size() >= most_found) return;
  Monkeypatch patch;
  patch.path = paths_.shown(frame.module->file);
  const std::string& module = frame.module->facts
                                  ? frame.module->facts->module
                                  : nodes_[static_cast<std::size_t>(std::max<std::ptrdiff_t>(current_, 0))].module;
  patch.package = module.starts_with("pth:") ? patch.path : std::string(signatures::monkeypatches::root_of(module));
  patch.line = static_cast<int>(event.line);
  patch.target = target;
  patch.statement = event.text;
  patch.chain = chain_of(frame);
  patch.notice = notice_for(frame);
  if (!patch.notice.empty()) patch.standing = Monkeypatch::Standing::announced;
  for (const Frame* one = &frame; one != nullptr && patch.guard.empty(); one = one->caller) {
    if (!one->module->facts || one->at == nullptr) continue;
    for (const std::uint32_t index : one->at->guards) {
      const auto& guards = one->module->facts->guards;
      if (index >= guards.size() || verdict_of(guards[index], numpy_, true) != GuardVerdict::fails) continue;
      // What never runs at import is no shim.
      if (guards[index].kind == Guard::Kind::never) return;
      patch.guard = guards[index].text;
      patch.standing = Monkeypatch::Standing::dead;
      break;
    }
  }
  if (numpy_.has && numpy_.has(target) == false) patch.effect = Monkeypatch::Effect::adds;
  if (!reported_.insert(patch.path + "\n" + std::to_string(patch.line) + "\n" + patch.target).second) return;
  found_.push_back(std::move(patch));
}

}  // namespace fairplay::auditor::provenance::monkeypatches
