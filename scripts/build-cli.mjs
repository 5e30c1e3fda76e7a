import { join } from 'node:path';
import { build } from 'vite';
import { root } from './paths.mjs';

/** Bundles the command line for Node. Packages stay outside: they are beside it in node_modules. */
export async function buildCli() {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      outDir: join(root, '.cache/cli'),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: { cli: join(root, 'src/cli.ts'), 'cli.worker': join(root, 'src/cli.worker.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}
