#include "scene/entities.h"

#include <bit>
#include <cstring>

#include "scene/numbers.h"

namespace skyflock::scene {

using namespace constants;
using core::I4;

namespace {

constexpr uint32_t kFields = fieldPosition | fieldOrientation | fieldScale | fieldColor |
                             fieldMesh | fieldTexture | fieldCamera | fieldActive;

constexpr uint32_t fieldsOf(uint32_t head) { return head >> 16; }

constexpr Outcome stale() { return Outcome::refusal(RefusalKind::staleEntity); }

}  // namespace

Outcome Entities::create(const EntityCommand& command) {
  const uint32_t fields = fieldsOf(command.head);
  const uint32_t slot = command.index;
  if ((fields & ~kFields) != 0) return Outcome::refusal(RefusalKind::malformed, fields);
  if (slot >= maxEntities_) return Outcome::refusal(RefusalKind::tooMany, slot);
  const uint32_t last = slot < slots_ ? generations(slot) : 0;
  if (command.generation <= last || (slot < slots_ && isAlive(slot))) {
    return Outcome::refusal(RefusalKind::takenEntity);
  }
  Values values = {{0.0f, 0.0f, 0.0f, 1.0f}, kUsualLooks};
  const Outcome checked = check(command, fields, values);
  if (!checked.ok()) return checked;
  if (!growWorking(slot + 1)) {
    return Outcome::refusal(RefusalKind::memory, static_cast<uint32_t>(workingBlock_.bytes));
  }

  slots_ = slots_ > slot ? slots_ : slot + 1;
  ++count_;
  working_.generations[slot] = command.generation;
  const bool isActive = (fields & fieldActive) == 0 || (command.head >> 8 & 1) != 0;
  working_.flags[slot] = entityAlive | (isActive ? entityActive : 0);
  const bool hasPosition = (fields & fieldPosition) != 0;
  const bool hasScale = (fields & fieldScale) != 0;
  for (int axis = 0; axis < 3; ++axis) {
    working_.position[axis][slot] = hasPosition ? command.position[axis] : 0.0f;
    working_.scale[axis][slot] = hasScale ? command.scale[axis] : 1.0f;
  }
  for (int i = 0; i < 4; ++i) working_.orientation[i][slot] = values.orientation[i];
  working_.colors[slot] = (fields & fieldColor) != 0 ? command.color : 0xffffffffu;
  working_.cameras[slot] = (fields & fieldCamera) != 0 ? command.camera : none;
  working_.looks[slot] = kUsualLooks;
  setLooks(slot, values.looks);
  working_.parents[slot] = none;
  links_.firstChild[slot] = none;
  dirty_.markAll(slot);
  return Outcome::done();
}

Outcome Entities::update(const EntityCommand& command) {
  const uint32_t fields = fieldsOf(command.head);
  const uint32_t slot = command.index;
  if ((fields & ~kFields) != 0) return Outcome::refusal(RefusalKind::malformed, fields);
  if (!isAlive(slot, command.generation)) return stale();
  Values values = {{}, working_.looks[slot]};
  const Outcome checked = check(command, fields, values);
  if (checked.ok()) write(slot, fields, command, values);
  return checked;
}

Outcome Entities::destroy(const EntityCommand& command) {
  const uint32_t fields = fieldsOf(command.head);
  if (fields != 0) return Outcome::refusal(RefusalKind::malformed, fields);
  if (!isAlive(command.index, command.generation)) return stale();
  destroyTree(command.index);
  return Outcome::done();
}

Outcome Entities::setParent(const SetParent& command) {
  const uint32_t slot = command.index;
  const uint32_t parent = command.parentIndex;
  if (!isAlive(slot, command.generation)) return stale();
  if (parent != none) {
    if (!isAlive(parent, command.parentGeneration)) return stale();
    // Who has no children is nobody's ancestor.
    const bool hasChildren = links_.firstChild[slot] != none;
    for (uint32_t above = parent; above != none;
         above = hasChildren ? working_.parents[above] : none) {
      if (above == slot) return Outcome::refusal(RefusalKind::parentCircle, parent);
      ++steps_;
    }
  }
  detach(slot);
  if (parent != none) attach(slot, parent);
  dirty_.mark(slot, ColumnGroup::parent);
  return Outcome::done();
}

void Entities::destroyList(uint32_t count, const uint32_t* slots, const uint32_t* generations) {
  for (uint32_t i = 0; i < count; ++i) {
    if (isAlive(slots[i], generations[i])) {
      destroyTree(slots[i]);
    } else {
      outbox_.refuse(SceneOp::destroyList, RefusalKind::staleEntity, slots[i], generations[i], 0);
    }
  }
}

void Entities::forgetTexture(uint32_t texture) {
  const uint32_t upper = texture + 1;
  for (uint32_t first = 0; first < slots_; first += 4) {
    if (!any(I4::load(working_.looks + first).shr<16>() == upper)) continue;
    for (uint32_t slot = first; slot < first + 4; ++slot) {
      if (working_.looks[slot] >> 16 != upper || !isAlive(slot)) continue;
      working_.looks[slot] = meshOf(working_.looks[slot]);
      dirty_.mark(slot, ColumnGroup::looks);
    }
  }
}

void Entities::reset() {
  std::memset(working_.flags, 0, size_t{slots_} * 4);
  std::memset(working_.generations, 0, size_t{slots_} * 4);
  // What was never published need not be published as gone.
  dirty_.clear();
  dirty_.markFirst(publishedSlots_, ColumnGroup::life);
  slots_ = count_ = 0;
}

/// Whether all that a command gives holds, and what of it is kept otherwise than it came. `values.looks` are those
/// before it.
Outcome Entities::check(const EntityCommand& command, uint32_t fields, Values& values) const {
  if ((fields & fieldPosition) != 0 && !areNumbers(command.position, 3)) {
    return Outcome::refusal(RefusalKind::notFinite);
  }
  if ((fields & fieldOrientation) != 0) {
    std::memcpy(values.orientation, command.orientation, sizeof values.orientation);
    if (!areNumbers(values.orientation, 4) || !makeUnit4(values.orientation)) {
      return Outcome::refusal(RefusalKind::notFinite);
    }
  }
  if ((fields & fieldScale) != 0 && !areNumbers(command.scale, 3)) {
    return Outcome::refusal(RefusalKind::notFinite);
  }
  if ((fields & fieldMesh) != 0) {
    const uint32_t mesh = meshOf(command.looks);
    if (mesh != kNoMesh && !meshes_.isReady(mesh)) {
      return Outcome::refusal(RefusalKind::unknownMesh, mesh);
    }
    values.looks = (values.looks & 0xffff0000u) | mesh;
  }
  if ((fields & fieldTexture) != 0) {
    const uint32_t texture = textureOf(command.looks);
    if (texture != none && !textures_.isKnown(texture)) {
      return Outcome::refusal(RefusalKind::unknownTexture, texture);
    }
    values.looks = meshOf(values.looks) | (command.looks & 0xffff0000u);
  }
  if ((fields & fieldCamera) != 0 && command.camera != none && command.camera >= maxCameras) {
    return Outcome::refusal(RefusalKind::tooMany, command.camera);
  }
  return Outcome::done();
}

void Entities::write(uint32_t slot, uint32_t fields, const EntityCommand& command,
                     const Values& values) {
  if ((fields & fieldPosition) != 0) {
    for (int axis = 0; axis < 3; ++axis) {
      working_.position[axis][slot] = command.position[axis];
    }
    dirty_.mark(slot, ColumnGroup::position);
  }
  if ((fields & fieldOrientation) != 0) {
    for (int i = 0; i < 4; ++i) working_.orientation[i][slot] = values.orientation[i];
    dirty_.mark(slot, ColumnGroup::orientation);
  }
  if ((fields & fieldScale) != 0) {
    for (int axis = 0; axis < 3; ++axis) working_.scale[axis][slot] = command.scale[axis];
    dirty_.mark(slot, ColumnGroup::scale);
  }
  if ((fields & fieldColor) != 0) {
    working_.colors[slot] = command.color;
    dirty_.mark(slot, ColumnGroup::color);
  }
  if ((fields & (fieldMesh | fieldTexture)) != 0) {
    setLooks(slot, values.looks);
    dirty_.mark(slot, ColumnGroup::looks);
  }
  if ((fields & fieldCamera) != 0) {
    working_.cameras[slot] = command.camera;
    dirty_.mark(slot, ColumnGroup::camera);
  }
  if ((fields & fieldActive) != 0) {
    const bool isActive = (command.head >> 8 & 1) != 0;
    working_.flags[slot] = entityAlive | (isActive ? entityActive : 0);
    dirty_.mark(slot, ColumnGroup::life);
  }
}

void Entities::setLooks(uint32_t slot, uint32_t looks) {
  const uint32_t before = meshOf(working_.looks[slot]);
  const uint32_t mesh = meshOf(looks);
  working_.looks[slot] = looks;
  if (mesh == before) return;
  if (mesh != kNoMesh) meshes_.addEntity(mesh);
  if (before != kNoMesh) meshes_.removeEntity(before);
}

void Entities::attach(uint32_t slot, uint32_t parent) {
  const uint32_t first = links_.firstChild[parent];
  working_.parents[slot] = parent;
  links_.next[slot] = first;
  links_.previous[slot] = none;
  if (first != none) links_.previous[first] = slot;
  links_.firstChild[parent] = slot;
}

void Entities::detach(uint32_t slot) {
  const uint32_t parent = working_.parents[slot];
  if (parent == none) return;
  const uint32_t next = links_.next[slot];
  const uint32_t previous = links_.previous[slot];
  if (next != none) links_.previous[next] = previous;
  if (previous != none) {
    links_.next[previous] = next;
  } else {
    links_.firstChild[parent] = next;
  }
  working_.parents[slot] = none;
}

/// Ends an entity and all that follow it: from wherever it is down to one that nobody follows, which ends, and back up
/// to its parent.
void Entities::destroyTree(uint32_t slot) {
  detach(slot);
  for (uint32_t at = slot; at != none;) {
    while (links_.firstChild[at] != none) at = links_.firstChild[at];
    const uint32_t parent = working_.parents[at];
    detach(at);
    end(at);
    at = at == slot ? none : parent;
  }
}

void Entities::end(uint32_t slot) {
  const uint32_t mesh = meshOf(working_.looks[slot]);
  working_.looks[slot] = kUsualLooks;
  if (mesh != kNoMesh) meshes_.removeEntity(mesh);
  working_.flags[slot] = 0;
  --count_;
  dirty_.mark(slot, ColumnGroup::life);
}

}  // namespace skyflock::scene
