import { writeBlock } from '../../formats/alembic/write/block';
import { insertAfter, removeStatement } from '../../formats/alembic/write/statements';
import type { Action, Constraint, Operation } from '../../migration/operation';
import { formatName, isSameName } from '../../schema/model';
import { stepsOf, type Fixer } from '../rule';
import { toDowngrade } from './downgrade';
import { isAlone, operationAt, siteOf, stepAt } from './place';
import { fixOf, safely } from './rewrite';

/** Leaves out an index that serves nothing, and its drop. */
export const leaveOut: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'createIndex')?.operation;
  if (operation === undefined || !isAlone(operation, context)) return [];
  const { name } = operation.index;
  const drops = stepsOf(context.revision.downgrade, 'dropIndex')
    .map((step) => step.operation)
    .filter((drop) => drop.name === name);
  return fixOf(context, safely(`Leave the index ${name} out`), (file) =>
    [operation, ...drops].map((each: Operation) => {
      const site = siteOf(file, each);
      return site === null || !isAlone(each, context) ? null : removeStatement(file, site.statement);
    }),
  );
};

/** Creates the index that deletes of the referenced rows look for, and drops it on downgrade. */
export const indexForeignKey: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  const table = operation !== null && 'table' in operation ? operation.table : null;
  const keys = operation === null ? [] : foreignKeysOf(operation);
  const [key, ...others] = keys;
  if (operation === null || table === null || key === undefined || others.length > 0) return [];
  if (!isAlone(operation, context)) return [];
  const name = `ix_${table.name}_${key.columns.join('_')}`;
  const create: Action = {
    kind: 'createIndex',
    table,
    index: {
      name,
      keys: key.columns.map((column) => ({ kind: 'column', column, suffix: '' })),
      isUnique: false,
      method: null,
      predicate: null,
      include: [],
      isValid: true,
    },
    concurrently: false,
    ifNotExists: false,
  };
  const drop: Action = { kind: 'dropIndex', name, table, concurrently: false, ifExists: false };
  const goes = context.revision.downgrade.some(
    ({ operation: down }) => down.kind === 'dropTable' && isSameName(down.table, table),
  );
  const lines = (action: Action) => [{ action, remarks: [] }];
  return fixOf(
    context,
    safely(`Create an index on ${formatName(table)} (${key.columns.join(', ')})`),
    (file) => {
      const site = siteOf(file, operation);
      return site === null ? null : [insertAfter(file, site.batch ?? site.statement, writeBlock(lines(create), file))];
    },
    (file) => (goes ? [] : [toDowngrade(file, writeBlock(lines(drop), file))]),
  );
};

function foreignKeysOf(operation: Operation): readonly Extract<Constraint, { type: 'foreignKey' }>[] {
  // An index on a table that is in use is built in other ways; here the table is new.
  return operation.kind === 'createTable' ? operation.constraints.filter((each) => each.type === 'foreignKey') : [];
}
