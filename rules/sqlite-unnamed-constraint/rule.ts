import type { Step } from '../../src/paper/roundtrip';
import { conventionalNames } from '../../src/paper/names';
import { constraintsOfType, unnamedOfType } from './constraints';
import { findTable, formatName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-unnamed-constraint',
  code: 'RT815',
  severity: 'warning',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'dropConstraint')
    .filter(isNameless)
    .map((step) => reportOf(step, side));
}

/** The table is known, the constraint that is meant has no name there, and the batch is not told how it would be named. */
function isNameless({ operation, schema }: StepOf<'dropConstraint'>): boolean {
  const { name, table, type, batch } = operation;
  const known = findTable(schema, table);
  const isTold =
    batch?.given.some((argument) => /^(naming_convention|reflect_args|copy_from)$/.test(argument)) === true;
  if (batch === undefined || isTold || name === null || known?.isComplete !== true) return false;
  const candidates = constraintsOfType(known, type);
  return !candidates.includes(name) && candidates.includes(null);
}

/** The name is what a naming convention would have given: there may well be one. */
function isConventional({ operation, schema }: StepOf<'dropConstraint'>): boolean {
  const { name, table, type } = operation;
  const known = findTable(schema, table);
  const unnamed = known === undefined ? [] : unnamedOfType(known, type);
  return unnamed.some((constraint) => known !== undefined && conventionalNames(known, constraint).includes(name ?? ''));
}

function reportOf(step: StepOf<'dropConstraint'>, side: string): Report {
  const { table, name, span } = step.operation;
  return {
    span,
    severity: isConventional(step) ? 'info' : 'warning',
    subject: tableSubject(table),
    message:
      `The constraint was created without a name, and SQLite gives it none: unless the metadata has a naming convention, the ${side} fails ` +
      `with "No such constraint: '${name ?? ''}'". Pass naming_convention= to \`batch_alter_table("${formatName(table)}")\`, or name the constraint where it is created.`,
  };
}
