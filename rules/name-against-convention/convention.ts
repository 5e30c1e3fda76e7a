import type { Constraint } from '../../src/migration/operation';
import type { Index, ObjectName } from '../../src/schema/model';

/** A naming convention as SQLAlchemy's MetaData takes it, by kind of constraint. */
export type Convention = ReadonlyMap<string, string>;

/** The convention that a text tells, in code or in a comment: `"fk": "fk_%(table_name)s_%(column_0_name)s"`. */
export function conventionIn(text: string): Convention {
  if (!text.includes('%(')) return new Map();
  const entries = text.matchAll(/\b(ix|uq|fk|pk)\b["']?\s*[:=]\s*f?["']([^"'\n]*%\([^"'\n]*)["']/g);
  return new Map([...entries].map(([, kind = '', pattern = '']) => [kind, pattern]));
}

/** The name that the convention gives; `null` where it does not say. */
export function conventionalName(convention: Convention, table: ObjectName, named: Constraint | Index): string | null {
  const kind = kindOf(named);
  const pattern = kind === null ? undefined : convention.get(kind);
  if (pattern === undefined) return null;
  const columns = columnsOf(named);
  const values: Readonly<Record<string, string>> = {
    table_name: table.name,
    column_0_name: columns[0] ?? '',
    column_0_label: `${table.name}_${columns[0] ?? ''}`,
    column_0_N_name: columns.join('_'),
    column_0N_name: columns.join(''),
    column_0_key: columns[0] ?? '',
    referred_table_name: 'target' in named ? named.target.name : '',
    referred_column_0_name: 'target' in named ? (named.targetColumns[0] ?? '') : '',
  };
  const tokens = [...pattern.matchAll(/%\((\w+)\)s/g)].map(([, token = '']) => token);
  if (!tokens.every((token) => values[token] !== undefined)) return null;
  return pattern.replace(/%\((\w+)\)s/g, (_, token: string) => values[token] ?? '');
}

function kindOf(named: Constraint | Index): string | null {
  if (!('type' in named)) return 'ix';
  const kinds = { unique: 'uq', foreignKey: 'fk', primaryKey: 'pk', check: null, exclusion: null } as const;
  return kinds[named.type];
}

function columnsOf(named: Constraint | Index): readonly string[] {
  if ('columns' in named) return named.columns;
  return 'keys' in named ? named.keys.map((key) => (key.kind === 'column' ? key.column : '')) : [];
}
