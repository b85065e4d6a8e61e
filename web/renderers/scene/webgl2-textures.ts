/** The pictures of textures on the GPU, with mipmaps. */
import { pictureBytes } from './picture-bytes.js';
import { byteOfLight, LINEAR_OF_BYTE } from './srgb.js';

const MOST_ANISOTROPY = 8;

export class TextureStore {
  readonly #gl: WebGL2RenderingContext;
  /** Stands for every texture that has no picture. */
  readonly #white: WebGLTexture;
  readonly #textures = new Map<number, WebGLTexture>();
  readonly #anisotropy: EXT_texture_filter_anisotropic | null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#anisotropy = gl.getExtension('EXT_texture_filter_anisotropic');
    this.#white = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.#white);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(255, 255, 255, 255));
  }

  /** The texture of this number, or white. */
  get(texture: number): WebGLTexture {
    return this.#textures.get(texture) ?? this.#white;
  }

  /** @param isSeenThrough whether the picture has parts that can be seen through */
  set(texture: number, picture: ImageBitmap, isSeenThrough: boolean): void {
    const gl = this.#gl;
    this.remove(texture);
    const made = gl.createTexture();
    this.#textures.set(texture, made);
    gl.bindTexture(gl.TEXTURE_2D, made);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    if (this.#anisotropy !== null) {
      const { TEXTURE_MAX_ANISOTROPY_EXT, MAX_TEXTURE_MAX_ANISOTROPY_EXT } = this.#anisotropy;
      gl.texParameterf(
        gl.TEXTURE_2D,
        TEXTURE_MAX_ANISOTROPY_EXT,
        Math.min(MOST_ANISOTROPY, gl.getParameter(MAX_TEXTURE_MAX_ANISOTROPY_EXT)),
      );
    }
    // A lost context says 0 of everything.
    const most = (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number) || picture.width;
    const isLarge = picture.width > most || picture.height > most;
    if (isSeenThrough || isLarge) {
      const { width, height, data } = premultiplied(picture, most);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.SRGB8_ALPHA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, data);
    } else gl.texImage2D(gl.TEXTURE_2D, 0, gl.SRGB8_ALPHA8, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.generateMipmap(gl.TEXTURE_2D);
  }

  remove(texture: number): void {
    const old = this.#textures.get(texture);
    if (old !== undefined) this.#gl.deleteTexture(old);
    this.#textures.delete(texture);
  }

  drop(): void {
    for (const texture of this.#textures.values()) this.#gl.deleteTexture(texture);
    this.#gl.deleteTexture(this.#white);
    this.#textures.clear();
  }
}

/** A picture no larger than `most`, its light multiplied with its opacity: in linear space, which browsers don't do. */
function premultiplied(picture: ImageBitmap, most: number): ImageData {
  const share = Math.min(1, most / picture.width, most / picture.height);
  const width = Math.max(1, Math.floor(picture.width * share));
  const height = Math.max(1, Math.floor(picture.height * share));
  const image = pictureBytes(picture, width, height);
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    const opacity = (data[at + 3] as number) / 255;
    if (opacity === 1) continue;
    for (let channel = at; channel < at + 3; channel += 1) {
      data[channel] = byteOfLight((LINEAR_OF_BYTE[data[channel] as number] as number) * opacity);
    }
  }
  return image;
}
