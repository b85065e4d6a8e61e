/** The pixels of a picture, drawn at any size: not multiplied with their opacity, the upper left one first. */
export function pictureBytes(picture: ImageBitmap, width: number, height: number): ImageData {
  const canvas = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(width, height) : document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (context === null) throw new Error(`a texture of ${width} x ${height} pixels can't be read: there is no 2D context for it`);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
