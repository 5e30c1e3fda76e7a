// Prepares what is not in the repository: Python packages as bytecode, a fresh Postgres data directory. Safe to repeat:
// what is up to date is left alone.
import { pathToFileURL } from 'node:url';

/**
 * @param {{ log?: (line: string) => void }} [options]
 */
export async function setup({ log = console.log } = {}) {
  const { setupPython } = await import('./setup-python.mjs');
  const python = await setupPython({ log });
  // Not fatal: everything but the Alembic runs works without it, and the runs say how to get it.
  if (!python.ok) log(`\n${python.error}\n`);
  const { setupPostgres } = await import('./setup-postgres.mjs');
  await setupPostgres();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setup();
  process.exit(0);
}
