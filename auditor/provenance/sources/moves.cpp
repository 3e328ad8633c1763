#include "auditor/provenance/sources/moves.h"

#include <algorithm>
#include <map>
#include <set>

#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::footprint::OutlineItem;
using signatures::footprint::OutlineKind;

constexpr std::size_t longest_content = 1U << 20U;

/// A definition without its name, as a key; empty if that is too little to recognise it.
std::string content_of(const Unmatched& unmatched) {
  const OutlineItem& item = *unmatched.item;
  if (item.kind == OutlineKind::function)
    return item.hash.empty() ? std::string() : "f" + item.hash + "(" + item.parameters;
  std::string content = "c(" + item.parameters;
  bool any = false;
  const std::string prefix = item.name + ".";
  // A class's members follow it in the list.
  const OutlineItem* const end = unmatched.outline->items.data() + unmatched.outline->items.size();
  for (const OutlineItem* other = unmatched.item + 1; other < end; ++other) {
    if (other->name.empty()) continue;
    if (!other->name.starts_with(prefix)) break;
    if (content.size() > longest_content) return {};
    content += "\n" + other->name.substr(prefix.size()) + " " + other->hash + "(" + other->parameters;
    any = any || other->kind == OutlineKind::function;
  }
  return any ? content : std::string();
}

using Key = std::string;

/// Pairs definitions with equal keys if exactly one on either side has the key.
template <class Of>
void pair_unique(std::vector<Unmatched>& removed, std::vector<Unmatched>& added, std::vector<Move>& moves, bool equal,
                 Of key_of) {
  struct Places {
    std::vector<std::size_t> old;
    std::vector<std::size_t> now;
  };
  std::map<Key, Places> by_key;
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (Key key = key_of(removed[i]); !key.empty()) by_key[std::move(key)].old.push_back(i);
  }
  if (by_key.empty()) return;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const auto found = by_key.find(key_of(added[i]));
    if (found != by_key.end()) found->second.now.push_back(i);
  }
  std::set<std::size_t> old_done;
  std::set<std::size_t> now_done;
  for (const auto& [key, places] : by_key) {
    if (places.old.size() != 1 || places.now.size() != 1) continue;
    moves.push_back({removed[places.old[0]], added[places.now[0]], equal});
    old_done.insert(places.old[0]);
    now_done.insert(places.now[0]);
  }
  std::size_t i = 0;
  std::erase_if(removed, [&](const Unmatched&) { return old_done.contains(i++); });
  i = 0;
  std::erase_if(added, [&](const Unmatched&) { return now_done.contains(i++); });
}

/// Members of a moved class don't count as moves themselves.
void drop_members(std::vector<Unmatched>& unmatched, const std::set<std::pair<std::string, std::string>>& classes) {
  std::erase_if(unmatched, [&](const Unmatched& one) {
    const std::string& name = one.item->name;
    for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
      if (classes.contains({one.path, name.substr(0, dot)})) return true;
    }
    return false;
  });
}

}  // namespace

std::vector<Move> find_moves(std::vector<Unmatched>& removed, std::vector<Unmatched>& added) {
  std::vector<Move> moves;
  const auto by_content = [](const Unmatched& one) {
    const std::string content = content_of(one);
    return content.empty() ? content : one.item->name + "\n" + content;
  };
  const auto content_alone = [](const Unmatched& one) {
    // Only within one class or folder: methods don't turn into functions.
    const std::string content = content_of(one);
    return content.empty() || one.item->name.find('.') != std::string::npos ? std::string() : content;
  };
  const auto method_content = [](const Unmatched& one) {
    const std::string& name = one.item->name;
    const std::size_t dot = name.rfind('.');
    const std::string content = content_of(one);
    return content.empty() || dot == std::string::npos ? std::string()
                                                       : one.path + "\n" + name.substr(0, dot) + "\n" + content;
  };
  const auto place = [](const Unmatched& one) {
    return one.item->name.find('.') != std::string::npos ? std::string()
                                                         : std::string(base_name(one.path)) + "\n" + one.item->name;
  };
  const auto classes_aside = [&] {
    std::set<std::pair<std::string, std::string>> old;
    std::set<std::pair<std::string, std::string>> now;
    for (const Move& move : moves) {
      if (move.old.item->kind != OutlineKind::class_) continue;
      if (!move.equal) continue;
      old.emplace(move.old.path, move.old.item->name);
      now.emplace(move.now.path, move.now.item->name);
    }
    drop_members(removed, old);
    drop_members(added, now);
  };
  pair_unique(removed, added, moves, true, by_content);
  classes_aside();
  pair_unique(removed, added, moves, true, content_alone);
  classes_aside();
  pair_unique(removed, added, moves, true, method_content);
  pair_unique(removed, added, moves, false, place);
  // Members follow their class, changed or not.
  std::set<std::pair<std::string, std::string>> old_classes;
  std::set<std::pair<std::string, std::string>> now_classes;
  std::map<std::string, std::string> now_of;  // path and class
  for (const Move& move : moves) {
    if (move.equal || move.old.item->kind != OutlineKind::class_) continue;
    now_of[move.now.path + "\n" + move.now.item->name] = move.old.path + "\n" + move.old.item->name;
    old_classes.emplace(move.old.path, move.old.item->name);
    now_classes.emplace(move.now.path, move.now.item->name);
  }
  const auto member_of = [&](const Unmatched& one, bool now) {
    const std::string& name = one.item->name;
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return std::string();
    std::string class_name = one.path + "\n" + name.substr(0, dot);
    if (now) {
      const auto found = now_of.find(class_name);
      if (found == now_of.end()) return std::string();
      class_name = found->second;
    } else if (!old_classes.contains({one.path, name.substr(0, dot)})) {
      return std::string();
    }
    return class_name + name.substr(dot);
  };
  if (!now_of.empty()) {
    std::map<std::string, std::size_t> waiting;
    for (std::size_t i = 0; i < removed.size(); ++i) {
      if (const std::string key = member_of(removed[i], false); !key.empty()) waiting.emplace(key, i);
    }
    std::set<std::size_t> old_done;
    std::set<std::size_t> now_done;
    for (std::size_t i = 0; i < added.size(); ++i) {
      const auto found = waiting.find(member_of(added[i], true));
      if (found == waiting.end() || old_done.contains(found->second)) continue;
      const Unmatched& old = removed[found->second];
      moves.push_back(
          {old, added[i], old.item->hash == added[i].item->hash && old.item->parameters == added[i].item->parameters});
      old_done.insert(found->second);
      now_done.insert(i);
    }
    std::size_t i = 0;
    std::erase_if(removed, [&](const Unmatched&) { return old_done.contains(i++); });
    i = 0;
    std::erase_if(added, [&](const Unmatched&) { return now_done.contains(i++); });
  }
  return moves;
}

}  // namespace fairplay::auditor::provenance
