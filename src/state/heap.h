#pragma once

#include <cstddef>
#include <cstdint>

namespace skyflock::state {

/// Blocks of memory that was given to it, first fit. It serves a few dozen arrays that grow now
/// and then, for which this is as good as any heap and a tenth of the code.
class Heap {
 public:
  static constexpr size_t kAlignment = 8;

  /// Adds memory; both numbers are multiples of kAlignment. What lies next to free memory joins it.
  void add(void* memory, size_t bytes);
  /// A block, or null when there is none as long. Its bytes hold anything.
  void* takeBlock(size_t bytes);
  /// Gives a block back.
  void give(void* block);
  /// Bytes that a block has room for.
  static size_t room(const void* block) { return headerOf(block)->bytes - sizeof(Header); }

 private:
  /// Stands before every block, and at the start of every free stretch.
  struct Header {
    size_t bytes;  ///< with this header
    Header* next;  ///< of a free stretch: the next one, at a higher address
  };
  static_assert(sizeof(Header) % kAlignment == 0);

  static const Header* headerOf(const void* block) { return static_cast<const Header*>(block) - 1; }
  static Header* behind(Header* stretch) {
    return reinterpret_cast<Header*>(reinterpret_cast<std::byte*>(stretch) + stretch->bytes);
  }

  Header* first_ = nullptr;
};

}  // namespace skyflock::state
