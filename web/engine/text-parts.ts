/**
 * Parts of the package as text, for pages whose bundler lost the file: every bundler follows an import. Each is loaded only
 * where its file is missing.
 *
 * Here are none, since the work tree's own build follows every address; the package's build puts them in.
 */

/** The script of a thread, or a .wasm file, by its name; the bytes of either, compressed by gzip, in base64. */
export type TextPart =
  | 'coordinator'
  | 'meteor'
  | 'scene'
  | 'script'
  | `skyflock-${'life' | 'life-threads' | 'meteor' | 'scene' | 'state'}.wasm`;

export const TEXT_PARTS: { readonly [Part in TextPart]?: () => Promise<{ readonly default: string }> } = {};
