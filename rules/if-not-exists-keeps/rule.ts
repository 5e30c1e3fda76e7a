import type { Operation } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, type Subject } from '../../src/schema/model';
import { isSameType, renderType } from '../../src/schema/type';
import { columnSubject, formatColumn, rule, tableSubject, type RuleContext } from '../../src/lint/rule';
import { makerOf } from '../upgrade-fails/makers';
import { keysOfIndex } from './shape';

export default rule({
  name: 'if-not-exists-keeps',
  code: 'RT314',
  severity: 'warning',
  aliases: [],
  check: (context) =>
    context.revision.upgrade.flatMap((step) => {
      const found = differenceOf(step, context);
      const maker = found === null ? null : makerOf(context, found.subject, step);
      if (found === null || maker === null) return [];
      const where = maker === context.revision.migration ? 'above' : `in ${maker.revision}`;
      const message =
        `IF NOT EXISTS leaves what is there alone: ${found.what} was made ${where} ${found.how}, and stays like that. ` +
        'Change what is there instead, or give the new one another name.';
      return [{ span: step.operation.span, subject: found.subject, message }];
    }),
});

interface Difference {
  readonly subject: Subject;
  readonly what: string;
  /** How the object that is there differs. */
  readonly how: string;
}

function differenceOf({ operation, schema }: Step, { dialect }: RuleContext): Difference | null {
  if (!('ifNotExists' in operation) || !operation.ifNotExists) return null;
  switch (operation.kind) {
    case 'createTable':
      return differenceOfTable(operation, findTable(schema, operation.table)?.columns ?? null);
    case 'addColumn': {
      const { table, column } = operation;
      const known = findColumn(schema, table, column.name)?.type ?? null;
      if (known === null || column.type === null || isSameType(known, column.type)) return null;
      const how = `as ${renderType(known, dialect)}, not ${renderType(column.type, dialect)}`;
      return { subject: columnSubject(table, column.name), what: formatColumn(table, column.name), how };
    }
    case 'createIndex': {
      const { table, index } = operation;
      const known = findTable(schema, table)?.indexes.find(({ name }) => name === index.name);
      if (known === undefined || keysOfIndex(known) === keysOfIndex(index)) return null;
      const subject: Subject = { kind: 'index', schema: table.schema, table: table.name, name: index.name };
      return { subject, what: index.name, how: `over (${keysOfIndex(known)}), not (${keysOfIndex(index)})` };
    }
    default:
      return null;
  }
}

function differenceOfTable(
  { table, columns }: Extract<Operation, { kind: 'createTable' }>,
  known: readonly { readonly name: string }[] | null,
): Difference | null {
  const missing = columns.filter(({ name }) => known?.some((column) => column.name === name) === false);
  if (known === null || missing.length === 0) return null;
  const names = missing.map(({ name }) => name).join(', ');
  return { subject: tableSubject(table), what: `the table ${formatName(table)}`, how: `without ${names}` };
}
