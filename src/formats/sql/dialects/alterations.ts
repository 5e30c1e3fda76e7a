import type { ObjectName } from '../../../schema/model';
import type { Statement } from '../statement';
import type { Found } from '../statements/found';
import { columnName, columnOf, constraintOf, indexOf, inlineConstraints } from './definitions';
import type { TreeAlteration, TreeAssignment } from './tree';

/** The commands of an ALTER TABLE. */
export function alterations(
  table: ObjectName,
  commands: readonly (TreeAlteration | TreeAssignment)[],
  statement: Statement,
): readonly Found[] {
  return commands.flatMap((command) => alteration(table, command as TreeAlteration, statement));
}

function alteration(table: ObjectName, command: TreeAlteration, statement: Statement): readonly Found[] {
  switch (command.resource) {
    case 'column':
      return columnAlteration(table, command, statement);
    case 'constraint':
    case 'key':
    case 'index':
      return keyAlteration(table, command, statement);
    case 'table':
      return [{ kind: 'renameTable', table, newName: command.table ?? '' }];
    default:
      return other(table, command, statement);
  }
}

/** `ALGORITHM=` and `LOCK=` say how, not what. */
function other(table: ObjectName, { resource }: TreeAlteration, statement: Statement): readonly Found[] {
  if (resource === 'algorithm' || resource === 'lock') return [];
  return [{ kind: 'alterTable', table, change: { type: 'other', definition: statement.sql } }];
}

function columnAlteration(table: ObjectName, command: TreeAlteration, statement: Statement): readonly Found[] {
  const column = columnName(command.column);
  switch (command.action) {
    case 'add':
      return [
        {
          kind: 'addColumn',
          table,
          column: columnOf(command, statement.dialect),
          constraints: inlineConstraints(command),
          ifNotExists: false,
          hasClientDefault: false,
        },
      ];
    case 'drop':
      return [{ kind: 'dropColumn', table, column, ifExists: false, cascade: false }];
    case 'rename':
      return [
        { kind: 'alterColumn', table, column: columnName(command.old_column), change: { newName: column }, before: {} },
      ];
    case 'modify':
    case 'change':
    case 'alter':
      return [redefinition(table, command, statement)];
    default:
      return other(table, command, statement);
  }
}

/** MODIFY and CHANGE say everything about a column anew: what they leave out is gone. */
function redefinition(table: ObjectName, command: TreeAlteration, { dialect }: Statement): Found {
  const now = columnOf(command, dialect);
  const old = command.old_column ? columnName(command.old_column) : now.name;
  const renamed = old === now.name ? {} : { newName: now.name };
  // SQL Server's ALTER COLUMN leaves the default alone, which is a constraint there.
  const fallback = dialect === 'mssql' ? {} : { default: now.default };
  const change = { ...renamed, type: now.type, nullable: now.nullable, ...fallback };
  return { kind: 'alterColumn', table, column: old, change, before: {} };
}

function keyAlteration(table: ObjectName, command: TreeAlteration, statement: Statement): readonly Found[] {
  const { action, create_definitions: created, keyword } = command;
  if (action === 'add' && created) {
    const constraint = constraintOf(created, statement.dialect);
    return constraint
      ? [{ kind: 'addConstraint', table, constraint, usingIndex: null }]
      : other(table, command, statement);
  }
  if (action === 'add') {
    const index = indexOf(command.index, command.definition, keyword);
    return [{ kind: 'createIndex', table, index, concurrently: false, ifNotExists: false }];
  }
  return action === 'drop' ? [dropped(table, command)] : other(table, command, statement);
}

const droppedTypes: Readonly<Record<string, 'foreignKey' | 'primaryKey' | 'check'>> = {
  'foreign key': 'foreignKey',
  'primary key': 'primaryKey',
  check: 'check',
};

function dropped(table: ObjectName, { keyword, key, index, constraint }: TreeAlteration): Found {
  const kind = keyword?.toLowerCase() ?? '';
  if (kind === 'index' || kind === 'key') {
    return { kind: 'dropIndex', name: index ?? key ?? '', table, concurrently: false, ifExists: false };
  }
  const type = droppedTypes[kind] ?? null;
  // The primary key has no name of its own in MySQL.
  const name = type === 'primaryKey' ? 'PRIMARY' : (constraint ?? key ?? '');
  return { kind: 'dropConstraint', table, name, type, ifExists: false, cascade: false };
}
