#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace skyflock::scene {

/// Where a scene's memory comes from. A refusal is an answer, not the end: whoever asked goes on with what it has.
struct Memory {
  /// What every block begins at a multiple of: a cache line, and more than any vector.
  static constexpr size_t kAlignment = 64;

  /// A block of so many bytes, which hold anything; null when there is none.
  void* (*allocate)(void* context, size_t bytes) = nullptr;
  /// Takes a block back.
  void (*release)(void* context, void* block) = nullptr;
  /// What both are called with.
  void* context = nullptr;
};

/// A row of records that bytes can be copied of, which may grow and may be refused to. It never shrinks.
template <typename T>
class GrowingArray {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(alignof(T) <= Memory::kAlignment);

 public:
  explicit GrowingArray(const Memory& memory) : memory_(memory) {}
  GrowingArray(const GrowingArray&) = delete;
  GrowingArray& operator=(const GrowingArray&) = delete;
  ~GrowingArray() {
    if (data_ != nullptr) memory_.release(memory_.context, data_);
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  uint32_t capacity() const { return capacity_; }
  /// Bytes it holds on to.
  size_t room() const { return size_t{capacity_} * sizeof(T); }

  T& operator[](uint32_t at) { return data_[at]; }
  const T& operator[](uint32_t at) const { return data_[at]; }

  /// Has room for exactly `count` records, or for more than that already. What is there stays; what is new is zero.
  /// False, and nothing has changed, when the memory is refused.
  [[nodiscard]] bool reserve(uint32_t count) {
    const uint32_t before = capacity_;
    if (!grow(count)) return false;
    if (capacity_ > before) {
      std::memset(static_cast<void*>(data_ + before), 0, size_t{capacity_ - before} * sizeof(T));
    }
    return true;
  }
  /// Has room for `count` records, and for twice as many as it had where it has to grow and can, but not for more than
  /// `most`. What is there stays; what is new holds anything. False, and nothing has changed, when the memory is refused.
  [[nodiscard]] bool reserveRaw(uint32_t count, uint32_t most) {
    if (count <= capacity_) return true;
    const auto twice = static_cast<uint32_t>(std::min<uint64_t>(uint64_t{capacity_} * 2, most));
    return (twice > count && grow(twice)) || grow(count);
  }

 private:
  bool grow(uint32_t count) {
    if (count <= capacity_) return true;
    if (count > SIZE_MAX / 2 / sizeof(T)) return false;
    auto* data = static_cast<T*>(memory_.allocate(memory_.context, size_t{count} * sizeof(T)));
    if (data == nullptr) return false;
    if (data_ != nullptr) {
      std::memcpy(static_cast<void*>(data), data_, size_t{capacity_} * sizeof(T));
      memory_.release(memory_.context, data_);
    }
    data_ = data;
    capacity_ = count;
    return true;
  }

  Memory memory_;
  T* data_ = nullptr;
  uint32_t capacity_ = 0;
};

}  // namespace skyflock::scene
