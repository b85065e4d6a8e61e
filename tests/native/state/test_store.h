#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "state/engine.h"

namespace skyflock::state {

/// An engine with what JavaScript does for it: text of paths and values, and how it is handed over.
/// Values are written as in {a: 1, b: ['x', null]}; #7 is the slot of a value nobody looks into.
class TestStore {
 public:
  using Changes = std::vector<std::pair<std::string, std::string>>;

  explicit TestStore(bool parity = false, const std::string& initial = "")
      : engine(parity, [](uint32_t a, uint32_t b) { return a % 100 == b % 100; }) {
    if (!initial.empty()) replaceAll(initial);
  }

  /// Writes the whole state, past all stages.
  void replaceAll(const std::string& state) {
    begin();
    add(rootNode, state);
    engine.run(0);
    engine.append(1);
    status = engine.commit();
  }

  uint32_t path(const std::string& text) {
    uint32_t node = rootNode;
    for (const std::string& key : split(text)) node = engine.intern(node, segment(key));
    return node;
  }

  void sync(const std::string& a, const std::string& b) {
    engine.graph(Graph::sync).link(path(a), path(b));
  }
  void flip(const std::string& a, const std::string& b) {
    engine.graph(Graph::flip).link(path(a), path(b));
  }
  void unsync(const std::string& a, const std::string& b) {
    engine.graph(Graph::sync).unlink(path(a), path(b));
  }
  void unflip(const std::string& a, const std::string& b) {
    engine.graph(Graph::flip).unlink(path(a), path(b));
  }
  uint32_t aggregate(const std::string& target, const std::vector<std::string>& sources) {
    std::vector<uint32_t> nodes;
    for (const std::string& source : sources) nodes.push_back(path(source));
    return engine.aggregate(path(target), nodes.data(), static_cast<uint32_t>(nodes.size()));
  }

  /// Fills in a batch and gives its number of rows.
  uint32_t fill(const Changes& changes) {
    begin();
    for (const auto& [where, value] : changes) add(path(where), value);
    return rows_;
  }
  /// Processes a batch and gives its list.
  std::string process(const Changes& changes) {
    const uint32_t rows = fill(changes);
    status = engine.process(rows);
    return list();
  }

  /// The list: "a=1 b=1/sync".
  std::string list() const {
    std::string text;
    for (uint32_t i = 0; i < engine.list().size(); ++i) {
      const Row row = engine.list()[i];
      text += (text.empty() ? "" : " ") + name(row.node) + "=" + batchValue(row.value);
      static constexpr const char* kNames[] = {"aggregation", "sync", "flip", "listener", "noop"};
      for (uint32_t k = 0; k < 5; ++k) {
        if ((row.flags >> k & 1) != 0) text += std::string("/") + kNames[k];
      }
    }
    return text;
  }
  /// The writes; a read is marked by an arrow.
  std::string writes() const {
    std::string text;
    const Writes& writes = engine.writes();
    for (uint32_t i = 0; i < writes.size(); ++i) {
      const bool isRead = writes.rows()[i] == none;
      const Value value = {static_cast<Tag>(writes.tags()[i]), writes.payloads()[i]};
      text += (text.empty() ? "" : " ") + name(writes.ids()[i]) + (isRead ? "<-" : "=");
      text += isRead && isContainer(value.tag) ? name(static_cast<uint32_t>(value.payload))
                                               : batchValue(value);
    }
    return text;
  }
  std::string stageEnds() const {
    const uint32_t* ends = engine.stageEnds();
    return std::to_string(ends[0]) + " " + std::to_string(ends[1]) + " " + std::to_string(ends[2]);
  }
  /// What the shadow has at a path, keys in alphabetical order.
  std::string at(const std::string& text) { return shadowValue(path(text)); }
  std::string state() const { return shadowValue(rootNode); }
  /// The groups with their members, in order: "a b | c d".
  std::string groups(Graph kind) const {
    Array<uint32_t> groups;
    const PathGraph& graph = engine.graph(kind);
    graph.listGroups(groups);
    std::string text;
    for (const uint32_t group : groups) {
      if (!text.empty()) text += " |";
      for (uint32_t member = graph.group(group).first; member != none;
           member = graph.vertex(member).nextMember) {
        text += (text.empty() ? "" : " ") + name(graph.vertex(member).node);
      }
    }
    return text;
  }

  std::string name(uint32_t node) const {
    if (node == rootNode) return "";
    const std::string parent = name(engine.node(node).parent);
    return (parent.empty() ? "" : parent + ".") + key(engine.node(node).segment);
  }

  uint32_t segment(const std::string& key) {
    if (!key.empty() && key.size() < 9 &&
        std::all_of(key.begin(), key.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) &&
        (key == "0" || key[0] != '0')) {
      return static_cast<uint32_t>(std::atoi(key.c_str())) | constants::segmentIndex;
    }
    return numberOf(key, keys_, keyNumbers_);
  }
  uint32_t slotOf(const std::string& text) { return numberOf(text, strings_, stringNumbers_); }

  Engine engine;
  StateStatus status = StateStatus::ok;

 private:
  static std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> keys(1);
    for (const char c : text) {
      if (c == '.') {
        keys.emplace_back();
      } else {
        keys.back() += c;
      }
    }
    return keys;
  }
  static uint32_t numberOf(const std::string& text, std::vector<std::string>& texts,
                           std::map<std::string, uint32_t>& numbers) {
    const auto [found, isNew] = numbers.try_emplace(text, static_cast<uint32_t>(texts.size()));
    if (isNew) texts.push_back(text);
    return found->second;
  }
  std::string key(uint32_t segment) const {
    return (segment & constants::segmentIndex) != 0
               ? std::to_string(segment & ~constants::segmentIndex)
               : keys_[segment];
  }

  void begin() {
    rows_ = 0;
    values_ = 0;
    engine.reserve(0, 0);
  }
  void add(uint32_t node, const std::string& text) {
    const char* at = text.c_str();
    const Value value = parse(at, 0);
    engine.reserve(rows_ + 1, values_);
    InputRows& input = engine.input();
    input.ids.data()[rows_] = node;
    input.tags.data()[rows_] = static_cast<uint8_t>(value.tag);
    input.payloads.data()[rows_] = value.payload;
    rows_ += 1;
  }
  uint32_t addValue(uint32_t segment, Value value) {
    engine.reserve(rows_, values_ + 1);
    ValueNodes& values = engine.values();
    values.segments.data()[values_] = segment;
    values.tags.data()[values_] = static_cast<uint8_t>(value.tag);
    values.payloads.data()[values_] = value.payload;
    values.ends.data()[values_] = values_ + 1;
    return values_++;
  }
  static void skip(const char*& at) {
    while (*at == ' ' || *at == ',' || *at == ':') ++at;
  }
  static std::string word(const char*& at) {
    std::string text;
    while (std::isalnum(static_cast<unsigned char>(*at)) != 0 || *at == '.' || *at == '-' ||
           *at == '+') {
      text += *at++;
    }
    return text;
  }
  /// A leaf, or a container that is taken apart; its own value node comes first.
  Value parse(const char*& at, uint32_t ownSegment) {
    skip(at);
    if (*at == '{' || *at == '[') {
      const bool isObject = *at++ == '{';
      const Tag tag = isObject ? Tag::object : Tag::array;
      const uint32_t own = addValue(ownSegment, {tag, 0});
      for (uint32_t index = 0; skip(at), *at != '}' && *at != ']'; ++index) {
        const uint32_t inner = isObject ? segment(word(at)) : (index | constants::segmentIndex);
        skip(at);
        if (*at == '{' || *at == '[') {
          parse(at, inner);
        } else {
          addValue(inner, parse(at, 0));
        }
      }
      ++at;
      engine.values().ends.data()[own] = values_;
      return {tag, double(own)};
    }
    if (*at == '\'') {
      std::string text;
      for (++at; *at != '\'';) text += *at++;
      ++at;
      return {Tag::string, double(slotOf(text))};
    }
    if (*at == '#') return {Tag::slot, std::strtod(word(++at).c_str(), nullptr)};
    const std::string text = word(at);
    if (text == "true") return {Tag::booleanTrue, 0};
    if (text == "false") return {Tag::booleanFalse, 0};
    if (text == "null") return {Tag::null, 0};
    if (text == "undefined") return {Tag::undefined, 0};
    return {Tag::number, std::strtod(text.c_str(), nullptr)};
  }

  std::string leaf(Value value) const {
    switch (value.tag) {
      case Tag::absent:
        return "absent";
      case Tag::undefined:
        return "undefined";
      case Tag::null:
        return "null";
      case Tag::booleanFalse:
        return "false";
      case Tag::booleanTrue:
        return "true";
      case Tag::string:
        return "'" + strings_[static_cast<uint32_t>(value.payload)] + "'";
      case Tag::slot:
        return "#" + std::to_string(static_cast<uint32_t>(value.payload));
      default:
        break;
    }
    char text[40];
    std::snprintf(text, sizeof text, "%g", value.payload);
    return text;
  }
  std::string batchValue(Value value) const {
    if (value.tag == Tag::object) return "{..}";
    if (value.tag == Tag::array) return "[..]";
    return leaf(value);
  }
  std::string shadowValue(uint32_t id) const {
    const Node& node = engine.node(id);
    if (!isContainer(node.tag)) return leaf({node.tag, node.payload});
    std::map<std::string, std::string> inner;
    for (uint32_t child = node.firstChild; child != none; child = engine.node(child).nextSibling) {
      if (engine.node(child).tag == Tag::absent) continue;
      inner[key(engine.node(child).segment)] = shadowValue(child);
    }
    const bool isArray = node.tag == Tag::array;
    std::string text = isArray ? std::to_string(static_cast<uint32_t>(node.payload)) + "[" : "{";
    bool isFirst = true;
    for (const auto& [name, value] : inner) {
      text += (isFirst ? "" : ",") + name + ":" + value;
      isFirst = false;
    }
    return text + (isArray ? "]" : "}");
  }

  std::vector<std::string> keys_, strings_;
  std::map<std::string, uint32_t> keyNumbers_, stringNumbers_;
  uint32_t rows_ = 0, values_ = 0;
};

}  // namespace skyflock::state
