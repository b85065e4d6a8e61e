/** What the benchmark uses of three, which brings no types. */
declare module 'three' {
  interface Triple {
    set(x: number, y: number, z: number): this;
  }
  export class Matrix4 {}
  export class Object3D {
    readonly position: Triple;
    readonly scale: Triple;
    readonly quaternion: { set(x: number, y: number, z: number, w: number): unknown };
    readonly matrix: Matrix4;
    updateMatrix(): void;
  }
  export class BoxGeometry {}
  export class MeshBasicMaterial {}
  export class InstancedMesh extends Object3D {
    constructor(geometry: BoxGeometry, material: MeshBasicMaterial, count: number);
    readonly instanceMatrix: { readonly array: Float32Array; needsUpdate: boolean };
    setMatrixAt(index: number, matrix: Matrix4): void;
  }
}
