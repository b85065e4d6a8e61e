import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';

// What makes the development server's pages cross-origin isolated; the package itself needs no setting.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default { plugins: [sveltekit({ adapter: adapter() })], server: { headers } };
