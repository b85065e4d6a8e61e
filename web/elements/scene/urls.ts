/** Where the files are, when not where the page's configuration says, or beside the package. */
export interface SceneUrls {
  readonly wasm?: string | URL;
  /** The thread that draws. */
  readonly worker?: string | URL;
  /** The script's thread. */
  readonly script?: string | URL;
}
