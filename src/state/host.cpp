#include "state/host.h"

namespace skyflock::state {

uint32_t Host::groupOf(Graph graph, uint32_t node) const {
  const PathGraph& of = engine_.graph(graph);
  const uint32_t vertex = of.vertexOf(node);
  return vertex == none ? none : of.vertex(vertex).group;
}

void Host::listMembers(Graph graph, uint32_t group) {
  const PathGraph& of = engine_.graph(graph);
  answer_.clear();
  for (uint32_t member = of.group(group).first; member != none;
       member = of.vertex(member).nextMember) {
    answer_.push(of.vertex(member).node);
  }
  refreshAnswer();
}

void Host::listGroups(Graph graph) {
  answer_.clear();
  engine_.graph(graph).listGroups(answer_);
  refreshAnswer();
}

void Host::listChildren(uint32_t node) {
  answer_.clear();
  for (uint32_t child = engine_.node(node).firstChild; child != none;
       child = engine_.node(child).nextSibling) {
    answer_.push(child);
  }
  refreshAnswer();
}

void Host::takeSources(uint32_t count) {
  answer_.resize(count);
  refreshAnswer();
}

uint32_t Host::aggregate(uint32_t target) {
  return engine_.aggregate(target, answer_.data(), answer_.size());
}
void Host::adopt() { engine_.adoptNodes(answer_.data(), answer_.size() / 3); }
void Host::arrange(Graph graph) { engine_.arrange(graph, answer_.data(), answer_.size()); }

void Host::reserve(uint32_t rows, uint32_t values) {
  engine_.reserve(rows, values);
  refreshInput();
}
void Host::run(uint32_t rows) {
  engine_.run(rows);
  refreshResults();
}
void Host::append(uint32_t rows) {
  engine_.append(rows);
  refreshResults();
}
StateStatus Host::commit() {
  const StateStatus status = engine_.commit();
  refreshResults();
  return status;
}
void Host::abort() {
  engine_.abort();
  refreshResults();
}
StateStatus Host::process(uint32_t rows) {
  const StateStatus status = engine_.process(rows);
  refreshResults();
  return status;
}

const StateUsage& Host::usage() {
  usage_ = engine_.usage();
  return usage_;
}

void Host::refreshInput() {
  header_.inputIds = addressOf(engine_.input().ids.data());
  header_.inputTags = addressOf(engine_.input().tags.data());
  header_.inputPayloads = addressOf(engine_.input().payloads.data());
  header_.valueSegments = addressOf(engine_.values().segments.data());
  header_.valueTags = addressOf(engine_.values().tags.data());
  header_.valuePayloads = addressOf(engine_.values().payloads.data());
  header_.valueEnds = addressOf(engine_.values().ends.data());
}

void Host::refreshResults() {
  const List& list = engine_.list();
  header_.listIds = addressOf(list.ids());
  header_.listTags = addressOf(list.tags());
  header_.listPayloads = addressOf(list.payloads());
  header_.listFlags = addressOf(list.flags());
  header_.listOrigins = addressOf(list.origins());
  header_.listLength = list.size();
  header_.aggregationEnd = engine_.stageEnds()[0];
  header_.syncEnd = engine_.stageEnds()[1];
  header_.flipEnd = engine_.stageEnds()[2];
  header_.failedRow = engine_.failedRow();
  const Writes& writes = engine_.writes();
  header_.writeIds = addressOf(writes.ids());
  header_.writeTags = addressOf(writes.tags());
  header_.writePayloads = addressOf(writes.payloads());
  header_.writeRows = addressOf(writes.rows());
  header_.writeLength = writes.size();
  const CreatedNodes& created = engine_.created();
  header_.createdIds = addressOf(created.ids.data());
  header_.createdParents = addressOf(created.parents.data());
  header_.createdSegments = addressOf(created.segments.data());
  header_.createdLength = created.ids.size();
  header_.freedIds = addressOf(engine_.freed().data());
  header_.freedLength = engine_.freed().size();
  header_.releasedIds = addressOf(engine_.released().data());
  header_.releasedLength = engine_.released().size();
}

void Host::refreshAnswer() {
  header_.answer = addressOf(answer_.data());
  header_.answerLength = answer_.size();
}

}  // namespace skyflock::state
