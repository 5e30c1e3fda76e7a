import { plain, type Call, type Value } from '../python/value';
import { libraryName } from './names';

/**
 * A SQLAlchemy expression as SQL: texts, `sa.text`, `sa.func.x(...)`, `sa.true()`, literals. `null` where it is built
 * from something else.
 */
export function sqlOf(value: Value, depth = 0): string | null {
  if (depth > 8) return null;
  if (value.kind === 'constant') return literal(value.value);
  if (value.kind === 'text') return value.value;
  if (value.kind !== 'call') return null;
  const called = libraryName(value);
  if (called?.isFunction) return functionCall(called.name, value, depth);
  if (value.callee.kind === 'attribute' && value.callee.of.kind === 'call') return sqlOf(value.callee.of, depth + 1);
  return called === null
    ? isInlineLiteral(value)
      ? quoted(value.args[0]?.value)
      : null
    : construct(called.name, value, depth);
}

/** A default as SQLAlchemy renders it: a plain text is a string, everything else is SQL. */
export function defaultOf(value: Value, depth = 0): string | null {
  if (value.kind === 'text') return quoteText(value.value);
  return sqlOf(value, depth);
}

function construct(name: string, call: Call, depth: number): string | null {
  const first = call.args[0]?.value;
  switch (name) {
    case 'text':
    case 'literal_column':
    case 'TextClause':
      return plain(first);
    case 'true':
    case 'false':
    case 'null':
      return name;
    case 'literal':
      return quoted(first);
    case 'column':
      return plain(first);
    case 'DefaultClause':
      return first ? defaultOf(first, depth + 1) : null;
    case 'cast':
      return first ? sqlOf(first, depth + 1) : null;
    default:
      return null;
  }
}

/** Functions without arguments that SQL spells without parentheses (SQLAlchemy: AnsiFunction). */
const ansiFunctions = /^(current_(timestamp|date|time|user)|localtime(stamp)?|session_user|user)$/i;

function functionCall(name: string, call: Call, depth: number): string | null {
  if (call.args.length === 0 && ansiFunctions.test(name)) return name.toUpperCase();
  const args = call.args.map(({ value }) => defaultOf(value, depth + 1));
  return args.includes(null) ? null : `${name}(${args.join(', ')})`;
}

function isInlineLiteral(call: Call): boolean {
  return call.callee.kind === 'name' && call.callee.path.endsWith('.inline_literal');
}

function quoted(value: Value | undefined): string | null {
  if (value?.kind === 'text') return quoteText(value.value);
  return value?.kind === 'constant' ? literal(value.value) : null;
}

function literal(value: null | boolean | number): string {
  return value === null ? 'NULL' : String(value);
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
