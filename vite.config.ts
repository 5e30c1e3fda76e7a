import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Set ROUNDTRIP_BASE to serve under a sub-path (the e2e tests do; GitHub Pages needs it). */
const base = process.env.ROUNDTRIP_BASE ?? '/';

export default defineConfig({
  base,
  plugins: [svelte()],
  worker: { format: 'es' },
  // Both load files beside themselves; pre-bundling would lose them.
  optimizeDeps: { exclude: ['@electric-sql/pglite', 'pyodide'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
  test: {
    include: ['src/**/*.test.ts', 'rules/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
