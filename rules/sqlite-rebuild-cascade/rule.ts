import { rebuildOf } from '../../src/paper/kept';
import { rebuilds } from '../../src/paper/rebuilds';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { foreignKeysTo } from '../../src/schema/lookup';
import { formatName, isSameName, type ObjectName, type ReferentialAction, type Schema } from '../../src/schema/model';
import type { Span } from '../../src/migration/span';
import { rule, stepsOf, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-rebuild-cascade',
  code: 'RT817',
  severity: 'error',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision }) => [
    ...rebuiltTables(revision).flatMap((rebuilt) => reportsOf(rebuilt, revision.upgrade)),
    ...rebuilds(revision.downgrade).flatMap((rebuild) => reportsOf(batchOf(rebuild), revision.downgrade)),
  ],
});

/** A table that is dropped and replaced by a copy of itself. */
interface Rebuilt {
  readonly table: ObjectName;
  readonly schema: Schema;
  readonly span: Span;
}

/** By batch, or by hand. */
function rebuiltTables(revision: PaperRevision): readonly Rebuilt[] {
  return [
    ...rebuilds(revision.upgrade).map(batchOf),
    ...stepsOf(revision.upgrade, 'dropTable').flatMap(({ operation, schema, at }) =>
      rebuildOf(revision, at, operation.table) === null
        ? []
        : [{ table: operation.table, schema, span: operation.span }],
    ),
  ];
}

function batchOf({ table, schema, steps }: ReturnType<typeof rebuilds>[number]): Rebuilt {
  return { table, schema, span: steps[0]?.operation.span ?? { start: 0, end: 0 } };
}

/** Before it drops a table, SQLite deletes its rows, and with them what foreign keys say (lang_droptable.html). */
function reportsOf({ table, schema, span }: Rebuilt, steps: readonly Step[]): readonly Report[] {
  const children = foreignKeysTo(schema, table).filter(({ table: child }) => !isSameName(child, table));
  const hit = children.filter(({ key }) => fates[key.onDelete] !== null);
  const [first] = hit;
  if (first === undefined || isSwitchedOff(steps, span)) return [];
  const names = [...new Set(hit.map(({ table: child }) => formatName(child)))].join(', ');
  return [
    {
      span,
      subject: tableSubject(table),
      message:
        `Building ${formatName(table)} anew drops the old table: while foreign_keys is ON, ${fates[first.key.onDelete] ?? ''} in ${names}. ` +
        'Switch it off before the transaction begins: PRAGMA foreign_keys=OFF inside autocommit_block(), or in env.py.',
    },
  ];
}

/** What becomes of the children's rows; `null`: the DROP fails or nothing happens, and nothing is lost. */
const fates: Readonly<Record<ReferentialAction, string | null>> = {
  cascade: 'every row that points at it is deleted',
  'set null': 'every reference to it becomes NULL',
  'set default': 'every reference to it becomes the default',
  restrict: null,
  'no action': null,
};

/** Where it has an effect: outside a transaction, before the rebuild. */
function isSwitchedOff(steps: readonly Step[], { start }: Span): boolean {
  return steps.some(
    ({ operation }) =>
      operation.kind === 'setting' &&
      operation.name === 'foreign_keys' &&
      /^(off|0|false|no)$/i.test(operation.value ?? '') &&
      operation.span.start < start,
  );
}
