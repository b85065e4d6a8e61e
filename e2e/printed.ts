/** What is on paper: the pictures in a PDF that Chromium made of a page. */
import { inflateSync } from 'node:zlib';

export interface PrintedPicture {
  /** Pixels, as the canvas had them. */
  readonly width: number;
  readonly height: number;
  /** How many of its colour values are bright. */
  readonly lights: number;
}

/** Pictures are objects of their own, packed; what is transparent in them stands in others, which are grey. */
const PICTURE = /<<((?:(?!endobj)[\s\S])*?\/Subtype \/Image[\s\S]*?)>>\s*stream\r?\n/g;

export function printedPictures(pdf: Buffer): PrintedPicture[] {
  return [...pdf.toString('latin1').matchAll(PICTURE)]
    .map((found) => ({ head: found[1] ?? '', begin: found.index + found[0].length }))
    .filter(({ head }) => !head.includes('/DeviceGray'))
    .map(({ head, begin }) => {
      const number = (name: string): number => Number(new RegExp(`/${name} (\\d+)`).exec(head)?.[1]);
      const values = inflateSync(pdf.subarray(begin, begin + number('Length')));
      return { width: number('Width'), height: number('Height'), lights: values.filter((value) => value > 100).length };
    });
}
