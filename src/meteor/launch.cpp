#include "core/rng.h"
#include "meteor/path.h"
#include "meteor/shower.h"

namespace skyflock::meteor {

using namespace constants;

namespace {

struct Ends {
  Point start, end;
};

/// The random numbers of one meteor.
class Draws {
 public:
  Draws(uint32_t seed, uint32_t serial)
      : key_(core::randomKey(seed, serial, static_cast<uint32_t>(MeteorPurpose::meteor))) {}

  float operator()(MeteorDraw draw) const {
    return core::randomUnit(key_, static_cast<uint32_t>(draw));
  }

 private:
  uint32_t key_;
};

Ends fromTheSky(const MeteorOptions& o, const Draws& draw) {
  const float w = o.width;
  const float h = o.height;
  const float side = draw(MeteorDraw::side);
  const float along = draw(MeteorDraw::start);
  Ends ends;
  if (side < topShare) {
    ends.start = {along * w, -outside};
  } else {
    const bool left = side < topShare + (1.0f - topShare) * 0.5f;
    ends.start = {left ? -outside : w + outside, along * h * sideDepth};
  }
  ends.end.x = draw(MeteorDraw::end) * (w + outside * 2.0f) - outside + o.slant * h;
  ends.end.y = h + outside + draw(MeteorDraw::depth) * h * depthSpread;
  return ends;
}

Ends fromTheRadiant(const MeteorOptions& o, const Draws& draw) {
  const float w = o.width;
  const float h = o.height;
  const Point origin = {radiantX * w, radiantY * h};
  const float wayX = (draw(MeteorDraw::end) - 0.5f) * radiantSpread * w + (0.5f * w - origin.x);
  const float wayY = h + outside - origin.y;
  const float from = radiantFrom + radiantFromSpread * draw(MeteorDraw::start);
  const float to = from + radiantWay + radiantWaySpread * draw(MeteorDraw::depth);
  return {{origin.x + wayX * from, origin.y + wayY * from},
          {origin.x + wayX * to, origin.y + wayY * to}};
}

Ends fromTheMiddle(const MeteorOptions& o, const Draws& draw) {
  const float w = o.width;
  const float h = o.height;
  const float diagonal = core::squareRoot(w * w + h * h);
  const core::SinCos<float> way = core::sincosTurns(draw(MeteorDraw::end));
  const float from = (tunnelFrom + tunnelFromSpread * draw(MeteorDraw::start)) * diagonal;
  const float to = tunnelTo * diagonal + outside;
  const Point middle = {w * 0.5f, h * 0.5f};
  return {{middle.x + way.cos * from, middle.y + way.sin * from},
          {middle.x + way.cos * to, middle.y + way.sin * to}};
}

Ends rain(const MeteorOptions& o, const Draws& draw) {
  const float w = o.width;
  const float h = o.height;
  const float drift = o.slant * h;
  const float x = draw(MeteorDraw::start) * w - drift * 0.5f;
  const float stray = (draw(MeteorDraw::end) - 0.5f) * rainWander * w;
  return {{x, -outside - draw(MeteorDraw::depth) * h * depthSpread},
          {x + drift + stray, h + outside}};
}

Ends endsOf(const MeteorOptions& options, const Draws& draw) {
  switch (static_cast<Pattern>(options.pattern)) {
    case Pattern::radiant:
      return fromTheRadiant(options, draw);
    case Pattern::tunnel:
      return fromTheMiddle(options, draw);
    case Pattern::rain:
      return rain(options, draw);
    case Pattern::sky:
      break;
  }
  return fromTheSky(options, draw);
}

/// Where a path is drawn to: straight ahead at first, then down, or as straight as `curve` says.
Point controlOf(const Ends& ends, float curve) {
  const float dx = ends.end.x - ends.start.x;
  const float dy = ends.end.y - ends.start.y;
  const float across = dx < 0.0f ? controlNear : controlFar;
  return {ends.start.x + dx * (0.5f + (across - 0.5f) * curve),
          ends.start.y + dy * (0.5f + (controlDown - 0.5f) * curve)};
}

uint32_t typeOf(const MeteorOptions& o, float draw) {
  const float at = draw * (o.cool + o.warm + o.bright);
  if (at < o.cool) return static_cast<uint32_t>(MeteorType::cool);
  if (at < o.cool + o.warm) return static_cast<uint32_t>(MeteorType::warm);
  return static_cast<uint32_t>(o.bright > 0.0f ? MeteorType::bright : MeteorType::cool);
}

float debrisShare(float size) {
  if (size < mediumSize) return smallDebris;
  return size < largeSize ? mediumDebris : 1.0f;
}

bool given(float value) { return value == value; }

}  // namespace

uint32_t Shower::launch(const SpawnConfig& config, float ago, float speedMultiplier) {
  const uint32_t slot = takeMeteor();
  if (slot == kNoSlot) return kNoSlot;
  const MeteorOptions& o = *c_.options;
  // Ids wrap around, and 0 is nobody's.
  if (++c_.state->meteorSerial == 0) c_.state->meteorSerial = 1;
  const uint32_t serial = c_.state->meteorSerial;
  const Draws draw(o.seed, serial);

  Ends ends = endsOf(o, draw);
  if (given(config.x)) ends.start.x = config.x;
  if (given(config.y)) ends.start.y = config.y;
  if (given(config.endX)) ends.end.x = config.endX;
  if (given(config.endY)) ends.end.y = config.endY;
  Point control = controlOf(ends, o.curve);
  if (given(config.controlX)) control.x = config.controlX;
  if (given(config.controlY)) control.y = config.controlY;
  writePath(c_, slot, ends.start, control, ends.end);

  const uint32_t type =
      given(config.type) ? static_cast<uint32_t>(config.type) : typeOf(o, draw(MeteorDraw::type));
  const MeteorTypeInfo& look = kMeteorTypes[type];
  const float size =
      given(config.scale) ? config.scale : smallest + (largest - smallest) * draw(MeteorDraw::size);
  const float scale = size * o.size * look.size;
  float speed = o.speed * (1.0f + speedSpread * (draw(MeteorDraw::speed) * 2.0f - 1.0f));
  speed = speed * (1.0f + o.natural * naturalSpread *
                              ((size - smallest) * (2.0f / (largest - smallest)) - 1.0f));
  c_.id[slot] = serial;
  c_.type[slot] = given(config.look) ? type + lookStep * static_cast<uint32_t>(config.look) : type;
  c_.shed[slot] = 0;
  c_.scale[slot] = scale;
  if (config.lifetime > 0.0f) speed = c_.length[slot] / config.lifetime;
  c_.speed[slot] = given(config.speed) ? config.speed : speed;
  c_.glow[slot] =
      given(config.glow)
          ? config.glow
          : (look.glowLeast + (look.glowMost - look.glowLeast) * draw(MeteorDraw::glow)) * o.glow;
  c_.trail[slot] = (trailBase + trailPerSize * scale) * o.trailLength;
  c_.share[slot] = debrisShare(size);
  c_.owed[slot] = 0.0f;
  c_.travelled[slot] = c_.speed[slot] * speedMultiplier * ago;
  if (c_.state->meteorHighWater < liveMeteors()) c_.state->meteorHighWater = liveMeteors();
  tellEvent(MeteorEventKind::spawned, slot);
  if (c_.travelled[slot] >= c_.length[slot] + c_.trail[slot]) {
    endMeteor(slot);
    return kNoSlot;
  }
  shed(slot, ago, speedMultiplier);
  return slot;
}

}  // namespace skyflock::meteor
