import type { OperationOf } from '../../src/migration/operation';
import { hasNoRows } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { isSameName, type Dialect } from '../../src/schema/model';
import { supplyDefault } from '../../src/lint/fix/columns';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'add-required-column',
  code: 'RT302',
  severity: 'error',
  aliases: ['MRT401', 'MRT404', 'MRT411'],
  check: ({ revision, dialect }) =>
    fillsByItself.has(dialect)
      ? []
      : [
          ...failing(revision.upgrade).map((step) => reportOf(step, 'The upgrade')),
          ...failing(revision.downgrade).map((step) => reportOf(step, 'The downgrade')),
        ],
  fix: supplyDefault,
});

/** They fill such a column with the type's zero value (MySQL manual, 11.6). */
const fillsByItself: ReadonlySet<Dialect> = new Set(['mysql', 'mariadb']);

function failing(steps: readonly Step[]): readonly StepOf<'addColumn'>[] {
  const added = stepsOf(steps, 'addColumn');
  return added.filter(
    (step) =>
      isRequired(step.operation) && !hasNoRows(step.origins, step.operation.table) && !hasAlternative(added, step),
  );
}

/** The branches of an `if` that each add the column: which of them runs, and with which default, is not known. */
function hasAlternative(added: readonly StepOf<'addColumn'>[], { operation, at }: StepOf<'addColumn'>): boolean {
  if (operation.certainty === 'always') return false;
  return added.some(
    (other) =>
      other.at !== at &&
      other.operation.column.name === operation.column.name &&
      isSameName(other.operation.table, operation.table),
  );
}

/** NOT NULL, and nothing that would give the rows that are there a value. */
function isRequired({ column, constraints }: OperationOf<'addColumn'>): boolean {
  const isKey = constraints.some(({ type }) => type === 'primaryKey');
  const isNumbered = column.identity !== null || /serial$/.test(column.type?.name ?? '');
  const isDefaulted = column.default !== null || column.hasUnknownDefault === true;
  return !column.nullable && !isDefaulted && column.generated === null && !isNumbered && !isKey;
}

function reportOf({ operation }: StepOf<'addColumn'>, side: string): Report {
  const { table, column, hasClientDefault, span } = operation;
  const hint = hasClientDefault ? ' default= is Python’s and never reaches the database; server_default= does.' : '';
  return {
    span,
    subject: columnSubject(table, column.name),
    message:
      `${side} fails as soon as the table has a row: ${formatColumn(table, column.name)} is NOT NULL and has no default.${hint} ` +
      'Give it a server_default, or add it as nullable, fill it, and set NOT NULL afterwards.',
  };
}
