import type { SourceFile } from '../src/migration/migration';

/** An example of a rule's README as a whole migration file: the examples leave out what is the same in all. */
export function migrationFromExample(code: string): string {
  return /^revision\b/m.test(code) ? code : `${header}\n${code.trimEnd()}\n`;
}

/** An example as files: what is about a history has a line `# name.py` above each of its files. */
export function filesFromExample(code: string): readonly SourceFile[] {
  const parts = code.split(/^# (\w+\.py)$/m);
  if (parts.length === 1) return [{ path: 'example.py', text: migrationFromExample(code) }];
  return parts.flatMap((path, at) =>
    at % 2 === 0 ? [] : [{ path, text: migrationFromExample((parts[at + 1] ?? '').trimStart()) }],
  );
}

const header = `"""An example"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "e1a2b3c4d5f6"
down_revision = "d0a1b2c3d4e5"
`;
