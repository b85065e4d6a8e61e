#include "life/scenes.h"

#include <cstring>

namespace skyflock::life {

namespace {

constexpr auto kAdaptive = static_cast<uint32_t>(SpawnPattern::adaptive);
constexpr auto kScattered = static_cast<uint32_t>(SpawnPattern::scattered);
constexpr auto kHerd = static_cast<uint32_t>(SpawnPattern::herd);

// Genes in gene order: speed, vision, metabolism, reproduction, aggression, cohesion, standards,
// diet, viewAngle.
constexpr Scene::Tribe kGrazers = {
    "Meadow", {1.0f, kAdaptive, 140.0f, {29, 20, 0.15f, 0.050f, 0.10f, 0.60f, 0.30f, -0.85f, 300}}};
constexpr Scene::Tribe kRunners = {
    "Steppe", {1.0f, kAdaptive, 48.0f, {33, 22, 0.20f, 0.050f, 0.08f, 0.50f, 0.25f, -0.70f, 260}}};
constexpr Scene::Tribe kBrowsers = {
    "Thicket",
    {1.0f, kAdaptive, 190.0f, {27, 18, 0.14f, 0.050f, 0.15f, 0.35f, 0.40f, -0.60f, 320}}};
constexpr Scene::Tribe kForagers = {
    "Rover", {0.5f, kAdaptive, 275.0f, {28, 22, 0.18f, 0.040f, 0.40f, 0.40f, 0.20f, 0.05f, 220}}};
constexpr Scene::Tribe kHunters = {
    "Fang", {0.18f, kAdaptive, 8.0f, {31, 30, 0.22f, 0.050f, 0.60f, 0.55f, 0.30f, 0.90f, 150}}};

constexpr Scene::Tribe swimmer(const char* name, float hue) {
  return {name, {1.0f, kScattered, hue, {25, 20, 0.15f, 0.012f, 0.3f, 0.8f, 0.3f, -0.5f, 300}}};
}

LifeOptions savanna() {
  LifeOptions o;
  o.areaPerAnimal = 720.0f;
  o.metabolicScale = 3.0f;
  o.hybridChance = 0.0004f;
  o.attackChance = 0.1f;
  o.foodRegrowth = 0.08f;
  o.foodCapacity = 7.0f;
  return o;
}

LifeOptions flock() {
  LifeOptions o;
  o.movementOnly = 1;
  // 12 neighbours in a circle of 20 u: pi * 20^2 / 12.
  o.areaPerAnimal = 104.71976f;
  return o;
}

LifeOptions islands() {
  LifeOptions o = savanna();
  o.areaPerAnimal = 800.0f;
  o.foodPatchiness = 0.9f;
  o.foodPatchSize = 32.0f;
  o.foodCapacity = 14.0f;
  return o;
}

LifeOptions swarm() {
  LifeOptions o;
  o.areaPerAnimal = 104.71976f;
  o.spawnArea = 0.05f;
  return o;
}

LifeOptions pair() {
  LifeOptions o;
  o.entities = 2;
  o.maxEntities = 64;
  o.columns = 16;
  o.rows = 16;
  o.spawnArea = 0.001f;
  return o;
}

const Scene kScenes[] = {
    {"savanna",
     "All rules: three tribes of plant eaters, one of omnivores, one of hunters.",
     savanna(),
     {kGrazers, kRunners, kBrowsers, kForagers, kHunters},
     5},
    {"flock",
     "Movement only: four tribes, each animal with twelve neighbours in sight.",
     flock(),
     {swimmer("Azure", 205), swimmer("Coral", 12), swimmer("Jade", 155), swimmer("Amber", 42)},
     4},
    {"islands",
     "Food in patches with desert between: the traits of each drift apart.",
     islands(),
     {kGrazers, kRunners, kBrowsers, kForagers, kHunters},
     5},
    {"swarm",
     "All animals in a twentieth of the world: the worst case.",
     swarm(),
     {swimmer("Azure", 205), swimmer("Coral", 12), swimmer("Jade", 155), swimmer("Amber", 42)},
     4},
    {"pair",
     "Two animals, near each other: what can be followed by hand.",
     pair(),
     {{"Meadow", {1.0f, kHerd, 140.0f, {25, 22, 0.15f, 0.06f, 0.1f, 0.7f, 0.3f, -0.85f, 300}}},
      {"Fang", {1.0f, kHerd, 8.0f, {31, 34, 0.22f, 0.05f, 0.6f, 0.55f, 0.3f, 0.9f, 150}}}},
     2},
};

}  // namespace

std::span<const Scene> scenes() { return kScenes; }

const Scene* findScene(const char* name) {
  for (const Scene& scene : kScenes) {
    if (std::strcmp(scene.name, name) == 0) return &scene;
  }
  return nullptr;
}

Founding foundingOf(const Scene& scene) {
  Founding founding;
  founding.options = scene.options;
  founding.tribeCount = scene.tribeCount;
  for (uint32_t t = 0; t < scene.tribeCount; ++t) founding.tribes[t] = scene.tribes[t].setup;
  return founding;
}

}  // namespace skyflock::life
