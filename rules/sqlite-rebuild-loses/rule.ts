import { mentionsWord } from '../../src/paper/edit';
import { rebuilds, type Rebuild } from '../../src/paper/rebuilds';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type IndexKey, type Subject, type Table } from '../../src/schema/model';
import { once } from '../../src/lint/once';
import { columnSubject, rule, tableSubject, type Report } from '../../src/lint/rule';
import type { Severity } from '../../src/lint/finding';

export default rule({
  name: 'sqlite-rebuild-loses',
  code: 'RT816',
  severity: 'error',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision, revisions }) => losses(revisions).get(revision) ?? [],
});

/** What is lost is lost where it happens first; a later revision may create it again, and the next batch loses it again. */
const losses = once((revisions: readonly PaperRevision[]): ReadonlyMap<PaperRevision, readonly Report[]> => {
  const gone = new Set<string>();
  return new Map(
    revisions.map((revision) => {
      for (const step of revision.upgrade) for (const key of createdBy(step)) gone.delete(key);
      const found = [...rebuilds(revision.upgrade), ...rebuilds(revision.downgrade)].flatMap(reportsOf);
      return [revision, found.filter(({ subject }) => isFirst(gone, keyOf(subject)))] as const;
    }),
  );
});

function isFirst(gone: Set<string>, key: string): boolean {
  const isNew = !gone.has(key);
  gone.add(key);
  return isNew;
}

function createdBy({ operation }: Step): readonly string[] {
  switch (operation.kind) {
    case 'createIndex':
      return [keyOf({ kind: 'index', table: operation.table.name, name: operation.index.name })];
    case 'createDefined':
      return [keyOf({ kind: operation.object, table: operation.table?.name ?? null, name: operation.name.name })];
    default:
      return [];
  }
}

function keyOf(
  subject: { readonly kind: string; readonly table: string | null; readonly name: string } | null,
): string {
  return subject === null ? '' : `${subject.kind} ${subject.table ?? ''} ${subject.name}`;
}

/** Something that Alembic's reflection of the table does not carry over (engine-facts; measured with SQLAlchemy 2.0 and 2.1). */
interface Casualty {
  readonly subject: Subject;
  readonly severity: Severity;
  readonly fate: string;
}

function reportsOf(rebuild: Rebuild): readonly Report[] {
  const table = findTable(rebuild.schema, rebuild.table);
  const [first] = rebuild.steps;
  if (table === undefined || first === undefined) return [];
  // A batch that is told what the table is (copy_from) or what to add (table_args) needs no reflection for that.
  const isTold = (argument: string) => rebuild.block.given.includes(argument);
  if (isTold('copy_from')) return [];
  return [...dependants(rebuild), ...(isTold('table_args') ? [] : unseen(table)), ...unseenColumns(table, rebuild)].map(
    ({ subject, severity, fate }) => ({
      span: first.operation.span,
      subject,
      severity,
      message: `This batch builds ${formatName(rebuild.table)} anew on SQLite, and ${fate}`,
    }),
  );
}

/** What is not part of the table but hangs on it. */
function dependants({ schema, table }: Rebuild): readonly Casualty[] {
  const views = schema.views.filter(({ definition }) => mentionsWord(definition, table.name));
  const triggers = schema.triggers.filter((each) => isSameName({ schema: each.schema, name: each.table }, table));
  return [
    ...views.map(({ schema: of, name }): Casualty => ({
      subject: { kind: 'view', schema: of, table: null, name },
      severity: 'error',
      fate: `it fails because view ${name} reads it. Drop the view before the batch and create it again behind it.`,
    })),
    ...triggers.map(({ schema: of, name }): Casualty => ({
      subject: { kind: 'trigger', schema: of, table: table.name, name },
      severity: 'error',
      fate: `trigger ${name} is gone with the old table, without a word. Create it again behind the batch.`,
    })),
  ];
}

function unseen(table: Table): readonly Casualty[] {
  const expressions = table.indexes.filter(({ keys }) => keys.some(isExpression));
  const sorted = table.indexes.filter((index) => !expressions.includes(index) && index.keys.some(isDescending));
  const isNameless = table.checks.some(({ name }) => name === null);
  const subject = tableSubject(table);
  return [
    ...expressions.map(({ name }): Casualty => ({
      subject: { kind: 'index', schema: table.schema, table: table.name, name },
      severity: 'error',
      fate: `index ${name} is left out, because it is over an expression. Create it again behind the batch.`,
    })),
    ...sorted.map(({ name }): Casualty => ({
      subject: { kind: 'index', schema: table.schema, table: table.name, name },
      severity: 'warning',
      fate: `index ${name} comes back without its DESC. Create it again behind the batch, if the order counts.`,
    })),
    ...(isNameless
      ? [
          {
            subject,
            severity: 'error',
            fate: 'its unnamed CHECK is left out. Name the CHECK where it is created, or pass it in table_args=.',
          } as const,
        ]
      : []),
    ...(table.traits.includes('autoincrement')
      ? [
          {
            subject,
            severity: 'warning',
            fate: 'AUTOINCREMENT is left out: ids of deleted rows are used again. Pass table_kwargs={"sqlite_autoincrement": True}.',
          } as const,
        ]
      : []),
  ];
}

/** `sa.text("created DESC")` is an expression only by how it is written: SQLite names the column. */
function isExpression(key: IndexKey): boolean {
  return key.kind === 'expression' && !/^"?\w+"?(\s+(asc|desc))?$/i.test(key.expression.trim());
}

function isDescending(key: IndexKey): boolean {
  return /\bdesc\b/i.test(key.kind === 'column' ? key.suffix : `${key.expression} ${key.suffix}`);
}

function unseenColumns(table: Table, { steps }: Rebuild): readonly Casualty[] {
  const isDropped = (name: string) =>
    steps.some(({ operation }) => operation.kind === 'dropColumn' && operation.column === name);
  return table.columns
    .filter(({ name }) => !isDropped(name))
    .flatMap(({ name, collation, generated }): readonly Casualty[] => {
      const subject = columnSubject(table, name);
      if (generated !== null) {
        const fate = `it fails because ${name} is a generated column, into which nothing can be copied. Write the rebuild by hand.`;
        return [{ subject, severity: 'error', fate }];
      }
      if (collation === null) return [];
      const fate = `${name} loses COLLATE ${collation}: what was equal before no longer is. Alter the column with its collation in type_=.`;
      return [{ subject, severity: 'warning', fate }];
    });
}
