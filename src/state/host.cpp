#include "state/host.h"

namespace skyflock::state {

uint32_t Host::group_of(Graph graph, uint32_t node) const {
  const PathGraph& of = engine_.graph(graph);
  const uint32_t vertex = of.vertex_of(node);
  return vertex == none ? none : of.vertex(vertex).group;
}

void Host::list_members(Graph graph, uint32_t group) {
  const PathGraph& of = engine_.graph(graph);
  answer_.clear();
  for (uint32_t member = of.group(group).first; member != none;
       member = of.vertex(member).nextMember) {
    answer_.push(of.vertex(member).node);
  }
  refresh_answer();
}

void Host::list_groups(Graph graph) {
  answer_.clear();
  engine_.graph(graph).list_groups(answer_);
  refresh_answer();
}

void Host::list_children(uint32_t node) {
  answer_.clear();
  for (uint32_t child = engine_.node(node).firstChild; child != none;
       child = engine_.node(child).nextSibling) {
    answer_.push(child);
  }
  refresh_answer();
}

void Host::take_sources(uint32_t count) {
  answer_.resize(count);
  refresh_answer();
}

uint32_t Host::aggregate(uint32_t target) {
  return engine_.aggregate(target, answer_.data(), answer_.size());
}
void Host::adopt() { engine_.adopt_nodes(answer_.data(), answer_.size() / 3); }
void Host::arrange(Graph graph) { engine_.arrange(graph, answer_.data(), answer_.size()); }

void Host::reserve(uint32_t rows, uint32_t values) {
  engine_.reserve(rows, values);
  refresh_input();
}
void Host::run(uint32_t rows) {
  engine_.run(rows);
  refresh_results();
}
void Host::append(uint32_t rows) {
  engine_.append(rows);
  refresh_results();
}
StateStatus Host::commit() {
  const StateStatus status = engine_.commit();
  refresh_results();
  return status;
}
void Host::abort() {
  engine_.abort();
  refresh_results();
}
StateStatus Host::process(uint32_t rows) {
  const StateStatus status = engine_.process(rows);
  refresh_results();
  return status;
}

const StateUsage& Host::usage() {
  usage_ = engine_.usage();
  return usage_;
}

void Host::refresh_input() {
  header_.inputIds = address_of(engine_.input().ids.data());
  header_.inputTags = address_of(engine_.input().tags.data());
  header_.inputPayloads = address_of(engine_.input().payloads.data());
  header_.valueSegments = address_of(engine_.values().segments.data());
  header_.valueTags = address_of(engine_.values().tags.data());
  header_.valuePayloads = address_of(engine_.values().payloads.data());
  header_.valueEnds = address_of(engine_.values().ends.data());
}

void Host::refresh_results() {
  const List& list = engine_.list();
  header_.listIds = address_of(list.ids());
  header_.listTags = address_of(list.tags());
  header_.listPayloads = address_of(list.payloads());
  header_.listFlags = address_of(list.flags());
  header_.listOrigins = address_of(list.origins());
  header_.listLength = list.size();
  header_.aggregationEnd = engine_.stage_ends()[0];
  header_.syncEnd = engine_.stage_ends()[1];
  header_.flipEnd = engine_.stage_ends()[2];
  header_.failedRow = engine_.failed_row();
  const Writes& writes = engine_.writes();
  header_.writeIds = address_of(writes.ids());
  header_.writeTags = address_of(writes.tags());
  header_.writePayloads = address_of(writes.payloads());
  header_.writeRows = address_of(writes.rows());
  header_.writeLength = writes.size();
  const CreatedNodes& created = engine_.created();
  header_.createdIds = address_of(created.ids.data());
  header_.createdParents = address_of(created.parents.data());
  header_.createdSegments = address_of(created.segments.data());
  header_.createdLength = created.ids.size();
  header_.freedIds = address_of(engine_.freed().data());
  header_.freedLength = engine_.freed().size();
  header_.releasedIds = address_of(engine_.released().data());
  header_.releasedLength = engine_.released().size();
}

void Host::refresh_answer() {
  header_.answer = address_of(answer_.data());
  header_.answerLength = answer_.size();
}

}  // namespace skyflock::state
