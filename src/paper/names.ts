import type { Constraint } from '../migration/operation';
import type { Check, Column, Table } from '../schema/model';
import { mentionsWord } from './edit';

/**
 * Names that nobody wrote: those Postgres gives to unnamed constraints, and those that naming conventions give. A later
 * `drop_constraint` by such a name is understood through them.
 */

/** NAMEDATALEN - 1: the longest name Postgres keeps, in bytes. */
const LONGEST_NAME = 63;

/** The name Postgres would choose (ChooseConstraintName in its sources): `t_a_b_key`, with a number when it is taken. */
export function postgresConstraintName(table: Table, constraint: Constraint): string {
  const taken = constraintNames(table);
  for (let attempt = 0; ; attempt++) {
    const label = `${labels[constraint.type]}${attempt === 0 ? '' : String(attempt)}`;
    const name = objectName(table.name, namePart(table, constraint), label);
    if (!taken.has(name)) return name;
  }
}

/** The names that common naming conventions (SQLAlchemy's recipe, Postgres, Rails) would give to a constraint. */
export function conventionalNames(table: Table, constraint: Constraint): readonly string[] {
  const columns = constraintColumns(table, constraint);
  const [first = ''] = columns;
  const all = columns.join('_');
  const t = table.name;
  const bases = columns.length === 0 ? [t] : [`${t}_${first}`, `${t}_${all}`];
  const engine = objectName(t, namePart(table, constraint), labels[constraint.type]);
  return [engine, ...bases.flatMap((base) => conventions(constraint, base, t))];
}

function constraintColumns(table: Table, constraint: Constraint): readonly string[] {
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
    case 'foreignKey':
      return constraint.columns;
    case 'check':
      return columnsOfCheck(table.columns, constraint);
    case 'exclusion':
      return [];
  }
}

function columnsOfCheck(columns: readonly Column[], check: Pick<Check, 'expression'>): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => mentionsWord(check.expression, name));
}

const labels = {
  primaryKey: 'pkey',
  unique: 'key',
  foreignKey: 'fkey',
  check: 'check',
  exclusion: 'excl',
} satisfies Record<Constraint['type'], string>;

function conventions(constraint: Constraint, base: string, table: string): readonly string[] {
  switch (constraint.type) {
    case 'primaryKey':
      return [`pk_${table}`, `${table}_pk`];
    case 'unique':
      return [`uq_${base}`, `${base}_uq`, `${base}_unique`, `unique_${base}`, `uix_${base}`, `ix_${base}`];
    case 'foreignKey':
      return [
        `fk_${base}_${constraint.target.name}`,
        `fk_${base}`,
        `${base}_fk`,
        `fk_${table}_${constraint.target.name}`,
      ];
    case 'check':
      return [`ck_${base}`, `${base}_ck`, `ck_${table}`];
    case 'exclusion':
      return [`ex_${table}`];
  }
}

/** A primary key's name does not hold its columns; a CHECK's holds one column only when it uses exactly one. */
function namePart(table: Table, constraint: Constraint): string {
  if (constraint.type === 'primaryKey') return '';
  const columns = constraintColumns(table, constraint);
  return constraint.type === 'check' && columns.length !== 1 ? '' : columns.join('_');
}

function constraintNames(table: Table): ReadonlySet<string | null> {
  const { primaryKey, uniques, foreignKeys, checks, exclusions, indexes } = table;
  const named = [...(primaryKey === null ? [] : [primaryKey]), ...uniques, ...foreignKeys, ...checks, ...exclusions];
  return new Set([...named, ...indexes].map(({ name }) => name));
}

/** `makeObjectName` of Postgres: shortens the longer of both parts until the whole fits. */
function objectName(first: string, second: string, label: string): string {
  let table = first;
  let columns = second;
  const overhead = label.length + 1 + (second === '' ? 0 : 1);
  while (table.length + columns.length + overhead > LONGEST_NAME) {
    if (table.length > columns.length) table = table.slice(0, -1);
    else columns = columns.slice(0, -1);
  }
  return [table, ...(second === '' ? [] : [columns]), label].join('_');
}
