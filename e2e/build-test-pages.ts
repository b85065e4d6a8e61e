/** Before all browser tests: the pages that only tests have, once for all of them. */
import { buildTestPages } from '../scripts/products.mjs';

export default async function build(): Promise<void> {
  await buildTestPages();
}
