import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Set ROUNDTRIP_BASE to serve under a sub-path (the e2e tests do; GitHub Pages needs it). */
const base = process.env.ROUNDTRIP_BASE ?? '/';

const labTests = ['src/lab/**/*.test.ts'];
/** Takes things away from its process for good. */
const lockedTests = ['src/lab/runners/alembic/lockdown.test.ts'];

export default defineConfig({
  base,
  plugins: [svelte()],
  worker: { format: 'es' },
  // Both load files beside themselves; pre-bundling would lose them.
  optimizeDeps: { exclude: ['@electric-sql/pglite', 'pyodide'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'paper', include: ['src/**/*.test.ts', 'rules/**/*.test.ts'], exclude: labTests },
      },
      // Python and the engines start once for each process, not for each file.
      { extends: true, test: { name: 'lab', include: labTests, exclude: lockedTests, isolate: false, pool: 'forks' } },
      { extends: true, test: { name: 'locked', include: lockedTests } },
    ],
  },
});
