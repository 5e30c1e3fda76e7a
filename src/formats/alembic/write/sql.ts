import { call, literal, prose, type Python } from './python';
import type { Style } from './style';

/**
 * SQL text for SQLAlchemy's `text()`, to which `op.execute` hands plain texts too: a colon before a word would be a bind
 * parameter there, unless it is doubled (a cast) or escaped.
 */
function escapeColons(sql: string): string {
  return sql.replace(/(?<![:\w\\]):(?=\w)/g, '\\:');
}

/** `op.execute("...")`. */
export function writeExecute(sql: string, style: Style): Python {
  return call(`${style.name('op')}.execute`, prose(escapeColons(sql), style.quote));
}

/** `sa.text("...")`. */
export function writeText(sql: string, style: Style): Python {
  return call(`${style.name('sa')}.text`, literal(escapeColons(sql), style.quote));
}

/** The condition of a CHECK, which Alembic takes as plain text. */
export function writeCondition(sql: string, style: Style): Python {
  return literal(escapeColons(sql), style.quote);
}

/** A server default: a plain text is a string of SQL, everything else has to say that it is SQL. */
export function writeDefault(sql: string, style: Style): Python {
  const [, string] = /^'((?:[^']|'')*)'$/.exec(sql) ?? [];
  return string === undefined ? writeText(sql, style) : literal(string.replaceAll("''", "'"), style.quote);
}
