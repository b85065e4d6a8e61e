#include "scene/outbox.h"

#include <cstring>

namespace skyflock::scene {

using namespace constants;

void Outbox::refuse(SceneOp op, RefusalKind kind, uint32_t index, uint32_t generation,
                    uint32_t detail, uint32_t times) {
  header_.refusals[static_cast<uint32_t>(kind)] += times;
  const uint32_t head = static_cast<uint32_t>(CallbackKind::refused) |
                        static_cast<uint32_t>(op) << 8 | static_cast<uint32_t>(kind) << 16;
  if (pending_.times != 0 && pending_.head == head) {
    pending_.times += times;
    return;
  }
  flushRefusals();
  pending_ = {};
  pending_.head = head;
  pending_.update = header_.update;
  pending_.index = index;
  pending_.generation = generation;
  pending_.detail = detail;
  pending_.times = times;
}

void Outbox::flushRefusals() {
  if (pending_.times == 0) return;
  write(&pending_);
  pending_.times = 0;
}

void Outbox::write(const void* record) {
  ++header_.callbacks;
  if (header_.callbackCount == outboxRecords) {
    ++header_.callbacksDropped;
    return;
  }
  std::memcpy(records_.data() + header_.callbackCount * recordWords, record, 4 * recordWords);
  ++header_.callbackCount;
}

}  // namespace skyflock::scene
