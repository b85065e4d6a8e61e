import { sveltekit } from '@sveltejs/kit/vite';

// What makes pages cross-origin isolated; the package itself needs no setting.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default { plugins: [sveltekit()], server: { headers }, preview: { headers } };
