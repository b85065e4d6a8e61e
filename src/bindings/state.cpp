#include <cstddef>
#include <new>

#include "state/host.h"

// The state engine as exports of a module without a script of its own: numbers in, numbers out, and
// a StateHeader that says where the arrays are. An instance is one store; its memory goes with it.
// web/state/kernel.ts says what each call means.

namespace {

using namespace skyflock::state;

extern "C" __attribute__((import_module("host"), import_name("slotsEqual"))) uint32_t
host_slots_equal(uint32_t a, uint32_t b);

bool slots_equal(uint32_t a, uint32_t b) { return host_slots_equal(a, b) != 0; }

alignas(Host) std::byte memory[sizeof(Host)];
Host& host() { return *std::launder(reinterpret_cast<Host*>(memory)); }
Engine& engine() { return host().engine(); }

}  // namespace

#define STATE_EXPORT(name, result) \
  extern "C" __attribute__((export_name(#name))) result state_##name

STATE_EXPORT(layoutId, uint32_t)() { return layoutId; }

/// Makes the engine; gives the header's address. To be called once, before anything else.
STATE_EXPORT(create, uint32_t)(uint32_t parity, uint32_t maxNodes) {
  return addressOf(&(new (memory) Host(parity != 0, slots_equal, maxNodes))->header());
}

STATE_EXPORT(intern, uint32_t)(uint32_t parent, uint32_t segment) {
  return engine().intern(parent, segment);
}
STATE_EXPORT(find, uint32_t)(uint32_t parent, uint32_t segment) {
  return engine().find(parent, segment);
}
STATE_EXPORT(retain, void)(uint32_t node) { engine().retain(node); }
STATE_EXPORT(release, void)(uint32_t node) { engine().release(node); }

STATE_EXPORT(link, void)(Graph graph, uint32_t a, uint32_t b) { engine().graph(graph).link(a, b); }
STATE_EXPORT(unlink, void)(Graph graph, uint32_t a, uint32_t b) {
  engine().graph(graph).unlink(a, b);
}
STATE_EXPORT(groupOf, uint32_t)(Graph graph, uint32_t node) { return host().groupOf(graph, node); }
STATE_EXPORT(members, void)(Graph graph, uint32_t group) { host().listMembers(graph, group); }
STATE_EXPORT(groups, void)(Graph graph) { host().listGroups(graph); }
STATE_EXPORT(children, void)(uint32_t node) { host().listChildren(node); }

STATE_EXPORT(sources, void)(uint32_t count) { host().takeSources(count); }
STATE_EXPORT(aggregate, uint32_t)(uint32_t target) { return host().aggregate(target); }
STATE_EXPORT(disaggregate, void)(uint32_t aggregation) { engine().disaggregate(aggregation); }
STATE_EXPORT(adopt, void)() { host().adopt(); }
STATE_EXPORT(arrange, void)(Graph graph) { host().arrange(graph); }
STATE_EXPORT(settle, void)() { engine().settle(); }

STATE_EXPORT(reserve, void)(uint32_t rows, uint32_t values) { host().reserve(rows, values); }
STATE_EXPORT(run, void)(uint32_t rows) { host().run(rows); }
STATE_EXPORT(append, void)(uint32_t rows) { host().append(rows); }
STATE_EXPORT(commit, StateStatus)() { return host().commit(); }
STATE_EXPORT(abort, void)() { host().abort(); }
STATE_EXPORT(process, StateStatus)(uint32_t rows) { return host().process(rows); }

STATE_EXPORT(tag, Tag)(uint32_t node) { return engine().node(node).tag; }
STATE_EXPORT(payload, double)(uint32_t node) { return engine().node(node).payload; }
STATE_EXPORT(usage, uint32_t)() { return addressOf(&host().usage()); }
