#include "state/heap.h"

namespace skyflock::state {

void* Heap::takeBlock(size_t bytes) {
  const size_t needed = (bytes + kAlignment - 1) / kAlignment * kAlignment + sizeof(Header);
  for (Header** at = &first_; *at != nullptr; at = &(*at)->next) {
    Header* found = *at;
    if (found->bytes < needed) continue;
    Header* rest = found->next;
    if (found->bytes >= needed + 2 * sizeof(Header)) {
      const size_t left = found->bytes - needed;
      found->bytes = needed;
      rest = behind(found);
      *rest = {left, found->next};
    }
    *at = rest;
    return found + 1;
  }
  return nullptr;
}

void Heap::add(void* memory, size_t bytes) {
  auto* added = static_cast<Header*>(memory);
  Header* before = nullptr;
  Header* after = first_;
  while (after != nullptr && after < added) {
    before = after;
    after = after->next;
  }
  *added = {bytes, after};
  if (before == nullptr) {
    first_ = added;
  } else if (behind(before) == added) {
    before->bytes += bytes;
    added = before;
  } else {
    before->next = added;
  }
  if (after == nullptr || behind(added) != after) {
    added->next = after;
    return;
  }
  added->bytes += after->bytes;
  added->next = after->next;
}

void Heap::give(void* block) {
  auto* header = static_cast<Header*>(block) - 1;
  add(header, header->bytes);
}

}  // namespace skyflock::state
