import type { OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { findTable, type Column, type Dialect, type Table } from '../../src/schema/model';
import { sayWhatExists } from '../../src/lint/fix/columns';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { isNumberedByEngine } from './numbered';

export default rule({
  name: 'modify-drops-attributes',
  code: 'RT821',
  severity: 'warning',
  aliases: [],
  dialects: ['mysql', 'mariadb', 'mssql'],
  check: ({ revision, dialect }) => [...reports(revision.upgrade, dialect), ...reports(revision.downgrade, dialect)],
  fix: sayWhatExists,
});

function reports(steps: readonly Step[], dialect: Dialect): readonly Report[] {
  return stepsOf(steps, 'alterColumn')
    .filter(({ operation }) => restates(operation, dialect))
    .flatMap((step) => reportOf(step, dialect === 'mssql' ? nullability(step) : lostOnMysql(step)) ?? []);
}

/** An attribute that the statement leaves out, and whether the column is known to have it. */
interface Lost {
  readonly what: string;
  readonly argument: string;
  readonly isKnown: boolean;
}

/** What becomes MODIFY or CHANGE on MySQL, or ALTER COLUMN with a type on SQL Server. */
function restates({ change, given, via, sql = '' }: OperationOf<'alterColumn'>, dialect: Dialect): boolean {
  if (via === 'sql') return (dialect === 'mssql' ? /\balter\s+column\b/i : /\b(modify|change)\b/i).test(sql);
  const isTyped = given?.some((name) => name === 'type_' || name === 'existing_type') === true;
  if (dialect === 'mssql') return change.type !== undefined;
  const { newName, type, nullable, comment } = change;
  return isTyped && [newName, type, nullable, comment].some((part) => part !== undefined);
}

/** Its table was created, or it was added, by the files at hand: what it has is known. */
function isBornHere({ operation, schema, facts }: StepOf<'alterColumn'>): boolean {
  const isComplete = findTable(schema, operation.table)?.isComplete === true;
  return isComplete || facts.birthOf(operation.table, operation.column) !== undefined;
}

function nullability(step: StepOf<'alterColumn'>): readonly Lost[] {
  const { operation, schema } = step;
  if (isGiven(operation, 'nullable')) return [];
  const column = findColumn(schema, operation.table, operation.column);
  const isNullable = column?.nullable === true && isBornHere(step);
  // What a table that is presumed has is read off its uses, this one among them.
  const isKnown = column?.nullable === false && isBornHere(step);
  return isNullable ? [] : [{ what: 'NOT NULL', argument: 'existing_nullable', isKnown }];
}

function lostOnMysql(step: StepOf<'alterColumn'>): readonly Lost[] {
  const { operation, schema } = step;
  const table = findTable(schema, operation.table);
  const column = findColumn(schema, operation.table, operation.column);
  return [...nullability(step), ...lostDefault(step, column), ...lostRest(operation, column, table)];
}

function lostDefault(step: StepOf<'alterColumn'>, column: Column | undefined): readonly Lost[] {
  if (isGiven(step.operation, 'server_default')) return [];
  const isKnown = (column?.default ?? null) !== null || column?.hasUnknownDefault === true;
  const isNone = !isKnown && column !== undefined && isBornHere(step);
  const what = column?.default ? `DEFAULT ${column.default}` : 'DEFAULT';
  return isNone ? [] : [{ what, argument: 'existing_server_default', isKnown }];
}

/** Of these, most columns have none: said only where the column is known to have it. */
function lostRest(
  operation: OperationOf<'alterColumn'>,
  column: Column | undefined,
  table: Table | undefined,
): readonly Lost[] {
  const isNumbered = column !== undefined && isNumberedByEngine(column, table);
  return [
    ...(isNumbered && !isGiven(operation, 'autoincrement')
      ? [{ what: 'AUTO_INCREMENT', argument: 'autoincrement=True', isKnown: true }]
      : []),
    ...((column?.comment ?? null) !== null && !isGiven(operation, 'comment')
      ? [{ what: 'COMMENT', argument: 'existing_comment', isKnown: true }]
      : []),
  ];
}

function isGiven({ given = [], via, sql = '' }: OperationOf<'alterColumn'>, argument: Argument): boolean {
  if (via === 'sql') return words[argument].test(sql);
  return given.includes(argument) || given.includes(`existing_${argument}`);
}

type Argument = 'nullable' | 'server_default' | 'autoincrement' | 'comment';

/** How SQL says what an argument does. */
const words: Readonly<Record<Argument, RegExp>> = {
  nullable: /\bnull\b/i,
  server_default: /\bdefault\b/i,
  autoincrement: /\bauto_increment\b/i,
  comment: /\bcomment\b/i,
};

function reportOf({ operation }: StepOf<'alterColumn'>, lost: readonly Lost[]): Report | null {
  const known = lost.filter(({ isKnown }) => isKnown);
  // That a column may have a default is no news; that it may be NOT NULL, Alembic itself asks for.
  const told = known.length > 0 ? known : lost.filter(({ what }) => what === 'NOT NULL');
  const { table, column, span, via } = operation;
  // Who writes SQL for MySQL knows what MODIFY does, until it shows that something was forgotten.
  if (told.length === 0 || (via === 'sql' && known.length === 0)) return null;
  const name = formatColumn(table, column);
  const what = told.map((each) => each.what).join(', ');
  const missing = lost.map(({ argument }) => argument).join(' and ');
  const maybe = lost.map((each) => each.what).join(' or ');
  const fate = known.length > 0 ? `${name} loses its ${what}` : `if ${name} has a ${maybe}, it loses it`;
  const advice = via === 'sql' ? 'Write it again in the statement.' : `Pass ${missing}.`;
  return {
    span,
    severity: known.length > 0 ? 'error' : 'warning',
    subject: columnSubject(table, column),
    message: `The statement restates the whole column, and what it leaves out is dropped: ${fate}. ${advice}`,
  };
}
