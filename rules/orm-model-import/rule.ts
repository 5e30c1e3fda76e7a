import type { SourceFile } from '../../src/migration/migration';
import { rule } from '../../src/lint/rule';

export default rule({
  name: 'orm-model-import',
  code: 'RT759',
  severity: 'warning',
  aliases: [],
  check: ({ revision: { migration }, file }) =>
    migration.imports.flatMap((each) => {
      const used = libraries.test(each.module) ? [] : each.names.filter((name) => isUsedAsModel(name, file));
      if (used.length === 0) return [];
      const message =
        `${used.join(', ')} ${used.length === 1 ? 'comes' : 'come'} from ${each.module}, as the application is today: when the model has a column that this revision does not know yet, ` +
        'the migration fails on every fresh database. Declare what it needs here: sa.table("…", sa.column("…")).';
      return [{ span: each.span, subject: null, message }];
    }),
});

/** Their classes are not the application's. */
const libraries =
  /^(alembic|sqlalchemy|sqlmodel|geoalchemy2|pgvector|sqlalchemy_utils|advanced_alchemy|typing|datetime|enum|uuid|json|logging|collections|decimal|pathlib|re|os|sys|itertools|functools|contextlib|dataclasses|__future__)(\.|$)/;

/** Read from, written to, or created by: what depends on the columns that the class has. A column type does not. */
function isUsedAsModel(name: string, { text }: SourceFile): boolean {
  // `import *` names nothing.
  if (!/^\w+$/.test(name)) return false;
  if (!/^[A-Z]/.test(name))
    return new RegExp(`\\b${name}\\.metadata\\b|\\b${name}\\.(create_all|drop_all)\\(`).test(text);
  const inQuery = `\\b(query|select|insert|update|delete|aliased|bulk_insert_mappings|bulk_update_mappings|bulk_insert)\\(\\s*${name}\\b`;
  const asTable = `\\b${name}\\.(__table__|metadata|query|objects)\\b`;
  const added = `\\.(add|merge)\\(\\s*${name}\\(`;
  return new RegExp(`${inQuery}|${asTable}|${added}`).test(text);
}
