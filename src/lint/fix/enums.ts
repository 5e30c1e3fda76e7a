import { writeBlock } from '../../formats/alembic/write/block';
import { insertBefore } from '../../formats/alembic/write/statements';
import type { Action } from '../../migration/operation';
import { enumOf } from '../../paper/apply.tables';
import type { Fixer } from '../rule';
import { isAlone, operationAt, siteOf } from './place';
import { fixOf, safely } from './rewrite';
import { toDowngrade } from './downgrade';

/** Creates the enum type of a column before the column is added: Alembic does so for new tables only. */
export const createTypeFirst: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  const type =
    operation?.kind === 'addColumn'
      ? operation.column.type
      : operation?.kind === 'alterColumn'
        ? (operation.change.type ?? null)
        : null;
  const missing = enumOf(type);
  if (operation === null || missing === null || !isAlone(operation, context)) return [];
  const { schema, name, labels } = missing;
  const create: Action = { kind: 'createEnum', name: { schema, name }, labels, ifNotExists: true };
  const drop: Action = { kind: 'dropEnum', name: { schema, name }, ifExists: true, cascade: false };
  const isDropped = context.revision.downgrade.some(
    ({ operation: down }) => down.kind === 'dropEnum' && down.name.name === name,
  );
  const lines = (action: Action) => [{ action, remarks: [] }];
  return fixOf(
    context,
    safely(`Create the type ${name} before, and drop it in the downgrade`),
    (file) => (isDropped ? [] : [toDowngrade(file, writeBlock(lines(drop), file))]),
    (file) => {
      const site = siteOf(file, operation);
      return site === null ? null : [insertBefore(file, site.batch ?? site.statement, writeBlock(lines(create), file))];
    },
  );
};
