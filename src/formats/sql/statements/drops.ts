import type { AlterObjectSchemaStmt, DropStmt, Node, RenameStmt } from '@pgsql/types';
import type { DefinedKind } from '../../../migration/operation';
import { nameOf, owner, relationName, texts } from '../nodes';
import { isCascade, type Found, type Handlers } from './found';
import { dropOther, moveOther, renameOther } from './others';

/** DROP, RENAME and SET SCHEMA of every kind of object. */
export const dropStatements: Handlers = {
  DropStmt: (node) => (node.objects ?? []).map((object) => drop(object, node)),
  RenameStmt: (node) => [rename(node)],
  AlterObjectSchemaStmt: (node) => [setSchema(node)],
};

const definedKinds: Readonly<Record<string, DefinedKind>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
  OBJECT_DOMAIN: 'domain',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
};

function drop(object: Node, node: DropStmt): Found {
  const { removeType, behavior, missing_ok, concurrent } = node;
  const name = nameOf(object);
  const shared = { ifExists: missing_ok ?? false, cascade: isCascade(behavior) };
  switch (removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'dropTable', table: name, ...shared };
    case 'OBJECT_INDEX':
      return {
        kind: 'dropIndex',
        name: name.name,
        table: null,
        concurrently: concurrent ?? false,
        ifExists: shared.ifExists,
      };
    case 'OBJECT_SEQUENCE':
      return { kind: 'dropSequence', name, ...shared };
    case 'OBJECT_EXTENSION':
      return { kind: 'dropExtension', name: name.name, ...shared };
    case 'OBJECT_SCHEMA':
      return { kind: 'dropSchema', name: name.name, ...shared };
    case 'OBJECT_TYPE':
      // Text does not tell an enum from a composite type; enums are what migrations have.
      return { kind: 'dropEnum', name, ...shared };
    default:
      return dropDefined(object, node, shared);
  }
}

function dropDefined(object: Node, node: DropStmt, shared: { ifExists: boolean; cascade: boolean }): Found {
  const kind = definedKinds[node.removeType ?? ''];
  if (!kind) return dropOther(object, node);
  const name = nameOf(object);
  if (kind !== 'trigger' && kind !== 'policy') {
    return { kind: 'dropDefined', object: kind, name, table: null, ...shared };
  }
  const path = 'List' in object ? texts(object.List.items) : [];
  const table = owner(path);
  return { kind: 'dropDefined', object: kind, name: { schema: table.schema, name: name.name }, table, ...shared };
}

function rename(node: RenameStmt): Found {
  const newName = node.newname ?? '';
  const table = relationName(node.relation);
  switch (node.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'renameTable', table, newName };
    case 'OBJECT_COLUMN':
      return { kind: 'alterColumn', table, column: node.subname ?? '', change: { newName }, before: {} };
    case 'OBJECT_INDEX':
      return { kind: 'renameIndex', name: table.name, newName };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'renameConstraint', table, name: node.subname ?? '', newName };
    case 'OBJECT_TYPE':
      return { kind: 'renameType', name: nameOf(node.object), newName };
    case 'OBJECT_SEQUENCE':
      return { kind: 'alterSequence', name: table, newName };
    default:
      return renameOther(node);
  }
}

function setSchema(node: AlterObjectSchemaStmt): Found {
  if (node.objectType !== 'OBJECT_TABLE') return moveOther(node);
  return {
    kind: 'alterTable',
    table: relationName(node.relation),
    change: { type: 'schema', schema: node.newschema ?? '' },
  };
}
