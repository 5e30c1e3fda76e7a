import type { ColumnType, Definition, Schema } from '../../schema/model';
import { isSameType, parseType, renderType } from '../../schema/type';
import { stripParentheses } from '../../schema/reader';
import { isSymbol, isWord, tokenize } from '../../schema/tokens';

/**
 * What ALTER COLUMN ... TYPE does to the rows that are there. `rewrite`: every row is written anew, and every index built
 * again; `none`: only the catalog changes; `zone`: a rewrite unless the session's TimeZone is UTC (Postgres 12 and later:
 * ATColumnChangeRequiresRewrite in tablecmds.c); `unknown`: the old type is not known, and the new one does not tell.
 */
export type Retyping = 'rewrite' | 'none' | 'zone' | 'unknown';

export interface TypeChange {
  readonly column: string;
  readonly from: ColumnType | null;
  readonly to: ColumnType;
  /** The USING expression, if there is one. */
  readonly using: string | null;
}

export function retyping(change: TypeChange, schema: Schema): Retyping {
  const { column, from, to, using } = change;
  if (using !== null && !isPlain(using, column, to)) return 'rewrite';
  if (from === null) return canBeReached.has(to.name) || to.dimensions > 0 ? 'unknown' : 'rewrite';
  return isSameType(from, to) ? 'none' : conversion(plain(from, schema), to, schema);
}

function conversion(from: ColumnType, to: ColumnType, schema: Schema): Retyping {
  if (isSameType(from, to)) return 'none';
  const domain = domainOf(to, schema);
  if (domain !== undefined)
    return isConstrainedDomain(domain) ? 'rewrite' : conversion(from, baseOf(domain) ?? from, schema);
  if (from.dimensions > 0 || to.dimensions > 0) return isSameArray(from, to) ? 'none' : 'rewrite';
  if (isZoneChange(from, to)) return 'zone';
  return isRelabelled(from, to) ? 'none' : 'rewrite';
}

/**
 * Pairs whose values are stored alike (`pg_cast` WITHOUT FUNCTION), by canonical name. Within a type a longer limit is
 * as good as none: the length coercion simplifies away (`varchar_support`, `numeric_support`, `timestamp_support`, ...).
 */
const relabelled: readonly (readonly [from: string, to: string])[] = [
  ['varchar', 'text'],
  ['text', 'varchar'],
  ['citext', 'text'],
  ['text', 'citext'],
  ['citext', 'varchar'],
  ['varchar', 'citext'],
  ['cidr', 'inet'],
  ['integer', 'oid'],
  ['oid', 'integer'],
  ['bit', 'varbit'],
  ['xml', 'text'],
  ['xml', 'varchar'],
];

function isRelabelled(from: ColumnType, to: ColumnType): boolean {
  if (from.name === to.name) return isWider(from, to);
  // A length is checked by a function, whatever the other type was: only `varchar(n)` to more of itself needs none.
  return to.args.length === 0 && relabelled.some(([one, other]) => one === from.name && other === to.name);
}

/** Whether every value of the old type fits without being looked at. */
function isWider(from: ColumnType, to: ColumnType): boolean {
  const [oldSize, oldScale = 0] = from.args;
  const [size, scale = 0] = to.args;
  switch (to.name) {
    case 'varchar':
    case 'varbit':
      return size === undefined || (oldSize !== undefined && size >= oldSize);
    case 'numeric':
      return size === undefined || (oldSize !== undefined && size >= oldSize && scale === oldScale);
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
      // Six digits are all that there are.
      return size === undefined || size >= (oldSize ?? 6);
    default:
      return from.args.length === to.args.length && from.args.every((each, at) => each === to.args[at]);
  }
}

/** Elements of an array are converted one by one, unless their type stays and has no limit. */
function isSameArray(from: ColumnType, to: ColumnType): boolean {
  return from.dimensions > 0 && to.dimensions > 0 && from.name === to.name && to.args.length === 0;
}

function isZoneChange(from: ColumnType, to: ColumnType): boolean {
  const names = [from.name, to.name];
  return names.includes('timestamp') && names.includes('timestamptz') && isWider({ ...from, name: to.name }, to);
}

/** A serial is an integer with a default, a domain is its base type with a name. */
function plain(type: ColumnType, schema: Schema): ColumnType {
  const domain = domainOf(type, schema);
  if (domain !== undefined) return baseOf(domain) ?? type;
  const integer = serials[type.name];
  return integer === undefined ? type : { ...type, name: integer };
}

const serials: Readonly<Record<string, string>> = { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' };

export function domainOf({ name, dimensions }: ColumnType, schema: Schema): Definition | undefined {
  return dimensions > 0 ? undefined : schema.domains.find((domain) => domain.name === name);
}

/** Values of such a domain have to be looked at. */
export function isConstrainedDomain({ definition }: Definition): boolean {
  return /\bCHECK\b|\bNOT\s+NULL\b/i.test(definition);
}

function baseOf({ definition }: Definition): ColumnType | null {
  const written = /^\s*CREATE\s+DOMAIN\s+\S+\s+(?:AS\s+)?(.*)$/is.exec(definition)?.[1] ?? definition;
  const [type = ''] = written.split(/\b(?:CHECK|DEFAULT|CONSTRAINT|NOT|NULL|COLLATE)\b|;/i);
  return type.trim() === '' ? null : parseType(type, 'postgresql');
}

/** `c`, `c::new_type`, `CAST(c AS new_type)`: what Postgres would do by itself. */
function isPlain(using: string, column: string, to: ColumnType): boolean {
  const [first, second, ...rest] = tokenize(stripParentheses(using));
  if (isWord(first, 'CAST') && isSymbol(second, '(')) return isPlainCast(using, column, to);
  if (first?.value !== column || (first.kind !== 'word' && first.kind !== 'name')) return false;
  if (second === undefined) return true;
  return isSymbol(second, '::') && isType(rest.map(({ text }) => text).join(' '), to);
}

function isPlainCast(using: string, column: string, to: ColumnType): boolean {
  const written = /^\s*CAST\s*\(\s*("?)([\w$]+)\1\s+AS\s+(.*)\)\s*$/is.exec(stripParentheses(using));
  return written?.[2] === column && isType(written[3] ?? '', to);
}

function isType(text: string, type: ColumnType): boolean {
  return renderType(parseType(text, 'postgresql'), 'postgresql') === renderType(type, 'postgresql');
}

/** Types that another type may become without a rewrite: if the old one is not known, neither is what happens. */
const canBeReached: ReadonlySet<string> = new Set([
  'text', 'varchar', 'citext', 'numeric', 'inet', 'oid', 'varbit', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval',
]); // prettier-ignore
