import type { LintOptions } from '../src/lint/settings';
import type { SourceFile } from '../src/migration/migration';
import type { Dialect } from '../src/schema/model';

const dialects: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle', 'mssql'];

/** How an example is to be checked, from what follows the language of its fence: `dialect=mysql`, `server=8`. */
export function optionsFromFence(info: string): LintOptions {
  const dialect = dialects.find((each) => info.split(/\s+/).includes(`dialect=${each}`)) ?? 'postgresql';
  const server = /server=(\d+)/.exec(info)?.[1];
  return { dialect, serverVersion: server === undefined ? null : Number(server) };
}

/** An example of a rule's README as a whole migration file: the examples leave out what is the same in all. */
export function migrationFromExample(code: string): string {
  const body = `${code.trimEnd()}\n`;
  if (!/^revision\b/m.test(code)) return `${withImports(header)}\n${body}`;
  return /^from alembic import\b/m.test(code) ? code : withImports(body);
}

/** An example as files: what is about a history has a line `# name.py` above each of its files. */
export function filesFromExample(code: string): readonly SourceFile[] {
  const parts = code.split(/^# (\w+\.py)$/m);
  if (parts.length === 1) return [{ path: 'example.py', text: migrationFromExample(code) }];
  return parts.flatMap((path, at) =>
    at % 2 === 0 ? [] : [{ path, text: migrationFromExample((parts[at + 1] ?? '').trimStart()) }],
  );
}

/** Imports stand after the docstring, where there is one. */
function withImports(code: string): string {
  const [docstring = ''] = /^"""[\s\S]*?"""\n/.exec(code) ?? [];
  return `${docstring}${imports}\n${code.slice(docstring.length)}`;
}

const imports = `from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
`;

const header = `"""An example"""
revision = "e1a2b3c4d5f6"
down_revision = "d0a1b2c3d4e5"
`;
