import type { Operation } from '../../src/migration/operation';
import { isMadeHere } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { rule } from '../../src/lint/rule';

export default rule({
  name: 'mysql-implicit-commit',
  code: 'RT824',
  severity: 'info',
  aliases: [],
  dialects: ['mysql', 'mariadb', 'oracle'],
  check: ({ revision }) => {
    const first = revision.upgrade.findIndex(isChangeOfRows);
    const committed = revision.upgrade.slice(first + 1).find(({ operation }) => isDefinition(operation));
    const before = revision.upgrade.slice(0, Math.max(first, 0)).some(({ operation }) => isDefinition(operation));
    const at = revision.upgrade[first];
    if (at === undefined || (committed === undefined && !before)) return [];
    return [
      {
        span: at.operation.span,
        subject: null,
        message:
          'Every CREATE, ALTER and DROP commits what is open here, so that nothing in this revision is undone when a later statement fails: ' +
          'the schema and the rows stay half changed, and a second try fails on what is there already. Change rows in a revision of their own.',
      },
    ];
  },
});

function isChangeOfRows({ operation, origins }: Step): boolean {
  const isChange = operation.kind === 'insert' || operation.kind === 'update' || operation.kind === 'delete';
  return isChange && !isMadeHere(origins, operation.table);
}

function isDefinition({ kind }: Operation): boolean {
  return /^(create|drop|alter(Table|Column)|add(Column|Constraint)|rename)/.test(kind);
}
