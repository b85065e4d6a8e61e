/** Where the files are, when not where the page's configuration says, or beside the package. */
export interface MeteorUrls {
  readonly wasm?: string | URL;
  readonly worker?: string | URL;
}
