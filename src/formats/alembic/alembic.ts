import type { Format } from '../format';
import { readMigrationFile } from './read';

/** Alembic's Python files: recognised by a module-level `revision` or an `upgrade()`. */
export const alembic: Format = {
  name: 'alembic',
  detect: ({ path, text }) => !/\.sql$/i.test(path) && looksLikeMigration(text),
  read: (file, options) => readMigrationFile(file, options?.dialect ?? 'postgresql'),
};

function looksLikeMigration(text: string): boolean {
  return /^(revision\s*(:[^=\n]*)?=|def\s+upgrade\s*\()/m.test(text);
}
