#include <emscripten.h>

#include <bit>
#include <cstdint>

#include "core/hash.h"
#include "core/math.h"
#include "core/rng.h"
#include "core/simd/compress.h"
#include "core/simd/f32x4.h"

// The core's operations as exports over arrays of words, for tests/web/core/parity.test.ts to
// compare with the rules of JavaScript.
//
// parity_block() is the address of four arrays of kWords words: the inputs a, b and c, and the
// results. Every other export works on the first `count` words, a multiple of four, and never more.

using namespace skyflock::core;

namespace {

constexpr int kWords = 1 << 14;

struct Block {
  alignas(16) uint32_t a[kWords], b[kWords], c[kWords], out[kWords];
};

Block block;

template <typename Vector>
void store(Vector v, uint32_t* out) {
  if constexpr (requires { v.asI4(); }) {
    v.asI4().store(out);
  } else {
    v.store(out);
  }
}

template <typename Apply>
void forEachGroup(int count, Apply apply) {
  for (int i = 0; i < count; i += 4) {
    const I4 a = I4::load(block.a + i);
    const I4 b = I4::load(block.b + i);
    const I4 c = I4::load(block.c + i);
    store(apply(a, b, c), block.out + i);
  }
}

}  // namespace

#define PARITY_EXPORT(name) extern "C" EMSCRIPTEN_KEEPALIVE void parity_##name

#define PARITY_REAL(name, expression)                      \
  PARITY_EXPORT(name)(int count) {                         \
    forEachGroup(count, [](I4 aBits, I4 bBits, I4 cBits) { \
      [[maybe_unused]] const F4 a = aBits.asF4();          \
      [[maybe_unused]] const F4 b = bBits.asF4();          \
      [[maybe_unused]] const F4 c = cBits.asF4();          \
      return expression;                                   \
    });                                                    \
  }

#define PARITY_WHOLE(name, expression)                                                            \
  PARITY_EXPORT(name)(int count) {                                                                \
    forEachGroup(count, []([[maybe_unused]] I4 a, [[maybe_unused]] I4 b, [[maybe_unused]] I4 c) { \
      return expression;                                                                          \
    });                                                                                           \
  }

extern "C" EMSCRIPTEN_KEEPALIVE Block* parity_block() { return &block; }
extern "C" EMSCRIPTEN_KEEPALIVE int parity_words() { return kWords; }

PARITY_REAL(add, a + b)
PARITY_REAL(sub, a - b)
PARITY_REAL(mul, (a * b))
PARITY_REAL(div, a / b)
PARITY_REAL(negate, -a)
PARITY_REAL(sqrt, sqrt(a))
PARITY_REAL(abs, abs(a))
PARITY_REAL(floor, floor(a))
PARITY_REAL(pmin, pmin(a, b))
PARITY_REAL(pmax, pmax(a, b))
PARITY_REAL(multiplyAdd, (a * b) + c)
PARITY_REAL(less, a < b)
PARITY_REAL(lessOrEqual, a <= b)
PARITY_REAL(greater, a > b)
PARITY_REAL(greaterOrEqual, a >= b)
PARITY_REAL(equal, a == b)
PARITY_REAL(unequal, a != b)
PARITY_REAL(select, select(a < b, a, c))
PARITY_REAL(truncToI4, a.truncToI4())

PARITY_WHOLE(addWhole, a + b)
PARITY_WHOLE(subWhole, a - b)
PARITY_WHOLE(mulWhole, (a * b))
PARITY_WHOLE(bitAnd, (a & b))
PARITY_WHOLE(bitOr, a | b)
PARITY_WHOLE(bitXor, a ^ b)
PARITY_WHOLE(andNot, andNot(a, b))
PARITY_WHOLE(shl5, a.shl<5>())
PARITY_WHOLE(shr5, a.shr<5>())
PARITY_WHOLE(sar5, a.sar<5>())
PARITY_WHOLE(equalWhole, a == b)
PARITY_WHOLE(lessWhole, a < b)
PARITY_WHOLE(greaterWhole, a > b)
PARITY_WHOLE(lessUnsigned, ult(a, b))
PARITY_WHOLE(maskAnd, maskAnd(a < b, c))
PARITY_WHOLE(toF4, a.toF4())
PARITY_WHOLE(maskBits, I4::splat(bits(a < b)))

PARITY_EXPORT(compressStore)(int count) {
  for (int i = 0; i < count; i += 4) {
    const I4 a = I4::load(block.a + i);
    compressStore(block.out + i, a, a < I4::load(block.b + i));
  }
}

PARITY_EXPORT(transpose4)(int count) {
  for (int i = 0; i + 16 <= count; i += 16) {
    F4 rows[4];
    for (int k = 0; k < 4; ++k) rows[k] = I4::load(block.a + i + 4 * k).asF4();
    transpose4(rows[0], rows[1], rows[2], rows[3]);
    for (int k = 0; k < 4; ++k) rows[k].asI4().store(block.out + i + 4 * k);
  }
}

PARITY_REAL(sinTurns, sincosTurns(a).sin)
PARITY_REAL(cosTurns, sincosTurns(a).cos)
PARITY_WHOLE(mix32, mix32(a))

PARITY_EXPORT(randomKey)(int count) {
  for (int i = 0; i < count; ++i) block.out[i] = randomKey(block.a[i], block.b[i], block.c[i]);
}

PARITY_EXPORT(randomBits)(int count) {
  for (int i = 0; i < count; ++i) block.out[i] = randomBits(block.a[i], block.b[i]);
}

PARITY_WHOLE(randomUnit, randomUnitMixed(a, mixCounter(b)))
PARITY_WHOLE(randomBitsMixed, randomBitsMixed(a, b))

PARITY_EXPORT(minusLogUnit)(int count) {
  for (int i = 0; i < count; ++i) {
    block.out[i] = std::bit_cast<uint32_t>(minusLogUnit(block.a[i]));
  }
}

PARITY_EXPORT(directionAngle)(int count) {
  for (int i = 0; i < count; ++i) {
    const float angle =
        directionAngle(std::bit_cast<float>(block.a[i]), std::bit_cast<float>(block.b[i]));
    block.out[i] = std::bit_cast<uint32_t>(angle);
  }
}

/// The hash of a's words taken as records of `length` words; out holds its low and its high half.
extern "C" EMSCRIPTEN_KEEPALIVE void parity_stateHash(int count, int length) {
  StateHash hash;
  for (int i = 0; i + length <= count; i += length) hash.addRecord(block.a + i, length);
  block.out[0] = hash.lo;
  block.out[1] = hash.hi;
}
