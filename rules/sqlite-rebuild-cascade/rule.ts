import { rebuildOf } from '../../src/paper/kept';
import { rebuilds } from '../../src/paper/rebuilds';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { foreignKeysTo } from '../../src/schema/lookup';
import { formatName, isSameName, type ObjectName, type ReferentialAction, type Schema } from '../../src/schema/model';
import type { SourceFile } from '../../src/migration/migration';
import type { Span } from '../../src/migration/span';
import { rule, stepsOf, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-rebuild-cascade',
  code: 'RT817',
  severity: 'warning',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision, file }) =>
    isSwitchedOff(file)
      ? []
      : [
          ...rebuiltTables(revision).flatMap((rebuilt) => reportsOf(rebuilt)),
          ...rebuilds(revision.downgrade).flatMap((rebuild) => reportsOf(batchOf(rebuild))),
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
function reportsOf({ table, schema, span }: Rebuilt): readonly Report[] {
  const children = foreignKeysTo(schema, table).filter(({ table: child }) => !isSameName(child, table));
  const hit = children.filter(({ key }) => fates[key.onDelete] !== null);
  const [first] = hit;
  if (first === undefined) return [];
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

/** The file deals with foreign keys, by the pragma or by a helper of the project: its author has thought of them. */
function isSwitchedOff({ text }: SourceFile): boolean {
  return /foreign_keys|foreign_key_checks|fkeys|fk_checks/i.test(text);
}
