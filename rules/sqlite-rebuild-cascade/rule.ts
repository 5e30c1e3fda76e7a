import { rebuildOf } from '../../src/paper/kept';
import { rebuilds } from '../../src/paper/rebuilds';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { foreignKeysTo } from '../../src/schema/lookup';
import { formatName, isSameName, type ObjectName, type ReferentialAction, type Schema } from '../../src/schema/model';
import type { SourceFile } from '../../src/migration/migration';
import type { Span } from '../../src/migration/span';
import { once } from '../../src/lint/once';
import { rule, stepsOf, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-rebuild-cascade',
  code: 'RT817',
  severity: 'warning',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision, revisions, file }) => {
    const { upgrade, downgrade } = revision;
    const isUsual = setsForeignKeys(revisions);
    return [
      ...rebuiltTables(revision).flatMap((rebuilt) => reportsOf(rebuilt, enforcement(upgrade, rebuilt, file, isUsual))),
      ...rebuilds(downgrade)
        .map(batchOf)
        .flatMap((rebuilt) => reportsOf(rebuilt, enforcement(downgrade, rebuilt, file, isUsual))),
    ];
  },
});

/** Whether foreign keys are enforced when the table is dropped. SQLite's default is that they are not. */
type Enforcement = 'on' | 'likely' | 'possible' | 'off';

function enforcement(steps: readonly Step[], { span }: Rebuilt, { text }: SourceFile, isUsual: boolean): Enforcement {
  const said = steps.findLast(
    ({ operation }) =>
      operation.kind === 'setting' && operation.name === 'foreign_keys' && operation.span.start < span.start,
  );
  if (said?.operation.kind === 'setting') return /^(on|1|true|yes)$/i.test(said.operation.value ?? '') ? 'on' : 'off';
  // A helper of the project's, as `with disable_sqlite_fkeys(op):`.
  if (/fkeys|fk_checks|foreign_key_checks/i.test(text)) return 'off';
  return isUsual ? 'likely' : 'possible';
}

/** Some revision of the set switches them on or off: so they are on at times. */
const setsForeignKeys = once((revisions: readonly PaperRevision[]): boolean =>
  revisions.some(({ upgrade, downgrade }) =>
    [...upgrade, ...downgrade].some(
      ({ operation }) => operation.kind === 'setting' && operation.name === 'foreign_keys',
    ),
  ),
);

const severities = { on: 'error', likely: 'warning', possible: 'info' } as const;

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
function reportsOf({ table, schema, span }: Rebuilt, enforced: Enforcement): readonly Report[] {
  const children = foreignKeysTo(schema, table).filter(({ table: child }) => !isSameName(child, table));
  const hit = children.filter(({ key }) => fates[key.onDelete] !== null);
  const [first] = hit;
  if (first === undefined || enforced === 'off') return [];
  const names = [...new Set(hit.map(({ table: child }) => formatName(child)))].join(', ');
  return [
    {
      span,
      severity: severities[enforced],
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
