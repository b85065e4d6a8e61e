#include "scene/primitives.h"

#include <bit>

#include "core/math.h"

namespace skyflock::scene {

using namespace constants;

namespace {

struct Parameter {
  float usual, least, most;
  bool whole;
};

constexpr Parameter length(float usual) { return {usual, 0.0f, largestCoordinate, false}; }
constexpr Parameter number(float usual, uint32_t least, uint32_t most) {
  return {usual, static_cast<float>(least), static_cast<float>(most), true};
}

struct Shape {
  uint32_t count;
  Parameter parameters[3];
};

/// By MeshKind.
constexpr Shape kShapes[] = {
    {0, {}},
    {3, {length(1.0f), length(1.0f), length(1.0f)}},
    {3, {length(0.5f), number(24.0f, 3, mostSegments), number(16.0f, 2, mostSegments)}},
    {2, {length(10.0f), number(10.0f, 1, mostDivisions)}},
    {3, {length(1.0f), length(1.0f), number(1.0f, 1, mostSegments)}},
    {3, {length(0.5f), length(1.0f), number(24.0f, 3, mostSegments)}},
    {3, {length(0.5f), length(1.0f), number(24.0f, 3, mostSegments)}},
};

struct Triple {
  float x, y, z;
};

/// Writes one mesh from its first vertex on.
class Pen {
 public:
  Pen(Vertex* vertices, uint32_t* indices) : vertices_(vertices), indices_(indices) {}

  /// Vertices up to now: the number of the next one.
  uint32_t count() const { return count_; }

  void vertex(Triple at, Triple normal, float u, float v) {
    vertices_[count_++] = {{at.x, at.y, at.z}, {normal.x, normal.y, normal.z}, {u, v}, 0xffffffffu};
  }
  void line(uint32_t a, uint32_t b) {
    *indices_++ = a;
    *indices_++ = b;
  }
  void triangle(uint32_t a, uint32_t b, uint32_t c) {
    *indices_++ = a;
    *indices_++ = b;
    *indices_++ = c;
  }
  /// Between two rows of vertices, the upper one and the lower one, as seen with the first ones on the left.
  void band(uint32_t upper, uint32_t lower, uint32_t segments) {
    for (uint32_t i = 0; i < segments; ++i) {
      triangle(upper + i, lower + i, lower + i + 1);
      triangle(upper + i, lower + i + 1, upper + i + 1);
    }
  }

 private:
  Vertex* vertices_;
  uint32_t* indices_;
  uint32_t count_ = 0;
};

/// Directions around a circle, of length 1 within a rounding, whatever sincosTurns errs by.
struct Circle {
  float sines[mostSegments + 1], cosines[mostSegments + 1];

  /// For the turns (i + shift) / segments, i from 0 to count - 1.
  Circle(uint32_t count, uint32_t segments, float shift) {
    for (uint32_t i = 0; i < count; ++i) {
      const auto [sine, cosine] =
          core::sincosTurns((static_cast<float>(i) + shift) / static_cast<float>(segments));
      const float one = core::squareRoot(sine * sine + cosine * cosine);
      sines[i] = sine / one;
      cosines[i] = cosine / one;
    }
  }

  // Around y they go from -z over -x, z and x: to the right as seen from outside, with the seam behind.
  float x(uint32_t i) const { return 0.0f - sines[i]; }
  float z(uint32_t i) const { return 0.0f - cosines[i]; }
};

float share(uint32_t i, uint32_t count) {
  return static_cast<float>(i) / static_cast<float>(count);
}
float middleShare(uint32_t i, uint32_t count) {
  return (static_cast<float>(i) + 0.5f) / static_cast<float>(count);
}

struct Face {
  int normal[3];
  /// As seen from outside.
  int right[3], up[3];
};

constexpr Face kFaces[] = {
    {{1, 0, 0}, {0, 0, -1}, {0, 1, 0}}, {{-1, 0, 0}, {0, 0, 1}, {0, 1, 0}},
    {{0, 1, 0}, {1, 0, 0}, {0, 0, -1}}, {{0, -1, 0}, {1, 0, 0}, {0, 0, 1}},
    {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}},  {{0, 0, -1}, {-1, 0, 0}, {0, 1, 0}},
};

void writeCube(Pen& pen, const float* p) {
  const float half[3] = {p[0] * 0.5f, p[1] * 0.5f, p[2] * 0.5f};
  for (const Face& face : kFaces) {
    const uint32_t first = pen.count();
    for (int corner = 0; corner < 4; ++corner) {
      const int a = corner == 1 || corner == 2 ? 1 : -1;
      const int b = corner >= 2 ? 1 : -1;
      const auto along = [&](int axis) {
        return static_cast<float>(face.normal[axis] + a * face.right[axis] + b * face.up[axis]) *
               half[axis];
      };
      const auto straight = [&](int axis) { return static_cast<float>(face.normal[axis]); };
      pen.vertex({along(0), along(1), along(2)}, {straight(0), straight(1), straight(2)},
                 a > 0 ? 1.0f : 0.0f, b > 0 ? 1.0f : 0.0f);
    }
    pen.triangle(first, first + 1, first + 2);
    pen.triangle(first, first + 2, first + 3);
  }
}

/// A pole has a vertex for each triangle that meets there, in the middle of what the triangle has of the texture.
void writeSphere(Pen& pen, const float* p) {
  const float radius = p[0];
  const auto segments = static_cast<uint32_t>(p[1]);
  const auto rings = static_cast<uint32_t>(p[2]);
  const Circle around(segments + 1, segments, 0.0f);
  const Circle down(rings + 1, rings * 2, 0.0f);
  for (uint32_t i = 0; i < segments; ++i) {
    pen.vertex({0.0f, radius, 0.0f}, {0.0f, 1.0f, 0.0f}, middleShare(i, segments), 1.0f);
  }
  for (uint32_t j = 1; j < rings; ++j) {
    const float v = 1.0f - share(j, rings);
    for (uint32_t i = 0; i <= segments; ++i) {
      const Triple n = {around.x(i) * down.sines[j], down.cosines[j], around.z(i) * down.sines[j]};
      pen.vertex({n.x * radius, n.y * radius, n.z * radius}, n, share(i, segments), v);
    }
  }
  const uint32_t last = pen.count();
  for (uint32_t i = 0; i < segments; ++i) {
    pen.vertex({0.0f, 0.0f - radius, 0.0f}, {0.0f, -1.0f, 0.0f}, middleShare(i, segments), 0.0f);
  }
  const uint32_t row = segments + 1;
  for (uint32_t i = 0; i < segments; ++i) pen.triangle(i, segments + i, segments + i + 1);
  for (uint32_t j = 1; j + 1 < rings; ++j) {
    const uint32_t upper = segments + (j - 1) * row;
    pen.band(upper, upper + row, segments);
  }
  for (uint32_t i = 0; i < segments; ++i)
    pen.triangle(last - row + i, last + i, last - row + i + 1);
}

void writeGrid(Pen& pen, const float* p) {
  const auto divisions = static_cast<uint32_t>(p[1]);
  const float half = p[0] * 0.5f;
  const Triple none = {0.0f, 0.0f, 0.0f};
  for (uint32_t i = 0; i <= divisions; ++i) {
    const float part = share(i, divisions);
    const float at = (part - 0.5f) * p[0];
    const uint32_t first = pen.count();
    pen.vertex({at, 0.0f, 0.0f - half}, none, part, 1.0f);
    pen.vertex({at, 0.0f, half}, none, part, 0.0f);
    pen.vertex({0.0f - half, 0.0f, at}, none, 0.0f, 1.0f - part);
    pen.vertex({half, 0.0f, at}, none, 1.0f, 1.0f - part);
    pen.line(first, first + 1);
    pen.line(first + 2, first + 3);
  }
}

void writePlane(Pen& pen, const float* p) {
  const auto segments = static_cast<uint32_t>(p[2]);
  for (uint32_t j = 0; j <= segments; ++j) {
    const float down = share(j, segments);
    const float z = (down - 0.5f) * p[1];
    for (uint32_t i = 0; i <= segments; ++i) {
      const float right = share(i, segments);
      pen.vertex({(right - 0.5f) * p[0], 0.0f, z}, {0.0f, 1.0f, 0.0f}, right, 1.0f - down);
    }
  }
  for (uint32_t j = 0; j < segments; ++j) {
    pen.band(j * (segments + 1), (j + 1) * (segments + 1), segments);
  }
}

/// A disc that faces up (1) or down (-1).
void writeCap(Pen& pen, const Circle& around, uint32_t segments, float radius, float y, float up) {
  const uint32_t middle = pen.count();
  pen.vertex({0.0f, y, 0.0f}, {0.0f, up, 0.0f}, 0.5f, 0.5f);
  for (uint32_t i = 0; i < segments; ++i) {
    const float x = around.x(i);
    const float z = around.z(i);
    pen.vertex({x * radius, y, z * radius}, {0.0f, up, 0.0f}, 0.5f + x * 0.5f,
               0.5f - z * up * 0.5f);
  }
  for (uint32_t i = 0; i < segments; ++i) {
    const uint32_t here = middle + 1 + i;
    const uint32_t next = i + 1 < segments ? here + 1 : middle + 1;
    if (up > 0.0f) {
      pen.triangle(middle, here, next);
    } else {
      pen.triangle(middle, next, here);
    }
  }
}

void writeCylinder(Pen& pen, const float* p) {
  const float radius = p[0];
  const float half = p[1] * 0.5f;
  const auto segments = static_cast<uint32_t>(p[2]);
  const Circle around(segments + 1, segments, 0.0f);
  for (uint32_t row = 0; row < 2; ++row) {
    const float y = row == 0 ? half : 0.0f - half;
    for (uint32_t i = 0; i <= segments; ++i) {
      const Triple n = {around.x(i), 0.0f, around.z(i)};
      pen.vertex({n.x * radius, y, n.z * radius}, n, share(i, segments), row == 0 ? 1.0f : 0.0f);
    }
  }
  pen.band(0, segments + 1, segments);
  writeCap(pen, around, segments, radius, half, 1.0f);
  writeCap(pen, around, segments, radius, 0.0f - half, -1.0f);
}

/// The point has a vertex for each triangle that meets there, with a normal between those of the triangle's others.
void writeCone(Pen& pen, const float* p) {
  const float radius = p[0];
  const float half = p[1] * 0.5f;
  const auto segments = static_cast<uint32_t>(p[2]);
  const Circle around(segments + 1, segments, 0.0f);
  const Circle between(segments, segments, 0.5f);
  // Relative to the larger one, so that no square is lost or overflows.
  const float larger = p[0] < p[1] ? p[1] : p[0];
  const float height = p[1] / larger;
  const float width = p[0] / larger;
  const float slope = core::squareRoot(height * height + width * width);
  const float outward = height / slope;
  const float upward = width / slope;
  for (uint32_t i = 0; i < segments; ++i) {
    pen.vertex({0.0f, half, 0.0f}, {between.x(i) * outward, upward, between.z(i) * outward},
               middleShare(i, segments), 1.0f);
  }
  for (uint32_t i = 0; i <= segments; ++i) {
    const float x = around.x(i);
    const float z = around.z(i);
    pen.vertex({x * radius, 0.0f - half, z * radius}, {x * outward, upward, z * outward},
               share(i, segments), 0.0f);
  }
  for (uint32_t i = 0; i < segments; ++i) pen.triangle(i, segments + i, segments + i + 1);
  writeCap(pen, around, segments, radius, 0.0f - half, -1.0f);
}

}  // namespace

Outcome checkParameters(uint32_t kind, float parameters[meshParameters]) {
  if (kind == static_cast<uint32_t>(MeshKind::custom) || kind >= std::size(kShapes)) {
    return Outcome::refusal(RefusalKind::outOfRange, kind);
  }
  const Shape& shape = kShapes[kind];
  for (uint32_t i = 0; i < meshParameters; ++i) {
    const float value = parameters[i];
    if (i >= shape.count) {
      if (!(value == 0.0f)) return Outcome::refusal(RefusalKind::malformed, i);
      continue;
    }
    const Parameter& parameter = shape.parameters[i];
    if (value == 0.0f) {
      parameters[i] = parameter.usual;
      continue;
    }
    if (!(value >= -largestCoordinate && value <= largestCoordinate)) {
      return Outcome::refusal(RefusalKind::notFinite);
    }
    // What is in its range fits an integer.
    if (value < parameter.least || value > parameter.most ||
        (parameter.whole && static_cast<float>(static_cast<int32_t>(value)) != value)) {
      return Outcome::refusal(RefusalKind::outOfRange, std::bit_cast<uint32_t>(value));
    }
  }
  return Outcome::done();
}

PrimitiveSize primitiveSize(MeshKind kind, const float* parameters) {
  const auto whole = [&](int at) { return static_cast<uint32_t>(parameters[at]); };
  switch (kind) {
    case MeshKind::cube:
      return {MeshMode::triangles, 24, 36};
    case MeshKind::sphere: {
      const uint32_t segments = whole(1);
      const uint32_t rings = whole(2);
      return {MeshMode::triangles, segments * 2 + (segments + 1) * (rings - 1),
              segments * (rings - 1) * 6};
    }
    case MeshKind::grid: {
      const uint32_t ends = (whole(1) + 1) * 4;
      return {MeshMode::lines, ends, ends};
    }
    case MeshKind::plane: {
      const uint32_t segments = whole(2);
      return {MeshMode::triangles, (segments + 1) * (segments + 1), segments * segments * 6};
    }
    case MeshKind::cylinder:
      return {MeshMode::triangles, whole(2) * 4 + 4, whole(2) * 12};
    case MeshKind::cone:
      return {MeshMode::triangles, whole(2) * 3 + 2, whole(2) * 6};
    case MeshKind::custom:
      break;
  }
  return {MeshMode::triangles, 0, 0};
}

void writePrimitive(MeshKind kind, const float* parameters, Vertex* vertices, uint32_t* indices) {
  Pen pen(vertices, indices);
  switch (kind) {
    case MeshKind::cube:
      return writeCube(pen, parameters);
    case MeshKind::sphere:
      return writeSphere(pen, parameters);
    case MeshKind::grid:
      return writeGrid(pen, parameters);
    case MeshKind::plane:
      return writePlane(pen, parameters);
    case MeshKind::cylinder:
      return writeCylinder(pen, parameters);
    case MeshKind::cone:
      return writeCone(pen, parameters);
    case MeshKind::custom:
      return;
  }
}

}  // namespace skyflock::scene
