#include <cstddef>
#include <cstdint>
#include <new>

#include "state/engine.h"

// The state engine as exports of a module without a script of its own: numbers in, numbers out, and
// a StateHeader that says where the arrays are. An instance is one store; its memory goes with it.

namespace {

using namespace skyflock::state;

extern "C" __attribute__((import_module("host"), import_name("slotsEqual"))) uint32_t
host_slots_equal(uint32_t a, uint32_t b);

bool slots_equal(uint32_t a, uint32_t b) { return host_slots_equal(a, b) != 0; }

alignas(Engine) std::byte engineMemory[sizeof(Engine)];
alignas(Array<uint32_t>) std::byte answerMemory[sizeof(Array<uint32_t>)];
Engine* engine = nullptr;
Array<uint32_t>* answer = nullptr;
StateHeader header;
StateUsage usage;

uint32_t address(const void* place) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(place));
}

void refresh_input() {
  header.inputIds = address(engine->input().ids.data());
  header.inputTags = address(engine->input().tags.data());
  header.inputPayloads = address(engine->input().payloads.data());
  header.valueSegments = address(engine->values().segments.data());
  header.valueTags = address(engine->values().tags.data());
  header.valuePayloads = address(engine->values().payloads.data());
  header.valueEnds = address(engine->values().ends.data());
}

void refresh_results() {
  const List& list = engine->list();
  header.listIds = address(list.ids());
  header.listTags = address(list.tags());
  header.listPayloads = address(list.payloads());
  header.listFlags = address(list.flags());
  header.listOrigins = address(list.origins());
  header.listLength = list.size();
  header.aggregationEnd = engine->stage_ends()[0];
  header.syncEnd = engine->stage_ends()[1];
  header.flipEnd = engine->stage_ends()[2];
  header.failedRow = engine->failed_row();
  const Writes& writes = engine->writes();
  header.writeIds = address(writes.ids());
  header.writeTags = address(writes.tags());
  header.writePayloads = address(writes.payloads());
  header.writeRows = address(writes.rows());
  header.writeLength = writes.size();
  const CreatedNodes& created = engine->created();
  header.createdIds = address(created.ids.data());
  header.createdParents = address(created.parents.data());
  header.createdSegments = address(created.segments.data());
  header.createdLength = created.ids.size();
  header.freedIds = address(engine->freed().data());
  header.freedLength = engine->freed().size();
  header.releasedIds = address(engine->released().data());
  header.releasedLength = engine->released().size();
}

void refresh_answer() {
  header.answer = address(answer->data());
  header.answerLength = answer->size();
}

}  // namespace

#define STATE_EXPORT(name) extern "C" __attribute__((export_name(#name)))

STATE_EXPORT(layoutId) uint32_t state_layout_id() { return layoutId; }

/// Makes the engine; gives the header's address. To be called once, before anything else.
STATE_EXPORT(create) uint32_t state_create(uint32_t parity, uint32_t maxNodes) {
  engine = new (engineMemory) Engine(parity != 0, slots_equal, maxNodes);
  answer = new (answerMemory) Array<uint32_t>();
  return address(&header);
}

STATE_EXPORT(intern) uint32_t state_intern(uint32_t parent, uint32_t segment) {
  return engine->intern(parent, segment);
}
STATE_EXPORT(find) uint32_t state_find(uint32_t parent, uint32_t segment) {
  return engine->find(parent, segment);
}
STATE_EXPORT(retain) void state_retain(uint32_t node) { engine->retain(node); }
STATE_EXPORT(release) void state_release(uint32_t node) { engine->release(node); }

STATE_EXPORT(link) void state_link(uint32_t graph, uint32_t a, uint32_t b) {
  engine->graph(static_cast<Graph>(graph)).link(a, b);
}
STATE_EXPORT(unlink) void state_unlink(uint32_t graph, uint32_t a, uint32_t b) {
  engine->graph(static_cast<Graph>(graph)).unlink(a, b);
}
STATE_EXPORT(groupOf) uint32_t state_group_of(uint32_t graph, uint32_t node) {
  const PathGraph& of = engine->graph(static_cast<Graph>(graph));
  const uint32_t vertex = of.vertex_of(node);
  return vertex == none ? none : of.vertex(vertex).group;
}
STATE_EXPORT(members) void state_members(uint32_t graph, uint32_t group) {
  const PathGraph& of = engine->graph(static_cast<Graph>(graph));
  answer->clear();
  for (uint32_t member = of.group(group).first; member != none;
       member = of.vertex(member).nextMember) {
    answer->push(of.vertex(member).node);
  }
  refresh_answer();
}
STATE_EXPORT(groups) void state_groups(uint32_t graph) {
  answer->clear();
  engine->graph(static_cast<Graph>(graph)).list_groups(*answer);
  refresh_answer();
}
STATE_EXPORT(children) void state_children(uint32_t node) {
  answer->clear();
  for (uint32_t child = engine->node(node).firstChild; child != none;
       child = engine->node(child).nextSibling) {
    answer->push(child);
  }
  refresh_answer();
}

/// Room for numbers that the next call takes, as an aggregation's sources, where answers are
/// otherwise.
STATE_EXPORT(sources) void state_sources(uint32_t count) {
  answer->resize(count);
  refresh_answer();
}
STATE_EXPORT(aggregate) uint32_t state_aggregate(uint32_t target) {
  return engine->aggregate(target, answer->data(), answer->size());
}
STATE_EXPORT(disaggregate) void state_disaggregate(uint32_t aggregation) {
  engine->disaggregate(aggregation);
}

/// Takes on the nodes that `sources` made room for: ids, parents and segments in turn.
STATE_EXPORT(adopt) void state_adopt() { engine->adopt_nodes(answer->data(), answer->size() / 3); }
/// Puts the nodes that `sources` made room for, a group's members, in this order.
STATE_EXPORT(arrange) void state_arrange(uint32_t graph) {
  engine->arrange(static_cast<Graph>(graph), answer->data(), answer->size());
}
STATE_EXPORT(settle) void state_settle() { engine->settle(); }

STATE_EXPORT(reserve) void state_reserve(uint32_t rows, uint32_t values) {
  engine->reserve(rows, values);
  refresh_input();
}
STATE_EXPORT(run) void state_run(uint32_t rows) {
  engine->run(rows);
  refresh_results();
}
STATE_EXPORT(append) void state_append(uint32_t rows) {
  engine->append(rows);
  refresh_results();
}
STATE_EXPORT(commit) uint32_t state_commit() {
  const StateStatus status = engine->commit();
  refresh_results();
  return static_cast<uint32_t>(status);
}
STATE_EXPORT(abort) void state_abort() {
  engine->abort();
  refresh_results();
}
STATE_EXPORT(process) uint32_t state_process(uint32_t rows) {
  const StateStatus status = engine->process(rows);
  refresh_results();
  return static_cast<uint32_t>(status);
}

STATE_EXPORT(tag) uint32_t state_tag(uint32_t node) {
  return static_cast<uint32_t>(engine->node(node).tag);
}
STATE_EXPORT(payload) double state_payload(uint32_t node) { return engine->node(node).payload; }
STATE_EXPORT(usage) uint32_t state_usage() {
  usage = engine->usage();
  return address(&usage);
}
