// Serves the build of the Node adapter. A hook's headers are those of pages alone, and workers need them as well.
import { createServer } from 'node:http';
import { handler } from './build/handler.js';

createServer((request, response) => {
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  handler(request, response);
}).listen(process.env.PORT, '127.0.0.1');
