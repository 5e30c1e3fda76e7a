import type { Constraint, Operation } from '../../src/migration/operation';
import type { Index, ObjectName } from '../../src/schema/model';
import { rule, tableSubject } from '../../src/lint/rule';
import { conventionalName, conventionIn } from './convention';

export default rule({
  name: 'name-against-convention',
  code: 'RT758',
  severity: 'warning',
  aliases: [],
  check: ({ revision, file }) => {
    const convention = conventionIn(file.text);
    if (convention.size === 0) return [];
    return revision.upgrade.flatMap(({ operation }) =>
      namedBy(operation).flatMap(({ table, named }) => {
        const usual = conventionalName(convention, table, named);
        if (usual === null || named.name === null || named.name === usual) return [];
        const message =
          `The naming convention gives ${usual}, this creates ${named.name}: a database that was built from the models has the other name, ` +
          `and a downgrade that drops ${named.name} fails there. Use op.f("${usual}").`;
        return [{ span: operation.span, subject: tableSubject(table), message }];
      }),
    );
  },
});

interface NamedBy {
  readonly table: ObjectName;
  readonly named: Constraint | Index;
}

function namedBy(operation: Operation): readonly NamedBy[] {
  switch (operation.kind) {
    case 'addConstraint':
      return [{ table: operation.table, named: operation.constraint }];
    case 'createIndex':
      return operation.via === 'sql' ? [] : [{ table: operation.table, named: operation.index }];
    case 'createTable':
      return operation.constraints.map((named) => ({ table: operation.table, named }));
    default:
      return [];
  }
}
