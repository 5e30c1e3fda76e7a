import type { ObjectName } from '../../schema/model';
import { exceptionName } from '../failure';
import type { StepError } from '../runners/runner';

/** What an engine or a tool says is not there (or is there already, or is of the wrong type). */
export type Complaint =
  | { readonly kind: 'no table'; readonly table: ObjectName }
  | { readonly kind: 'no column'; readonly table: ObjectName | null; readonly column: string }
  | { readonly kind: 'no constraint'; readonly table: ObjectName | null; readonly name: string }
  | { readonly kind: 'no index'; readonly name: string }
  | { readonly kind: 'no view'; readonly view: ObjectName }
  | { readonly kind: 'no sequence'; readonly sequence: ObjectName }
  | { readonly kind: 'no type'; readonly type: ObjectName }
  | { readonly kind: 'no schema'; readonly name: string }
  | { readonly kind: 'no role'; readonly name: string }
  | { readonly kind: 'no trigger'; readonly table: ObjectName; readonly name: string }
  | { readonly kind: 'no function'; readonly signature: string }
  | { readonly kind: 'no operator class'; readonly name: string }
  | { readonly kind: 'no extension'; readonly name: string }
  | { readonly kind: 'no unique key'; readonly table: ObjectName }
  | { readonly kind: 'key types differ'; readonly column: string; readonly target: string; readonly detail: string }
  | { readonly kind: 'no conflict target' }
  | { readonly kind: 'operands differ'; readonly left: string; readonly right: string }
  | {
      readonly kind: 'exists';
      readonly object: 'relation' | 'type' | 'column';
      readonly name: string;
      readonly table: string | null;
    };

/**
 * Reads a complaint from an error's wording. PostgreSQL's messages are stable English with lc_messages = C; SQLite's and
 * SQLAlchemy's are what they are. `null`: it is not about the starting schema.
 */
export function readComplaint(error: StepError): Complaint | null {
  const text = [error.message, error.traceback?.split('\n').at(-1)].join('\n');
  for (const [pattern, build] of patterns) {
    const match = pattern.exec(text);
    if (match) return build(match);
  }
  return fromReflection(error);
}

type Build = (match: RegExpExecArray) => Complaint;

const patterns: readonly (readonly [RegExp, Build])[] = [
  // Columns first: "column x of relation y does not exist" also names a relation.
  [/column "([^"]+)" of relation "([^"]+)" does not exist/, (m) => column(m[1], m[2])],
  [/column ([\w."]+)\.([\w"]+) does not exist/, (m) => column(bare(m[2]), null)],
  [
    /column "([^"]+)" (?:named in key |referenced in foreign key constraint |referenced in statistics )?does not exist/,
    (m) => column(m[1], null),
  ],
  [
    /constraint "([^"]+)" (?:of relation|for table) "([^"]+)" does not exist/,
    (m) => ({ kind: 'no constraint', name: text(m[1]), table: named(m[2]) }),
  ],
  [
    /trigger "([^"]+)" for table "([^"]+)" does not exist/,
    (m) => ({ kind: 'no trigger', name: text(m[1]), table: named(m[2]) }),
  ],
  [/(?:relation|table) "([^"]+)" does not exist/, (m) => ({ kind: 'no table', table: named(m[1]) })],
  [/(?:materialized )?view "([^"]+)" does not exist/, (m) => ({ kind: 'no view', view: named(m[1]) })],
  [/sequence "([^"]+)" does not exist/, (m) => ({ kind: 'no sequence', sequence: named(m[1]) })],
  [/index "([^"]+)" does not exist/, (m) => ({ kind: 'no index', name: named(m[1]).name })],
  [
    /operator does not exist: ([a-z ]+?) (?:=|<>|<=|>=|<|>|!?~~\*?) ([a-z ]+)/,
    (m) => ({ kind: 'operands differ', left: text(m[1]), right: text(m[2]) }),
  ],
  [
    /operator does not exist: ([a-z ]+?) (?:->>?|#>>?|@>|\?) /,
    (m) => ({ kind: 'operands differ', left: text(m[1]), right: 'jsonb' }),
  ],
  [/type "([^"]+)" does not exist/, (m) => ({ kind: 'no type', type: named(bare(m[1])) })],
  [/schema "([^"]+)" does not exist/, (m) => ({ kind: 'no schema', name: text(m[1]) })],
  [/role "([^"]+)" does not exist/, (m) => ({ kind: 'no role', name: text(m[1]) })],
  [/operator class "([^"]+)" does not exist/, (m) => ({ kind: 'no operator class', name: text(m[1]) })],
  [/extension "([^"]+)" does not exist/, (m) => ({ kind: 'no extension', name: text(m[1]) })],
  [/function ([\w."]+\([^)]*\)) does not exist/, (m) => ({ kind: 'no function', signature: text(m[1]) })],
  [
    /no unique constraint matching given keys for referenced table "([^"]+)"/,
    (m) => ({ kind: 'no unique key', table: named(m[1]) }),
  ],
  [
    /Key columns "([^"]+)" (?:of the referencing table )?and "([^"]+)" (?:of the referenced table )?are of incompatible types: (.+)/,
    (m) => ({ kind: 'key types differ', column: text(m[1]), target: text(m[2]), detail: text(m[3]) }),
  ],
  [
    /column "([^"]+)" of relation "([^"]+)" already exists/,
    (m) => ({ kind: 'exists', object: 'column', name: text(m[1]), table: text(m[2]) }),
  ],
  [/relation "([^"]+)" already exists/, (m) => ({ kind: 'exists', object: 'relation', name: text(m[1]), table: null })],
  [/type "([^"]+)" already exists/, (m) => ({ kind: 'exists', object: 'type', name: text(m[1]), table: null })],
  [/no unique or exclusion constraint matching the ON CONFLICT/, () => ({ kind: 'no conflict target' })],
  // SQLite
  [/ON CONFLICT clause does not match/, () => ({ kind: 'no conflict target' })],
  [/no such table: ([\w.]+)/, (m) => ({ kind: 'no table', table: named(m[1]?.replace(/^main\./, '')) })],
  [/no such view: ([\w.]+)/, (m) => ({ kind: 'no view', view: named(m[1]) })],
  [/no such index: ([\w.]+)/, (m) => ({ kind: 'no index', name: text(m[1]) })],
  [/table (\w+) has no column named (\w+)/, (m) => column(m[2], m[1])],
  [/no such column: "?([\w.]+)"?/, (m) => column(m[1]?.split('.').at(-1), null)],
  [/unknown column "([^"]+)" in foreign key definition/, (m) => column(m[1], null)],
  [/duplicate column name: (\w+)/, (m) => ({ kind: 'exists', object: 'column', name: text(m[1]), table: null })],
  [
    /(?:table|index) "?(\w+)"? already exists/,
    (m) => ({ kind: 'exists', object: 'relation', name: text(m[1]), table: null }),
  ],
];

/** Alembic's batch mode and SQLAlchemy's inspector speak for themselves. */
function fromReflection(error: StepError): Complaint | null {
  const { message } = error;
  const exception = exceptionName(error);
  const name = /'?([\w.]+)'?\s*$/.exec(message)?.[1];
  if (!name) return null;
  if (exception === 'NoSuchTableError') return { kind: 'no table', table: named(name) };
  if (exception === 'ValueError' && message.includes('No such constraint'))
    return { kind: 'no constraint', table: null, name };
  if (exception === 'KeyError') return { kind: 'no column', table: null, column: name };
  return null;
}

function column(name: string | undefined, table: string | null | undefined): Complaint {
  return { kind: 'no column', table: table == null ? null : named(table), column: text(name) };
}

function named(qualified: string | undefined): ObjectName {
  const parts = text(qualified).split('.');
  const name = parts.at(-1) ?? '';
  return { schema: parts.length > 1 ? (parts.at(-2) ?? null) : null, name };
}

function bare(name: string | undefined): string {
  return text(name).replace(/"/g, '').replace(/\[\]$/, '');
}

function text(value: string | undefined): string {
  return value ?? '';
}
