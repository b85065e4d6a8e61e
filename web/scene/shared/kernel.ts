/**
 * What a scene's engine offers, whichever tier it is made for: WebAssembly, or JavaScript with the same results.
 *
 * Commands go into `inbox` as records of 64 bytes (web/generated/scene-layout.ts), `decode` carries them out, and what an
 * `endUpdate` ends is published. `draw` makes the draw list of the published state: views over the engine's own memory, nothing
 * copied. What the engine has to say stands in `outbox` until `clearCallbacks`.
 */
import type { SceneOptions } from '../../generated/scene-layout.js';

/** The tiers of the scene system; both give the same bytes. */
export const SCENE_TIERS = ['wasm', 'js'] as const;
export type SceneTier = (typeof SCENE_TIERS)[number];
/** The tier asked for; `auto` is WebAssembly where it can run. */
export type SceneTierChoice = SceneTier | 'auto';

/**
 * Views over engine memory. One object for the kernel's life; its arrays are good until the next call of the kernel that
 * returns DIRTY_MEMORY or counts `epoch` up. Offsets of fields are those of the generated layout.
 */
export interface SceneViews {
  /** SceneHeader. */
  readonly header: Uint32Array;
  readonly headerFloats: Float32Array;
  /** Room for INBOX_RECORDS records of RECORD_WORDS words, and the same as f32. */
  readonly inbox: Uint32Array;
  readonly inboxFloats: Float32Array;
  /** Callback records, `header[callbackCount]` of them, and the same as f32. */
  readonly outbox: Uint32Array;
  readonly outboxFloats: Float32Array;
  /** The DrawView, which whoever draws writes before `draw`. */
  readonly view: Float32Array;
  /** Published columns; only the first `header[slots]` of each count. */
  readonly generations: Uint32Array;
  readonly flags: Uint32Array;
  /** MeshEntry records, maxMeshes of them. */
  readonly meshes: Uint32Array;
  readonly meshFloats: Float32Array;
  /** TextureEntry records, maxTextures of them. */
  readonly textures: Uint32Array;
  /** Vertex records of all meshes, VERTEX_WORDS words each, as bytes: what a renderer uploads. */
  readonly vertices: Uint8Array;
  /** Indices of all meshes, each counted from its mesh's first vertex. */
  readonly indices: Uint32Array;
  /** The published EnvironmentCommand. */
  readonly environment: Uint32Array;
  readonly environmentFloats: Float32Array;
  /** DrawPass records, `header[passCount]` of them. */
  readonly passes: Uint32Array;
  readonly passFloats: Float32Array;
  /** DrawGroup records, `header[groupCount]` of them. */
  readonly groups: Uint32Array;
  /** DrawInstance records, `header[instanceCount]` of them, INSTANCE_WORDS words each. */
  readonly instances: Float32Array;
  readonly instanceWords: Uint32Array;
  /** The slot of each instance's entity. */
  readonly instanceSlots: Uint32Array;
  /** DrawLight records, `header[lightCount]` of them. */
  readonly lights: Uint32Array;
  readonly lightFloats: Float32Array;
}

/** What a ray from the camera met first. */
export interface Picked {
  /** The entity's slot, and its generation. */
  readonly index: number;
  readonly generation: number;
  /** From the camera to where the ray meets the entity's bounds. Unit: u. */
  readonly distance: number;
  /** Where that is. Unit: u. */
  readonly point: readonly [x: number, y: number, z: number];
}

export interface SceneKernel {
  readonly tier: SceneTier;
  readonly options: SceneOptions;
  readonly views: SceneViews;
  /**
   * Carries out the first records of the inbox. It stops behind an `endUpdate`, whose update is then published, and before a
   * command whose continuation records are not all there.
   *
   * @param count records in the inbox, up to INBOX_RECORDS
   * @returns how many of them are done with; 0 when the first command is not whole yet
   */
  decode(count: number): number;
  /**
   * Makes the draw list of the published state for the DrawView in `views.view`.
   * @returns dirty flags: what changed since the last draw list, DIRTY_MEMORY where views were made anew; 0: the list is the last one
   */
  draw(): number;
  /** What is seen at a place of the picture, in shares of its width and height from the upper left corner; null: nothing. */
  pick(x: number, y: number): Picked | null;
  /** The hash of the published state: 16 hexadecimal digits. */
  hash(): string;
  /** Empties the outbox. */
  clearCallbacks(): void;
  /** Gives the memory back. No other call may follow. */
  destroy(): void;
}

/** Why a tier does not run. */
export interface RefusedSceneTier {
  readonly tier: SceneTier;
  readonly reason: string;
  /** Whether the reason is one that passes, as a slow network does. */
  readonly passes?: boolean;
}
