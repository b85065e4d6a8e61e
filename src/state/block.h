#pragma once

#include <cstddef>
#include <cstdint>

namespace skyflock::state {

/// Room for at least `least` records where `block` has some for `capacity`, with what is there. It
/// grows by half, not twofold: what is left unused would be most of a small store's memory. Where
/// there is no memory left the store ends.
void* growBlock(void* block, uint32_t& capacity, uint32_t least, size_t recordBytes);
/// Gives a block back; null is none.
void freeBlock(void* block);

}  // namespace skyflock::state
