#include <algorithm>
#include <cstring>

#include "scene/numbers.h"
#include "scene/scene.h"

// Commands from their records. A record comes from a script that may be mistaken or hostile: its size is checked before
// anything of it is read, each number before it is kept, and an operation that there is not is skipped with all that
// belongs to it.

namespace skyflock::scene {

using namespace constants;

namespace {

/// Copied, since records stand in memory that is anybody's.
template <typename Command>
Command read(const uint32_t* record) {
  static_assert(sizeof(Command) == 4 * recordWords);
  Command command;
  std::memcpy(&command, record, sizeof command);
  return command;
}

constexpr SceneOp opOf(const uint32_t* record) { return static_cast<SceneOp>(record[0] & 0xff); }

/// Whether the second word says something else than how many records continue the command.
constexpr bool hasOwnSecondWord(SceneOp op) {
  switch (op) {
    case SceneOp::create:
    case SceneOp::update:
    case SceneOp::destroy:
    case SceneOp::makeLight:
    case SceneOp::updateLight:
    case SceneOp::destroyLight:
      return true;
    default:
      return false;
  }
}

/// Whether continuation records may follow.
constexpr bool mayContinue(SceneOp op) {
  return op == SceneOp::setRun || op == SceneOp::setList || op == SceneOp::destroyList ||
         op == SceneOp::meshPart;
}

constexpr bool isKnown(SceneOp op) { return op >= SceneOp::endUpdate && op <= SceneOp::pick; }

/// Records that hold so many words.
constexpr uint64_t recordsOf(uint64_t words) { return (words + recordWords - 1) / recordWords; }

Outcome malformed(uint32_t detail) { return Outcome::refusal(RefusalKind::malformed, detail); }

}  // namespace

uint32_t Scene::decode(uint32_t count) {
  count = std::min(count, inboxRecords);
  work_ = 0;
  uint32_t at = 0;
  while (at < count && work_ < mostWork) {
    const uint32_t* record = inbox_.data() + size_t{at} * recordWords;
    const SceneOp op = opOf(record);
    const uint32_t more = hasOwnSecondWord(op) ? 0 : record[1];
    if (more > mostMore) {
      // Nobody knows where the next command is; it is looked for in the next record.
      ++block_.header.commands;
      refuse(op, malformed(more));
      ++at;
      continue;
    }
    if (more > count - at - 1) break;
    ++block_.header.commands;
    at += 1 + more;
    const bool isMalformed = more != 0 && !mayContinue(op);
    if (!isKnown(op)) {
      refuse(op, Outcome::refusal(RefusalKind::unknownOp, static_cast<uint32_t>(op)));
    } else if (isMalformed) {
      refuse(op, malformed(more));
    } else if (op == SceneOp::endUpdate) {
      publish(read<EndUpdate>(record).update);
      break;
    } else {
      carryOut(op, record, more);
    }
  }
  tellFigures();
  return at;
}

void Scene::carryOut(SceneOp op, const uint32_t* record, uint32_t more) {
  switch (op) {
    case SceneOp::create:
    case SceneOp::update:
    case SceneOp::destroy:
      return runEntity(op, record);
    case SceneOp::setParent:
      return runSetParent(record);
    case SceneOp::setRun:
      return runSetRun(record, more);
    case SceneOp::setList:
    case SceneOp::destroyList:
      return runList(op, record, more);
    case SceneOp::meshPart:
      return runMeshPart(record, more);
    case SceneOp::makeMesh:
    case SceneOp::beginMesh:
    case SceneOp::endMesh:
    case SceneOp::releaseMesh:
      return refuse(op, runMesh(op, record));
    case SceneOp::makeTexture:
    case SceneOp::releaseTexture:
      return refuse(op, runTexture(op, record));
    case SceneOp::pick:
      return refuse(op, runPick(record));
    case SceneOp::reset:
      return runReset();
    default:
      return refuse(op, runView(op, record));
  }
}

/// Tells of it if it was refused.
void Scene::refuse(SceneOp op, const Outcome& outcome, uint32_t index, uint32_t generation) {
  if (!outcome.ok()) outbox_.refuse(op, outcome.kind, index, generation, outcome.detail);
}

void Scene::runEntity(SceneOp op, const uint32_t* record) {
  const auto command = read<EntityCommand>(record);
  const Outcome outcome = op == SceneOp::create   ? entities_.create(command)
                          : op == SceneOp::update ? entities_.update(command)
                                                  : entities_.destroy(command);
  refuse(op, outcome, command.index, command.generation);
}

void Scene::runSetParent(const uint32_t* record) {
  const auto command = read<SetParent>(record);
  const uint32_t steps = entities_.steps();
  const bool isEntity = entities_.isAlive(command.index, command.generation);
  const Outcome outcome = entities_.setParent(command);
  work_ += (entities_.steps() - steps) * 2;
  // Of two entities, the one that has ended is named.
  const bool isParent = isEntity && outcome.kind == RefusalKind::staleEntity;
  refuse(SceneOp::setParent, outcome, isParent ? command.parentIndex : command.index,
         isParent ? command.parentGeneration : command.generation);
}

void Scene::runSetRun(const uint32_t* record, uint32_t more) {
  const auto command = read<SetRun>(record);
  const uint32_t field = command.head >> 16;
  const uint32_t words = runWords(field);
  if (words == 0)
    return refuse(SceneOp::setRun, malformed(field), command.first, command.generation);
  if (recordsOf(uint64_t{command.count} * words) != more) {
    return refuse(SceneOp::setRun, malformed(more), command.first, command.generation);
  }
  entities_.setRun(command, record + recordWords);
}

void Scene::runList(SceneOp op, const uint32_t* record, uint32_t more) {
  const auto command = read<SetList>(record);
  const uint32_t field = command.head >> 16;
  const bool isSet = op == SceneOp::setList;
  const uint32_t words = isSet ? runWords(field) : 0;
  if (isSet ? words == 0 : field != 0) return refuse(op, malformed(field));
  const uint64_t idRecords = recordsOf(command.count);
  if (idRecords * 2 + recordsOf(uint64_t{command.count} * words) != more) {
    return refuse(op, malformed(more));
  }
  const uint32_t* slots = record + recordWords;
  const uint32_t* generations = slots + idRecords * recordWords;
  const uint32_t* values = generations + idRecords * recordWords;
  if (isSet) {
    entities_.setList(field, command.count, slots, generations, values);
  } else {
    entities_.destroyList(command.count, slots, generations);
  }
}

void Scene::runMeshPart(const uint32_t* record, uint32_t more) {
  const auto command = read<MeshPart>(record);
  const uint32_t data = command.head >> 8 & 0xff;
  const uint32_t words = data == static_cast<uint32_t>(MeshData::vertices) ? vertexWords : 1;
  const Outcome outcome =
      recordsOf(uint64_t{command.count} * words) != more
          ? malformed(more)
          : meshes_.part(command.mesh, data, command.first, command.count, record + recordWords);
  refuse(SceneOp::meshPart, outcome);
}

Outcome Scene::runMesh(SceneOp op, const uint32_t* record) {
  if (op == SceneOp::makeMesh) {
    const auto command = read<MakeMesh>(record);
    const uint32_t vertices = meshes_.vertexCount();
    const Outcome outcome =
        meshes_.make(command.mesh, command.head >> 8 & 0xff, command.parameters);
    work_ += (meshes_.vertexCount() - vertices) * 4;
    return outcome;
  }
  if (op == SceneOp::beginMesh) {
    const auto command = read<BeginMesh>(record);
    return meshes_.beginCustom(command.mesh, command.head >> 8 & 0xff, command.vertices,
                               command.indices);
  }
  const uint32_t mesh = read<EndMesh>(record).mesh;
  if (op == SceneOp::releaseMesh) return meshes_.release(mesh);
  const Outcome outcome = meshes_.endCustom(mesh);
  // A mesh that is sound is ended once; one that is not may be ended, and looked through, again and again.
  if (!outcome.ok()) work_ += meshes_.indexCount() / 16;
  return outcome;
}

Outcome Scene::runTexture(SceneOp op, const uint32_t* record) {
  const auto command = read<TextureCommand>(record);
  if (op == SceneOp::makeTexture) return textures_.make(command);
  const Outcome outcome = textures_.release(command.texture);
  if (!outcome.ok()) return outcome;
  entities_.forgetTexture(command.texture);
  work_ += entities_.slots() / 8;
  return outcome;
}

Outcome Scene::runView(SceneOp op, const uint32_t* record) {
  switch (op) {
    case SceneOp::makeCamera:
      return views_.makeCamera(read<CameraCommand>(record));
    case SceneOp::updateCamera:
      return views_.updateCamera(read<CameraCommand>(record));
    case SceneOp::destroyCamera:
      return views_.destroyCamera(read<CameraCommand>(record));
    case SceneOp::cameraViewport:
      return views_.setViewport(read<CameraViewport>(record));
    case SceneOp::makeLight:
      return views_.makeLight(read<LightCommand>(record));
    case SceneOp::updateLight:
      return views_.updateLight(read<LightCommand>(record));
    case SceneOp::destroyLight:
      return views_.destroyLight(read<LightCommand>(record));
    default:
      return views_.setEnvironment(read<EnvironmentCommand>(record));
  }
}

/// A pick has an answer in any case, so that nobody waits for it: where it is refused, that nothing was met.
Outcome Scene::runPick(const uint32_t* record) {
  const auto command = read<PickCommand>(record);
  Outcome outcome = Outcome::done();
  if (!isNumber(command.x) || !isNumber(command.y)) {
    outcome = Outcome::refusal(RefusalKind::notFinite);
  } else if (pickCount_ == mostPicks) {
    outcome = Outcome::refusal(RefusalKind::tooMany, pickCount_);
  } else {
    picks_[pickCount_++] = command;
  }
  if (!outcome.ok()) tellPicked(command.request, {});
  return outcome;
}

void Scene::runReset() {
  work_ += options_.maxMeshes + options_.maxTextures + entities_.slots() / 8;
  entities_.reset();
  meshes_.reset();
  textures_.reset();
  views_.reset();
  pickCount_ = 0;
}

}  // namespace skyflock::scene
