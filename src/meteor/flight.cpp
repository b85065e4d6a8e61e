#include "meteor/path.h"
#include "meteor/shower.h"

namespace skyflock::meteor {

using namespace constants;

void Shower::fly(float seconds, float speedMultiplier) {
  for (uint32_t slot = 0; slot < c_.state->meteorSlots; ++slot) {
    if (c_.id[slot] == 0) continue;
    const float before = c_.travelled[slot];
    const float after = before + c_.speed[slot] * speedMultiplier * seconds;
    c_.travelled[slot] = after;
    const float fading = c_.length[slot] * (1.0f - glowFade);
    if (before < fading && after >= fading) tellEvent(MeteorEventKind::dying, slot);
    shed(slot, seconds, speedMultiplier);
    if (after >= c_.length[slot] + c_.trail[slot]) endMeteor(slot);
  }
}

void Shower::endMeteor(uint32_t slot) {
  tellEvent(MeteorEventKind::gone, slot);
  c_.id[slot] = 0;
  c_.meteorFree[c_.state->meteorFree++] = slot;
}

void Shower::packMeteors() {
  const auto lastPoint = static_cast<float>(c_.options->trailPoints - 1);
  uint32_t count = 0;
  uint32_t points = 0;
  for (uint32_t slot = 0; slot < c_.state->meteorSlots; ++slot) {
    if (c_.id[slot] == 0) continue;
    const float travelled = c_.travelled[slot];
    const float length = c_.length[slot];
    const float head = travelled < length ? travelled : length;
    const float t = pathParameter(c_, slot, head);
    const Point at = pathPoint(c_, slot, t);
    const Point way = pathDirection(c_, slot, t);
    const float life = head / length;
    const float rising = life * (1.0f / glowRise);
    const float fading = (1.0f - life) * (1.0f / glowFade);
    float glow = rising < fading ? rising : fading;
    glow = (glow < 1.0f ? glow : 1.0f) * c_.glow[slot];
    const uint32_t look = c_.type[slot] < lookStep ? ownLook : c_.type[slot] / lookStep;
    c_.meteors[count] = {at.x,
                         at.y,
                         c_.scale[slot],
                         core::directionAngle(way.y, way.x),
                         glow,
                         life,
                         static_cast<float>(c_.type[slot] % lookStep),
                         static_cast<float>(look)};

    // The trail: the head, the points at equal distances behind it, and where it ends. Once the
    // head has stopped at the path's end the first of them are beyond it, and left out.
    const float trail = c_.trail[slot];
    const float spacing = trail / lastPoint;
    const float perTrail = 1.0f / trail;
    const uint32_t first = points;
    if (travelled > 0.0f) {
      c_.trailPoints[points++] = {at.x, at.y, 1.0f - (travelled - head) * perTrail};
      uint32_t k = 1;
      if (travelled > length) k = static_cast<uint32_t>((travelled - length) / spacing) + 1;
      for (; k < c_.options->trailPoints; ++k) {
        float distance = travelled - spacing * static_cast<float>(k);
        if (distance < 0.0f) distance = 0.0f;
        const Point p = pathPoint(c_, slot, pathParameter(c_, slot, distance));
        const float opacity = 1.0f - (travelled - distance) * perTrail;
        c_.trailPoints[points++] = {p.x, p.y, opacity < 0.0f ? 0.0f : opacity};
        if (distance == 0.0f) break;
      }
      // One point alone is no trail.
      if (points - first < 2) points = first;
    }
    c_.trailRanges[count] = {first, points - first};
    count += 1;
  }
  c_.header->meteorCount = count;
  c_.header->trailPoints = points;
}

}  // namespace skyflock::meteor
