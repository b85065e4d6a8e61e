/** What cures a start that ended in a worse way than the browser allows, for its one line in the console. */
export function cureOf(passes: boolean): string {
  return passes
    ? 'That may pass: call retry() of the element, or start it again'
    : 'docs/embedding.md says in "When a start falls back" what cures it';
}
