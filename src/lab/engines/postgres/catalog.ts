import { catalogQueries } from './catalog.queries';
import type { PostgresSession } from './session';

/**
 * Everything that the catalogs tell about what is not Postgres' own: rows as they are, with numbers for names. It is
 * asked three times a revision, so that each query is as plain as it can be; see catalog.queries.ts.
 */
export interface Catalog {
  readonly namespaces: readonly { readonly oid: number; readonly name: string }[];
  readonly relations: readonly RelationRow[];
  readonly columns: readonly ColumnRow[];
  /** The spelling of each type and modifier that a column has. */
  readonly spellings: readonly { readonly type: number; readonly modifier: number; readonly text: string }[];
  /** Defaults, and expressions of generated columns. */
  readonly expressions: readonly { readonly relation: number; readonly number: number; readonly text: string }[];
  /** `number: 0` is the comment of the relation itself. */
  readonly comments: readonly { readonly relation: number; readonly number: number; readonly text: string }[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  readonly types: readonly TypeRow[];
  readonly sequences: readonly SequenceRow[];
  readonly triggers: readonly TriggerRow[];
  readonly functions: readonly FunctionRow[];
  readonly policies: readonly PolicyRow[];
  readonly extensions: readonly { readonly name: string }[];
  /** What belongs to an extension, and is not reported. */
  readonly members: readonly { readonly oid: number }[];
}

export interface RelationRow {
  readonly oid: number;
  readonly namespace: number;
  readonly name: string;
  /** Table, partitioned table, foreign table, view, materialized view, sequence, composite type. */
  readonly kind: 'r' | 'p' | 'f' | 'v' | 'm' | 'S' | 'c';
  /** The query, for a view. */
  readonly query: string | null;
  readonly traits: readonly string[];
  readonly partitionBy: string | null;
  readonly parent: number | null;
}

export interface ColumnRow {
  readonly relation: number;
  readonly number: number;
  readonly name: string;
  readonly type: number;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly generated: '' | 's' | 'v';
  readonly identity: '' | 'a' | 'd';
  /** Where it is not the type's own. */
  readonly collation: string | null;
}

export interface ConstraintRow {
  readonly relation: number;
  readonly name: string;
  readonly type: 'p' | 'u' | 'f' | 'c' | 'x';
  /** Numbers of columns, in the order of the key. */
  readonly keys: readonly number[];
  /** 0: there is none. */
  readonly target: number;
  readonly targetKeys: readonly number[];
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly valid: boolean;
  readonly nullsNotDistinct: boolean | null;
  /** The expression of a CHECK, the whole definition of an exclusion. */
  readonly definition: string | null;
}

export interface IndexRow {
  readonly oid: number;
  readonly relation: number;
  readonly name: string;
  readonly definition: string;
  readonly valid: boolean;
}

export interface TypeRow {
  readonly oid: number;
  readonly namespace: number;
  readonly name: string;
  /** Enum, domain, composite, range. */
  readonly kind: 'e' | 'd' | 'c' | 'r';
  /** The type of its arrays. */
  readonly array: number;
  readonly labels: readonly string[];
  /** What stands behind `AS`, for all but enums. */
  readonly definition: string | null;
}

interface SequenceRow {
  readonly oid: number;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  /** The column that owns it: `a` for serial, `i` for identity. */
  readonly ownership: 'a' | 'i' | null;
  readonly relation: number | null;
  readonly column: string | null;
}

interface TriggerRow {
  readonly relation: number;
  readonly name: string;
  readonly definition: string;
  readonly isEnabled: boolean;
}

interface FunctionRow {
  readonly oid: number;
  readonly namespace: number;
  readonly name: string;
  readonly definition: string;
}

interface PolicyRow {
  readonly relation: number;
  readonly name: string;
  /** Without `CREATE POLICY ... ON ...`. */
  readonly rest: string;
}

/**
 * All of it in one message. The session must be as `resetSession` leaves it.
 *
 * @param names of the relations whose parts are wanted; default: all.
 */
export function readCatalog(session: PostgresSession, names: readonly string[] | null = null): Catalog {
  const sections = Object.entries(catalogQueries(names));
  const script = sections.map(([, query]) => `SELECT coalesce(json_agg(q), '[]') FROM (${query}) q`).join(';\n');
  const results = session.run(script);
  const parsed = sections.map(([section], index) => [section, JSON.parse(results[index]?.rows[0]?.[0] ?? '[]')]);
  return Object.fromEntries(parsed) as Catalog;
}
