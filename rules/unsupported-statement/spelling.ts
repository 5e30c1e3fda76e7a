import type { Operation } from '../../src/migration/operation';
import type { Dialect } from '../../src/schema/model';

/** Spellings that show in the text of a statement, with the dialects that read them. */
const spellings: readonly { readonly what: string; readonly pattern: RegExp; readonly homes: readonly Dialect[] }[] = [
  { what: '`::` casts', pattern: /::\s*"?[a-z]/i, homes: ['postgresql'] },
  { what: 'ILIKE', pattern: /\bilike\b/i, homes: ['postgresql'] },
  { what: '= ANY (…)', pattern: /=\s*any\s*\(/i, homes: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'] },
  { what: 'ARRAY[…]', pattern: /\barray\s*\[/i, homes: ['postgresql'] },
  { what: 'DELETE … USING', pattern: /^\s*delete\s+from\s+[\w."]+(?:\s+\w+)?\s+using\b/i, homes: ['postgresql'] },
  { what: 'ON CONFLICT', pattern: /\bon\s+conflict\b/i, homes: ['postgresql', 'sqlite'] },
  { what: 'ON DUPLICATE KEY', pattern: /\bon\s+duplicate\s+key\b/i, homes: ['mysql', 'mariadb'] },
  { what: 'now()', pattern: /\bnow\s*\(\s*\)/i, homes: ['postgresql', 'mysql', 'mariadb'] },
  { what: 'gen_random_uuid()', pattern: /\b(gen_random_uuid|uuid_generate_v4)\s*\(/i, homes: ['postgresql'] },
  { what: 'AUTOINCREMENT', pattern: /\bautoincrement\b/i, homes: ['sqlite'] },
  { what: 'SET LOCAL', pattern: /^\s*set\s+local\b/i, homes: ['postgresql', 'mysql', 'mariadb'] },
  { what: 'SET', pattern: /^\s*set\s+\w/i, homes: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'] },
  // On SQLite these are a matter of the batch, which another rule tells.
  {
    what: 'ALTER COLUMN … TYPE',
    pattern: /\balter\s+(?:column\s+)?\S+\s+(?:set\s+data\s+)?type\b/i,
    homes: ['postgresql', 'sqlite'],
  },
  {
    what: 'ALTER COLUMN … NOT NULL',
    pattern: /\balter\s+(?:column\s+)?\S+\s+(?:set|drop)\s+not\s+null\b/i,
    homes: ['postgresql', 'sqlite'],
  },
  {
    what: 'ADD COLUMN, only ADD',
    pattern: /\balter\s+table\b[^;]*?\badd\s+column\b/i,
    homes: ['postgresql', 'sqlite', 'mysql', 'mariadb'],
  },
  { what: 'PRAGMA', pattern: /^\s*pragma\b/i, homes: ['sqlite'] },
];

/** The first spelling in a statement that the dialect cannot read. Literals, quoted names and comments do not count. */
export function spellingRefused({ sql }: Operation, dialect: Dialect): string | null {
  if (sql === undefined) return null;
  const bare = withoutLiterals(sql);
  return spellings.find(({ pattern, homes }) => !homes.includes(dialect) && pattern.test(bare))?.what ?? null;
}

function withoutLiterals(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
}
