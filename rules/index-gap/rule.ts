import type { OperationOf } from '../../src/migration/operation';
import { tableOfIndex } from '../../src/paper/locks/impact.indexes';
import { transactionsOf } from '../../src/paper/locks/transactions';
import { findTable, formatName, isSameName, type Index, type ObjectName } from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { isInUse } from '../costs';

export default rule({
  name: 'index-gap',
  code: 'RT425',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) => {
    const created = stepsOf(revision.upgrade, 'createIndex');
    const transactions = transactionsOf(revision.upgrade).map((each) => new Set(each.map(({ at }) => at)));
    const isTogether = (one: number, other: number) => transactions.some((each) => each.has(one) && each.has(other));
    return stepsOf(revision.upgrade, 'dropIndex').flatMap((step) => {
      const dropped = droppedIndex(step);
      if (dropped === null) return [];
      const successor = created.find(
        (each) => each.at > step.at && replaces(each.operation, dropped) && !isTogether(step.at, each.at),
      );
      return successor === undefined ? [] : [reportOf(step.operation, successor.operation)];
    });
  },
});

interface Dropped {
  readonly table: ObjectName;
  readonly name: string;
  /** `null`: no file tells what it is over. */
  readonly index: Index | null;
}

function droppedIndex({ operation, schema, origins }: StepOf<'dropIndex'>): Dropped | null {
  const table = tableOfIndex(operation, schema);
  // IF EXISTS clears away what a failed build left, so that the build can be tried again.
  if (table === null || operation.name === null || operation.ifExists || !isInUse(origins, table)) return null;
  const index = findTable(schema, table)?.indexes.find(({ name }) => name === operation.name) ?? null;
  return { table, name: operation.name, index };
}

/** It has the same name, or serves the same look-ups: by the same first key. */
function replaces({ table, index }: OperationOf<'createIndex'>, dropped: Dropped): boolean {
  if (!isSameName(table, dropped.table)) return false;
  return index.name === dropped.name || (dropped.index !== null && firstKey(index) === firstKey(dropped.index));
}

function firstKey({ keys: [first] }: Index): string | null {
  if (first === undefined) return null;
  return first.kind === 'column' ? first.column : first.expression;
}

function reportOf({ name, span }: OperationOf<'dropIndex'>, successor: OperationOf<'createIndex'>): Report {
  const { table, index } = successor;
  const isSame = index.name === name;
  return {
    span,
    subject: { kind: 'index', schema: table.schema, table: table.name, name: name ?? '' },
    message:
      `From here until ${index.name} is built, queries on ${formatName(table)} have no index to use (and a unique one lets duplicates in). ` +
      `Build the new one first${isSame ? ' under another name' : ''}, drop the old one afterwards${isSame ? ', and rename' : ''}.`,
  };
}
