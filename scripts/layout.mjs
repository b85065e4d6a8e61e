// npm run layout: prints the memory layouts anew, from C++ to web/generated.

import { writeLayout } from './products.mjs';
import { main } from './steps.mjs';

await main(() => writeLayout('life'));
