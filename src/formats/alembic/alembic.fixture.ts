import type { Migration, ReadResult } from '../../migration/migration';
import type { Operation } from '../../migration/operation';
import type { Dialect } from '../../schema/model';
import { readMigration } from '../formats';

const header = `import sqlalchemy as sa
from alembic import op, context
from sqlalchemy.dialects import postgresql

revision = "b2"
down_revision = "a1"

`;

export function read(text: string, dialect?: Dialect): ReadResult {
  return readMigration({ path: 'versions/b2_example.py', text }, dialect === undefined ? {} : { dialect });
}

export function migration(text: string, dialect?: Dialect): Migration {
  const result = read(text, dialect);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.migration;
}

/** A whole file around the body of `upgrade` (and what stands before it in the module). */
export function file(body: string, module = ''): string {
  const indented = body
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return `${header}${module}\n\ndef upgrade():\n${indented}\n\n\ndef downgrade():\n    pass\n`;
}

export function upgrade(body: string, module = '', dialect?: Dialect): readonly Operation[] {
  return migration(file(body, module), dialect).upgrade.operations;
}

/** What the operations are, without circumstances. */
export function actions(body: string, module = ''): readonly Record<string, unknown>[] {
  return upgrade(body, module).map(
    ({
      span: _span,
      certainty: _certainty,
      dialects: _dialects,
      via: _via,
      autocommit: _auto,
      sql: _sql,
      given: _given,
      batch: _batch,
      text: _text,
      swallowed: _swallowed,
      condition: _condition,
      ...action
    }) => action,
  );
}

/** The text that each operation is placed at. */
export function places(body: string, module = ''): readonly string[] {
  const text = file(body, module);
  return migration(text).upgrade.operations.map(({ span }) => text.slice(span.start, span.end));
}

export const named = (name: string, schema: string | null = null) => ({ schema, name });
