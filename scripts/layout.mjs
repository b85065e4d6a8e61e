// npm run layout: prints the memory layouts anew, from C++ to web/generated.

import { command } from './command-line.mjs';
import { writeLayouts } from './products.mjs';

await command({ command: 'npm run layout', does: 'prints the memory layouts anew, from C++ to web/generated.' }, writeLayouts);
