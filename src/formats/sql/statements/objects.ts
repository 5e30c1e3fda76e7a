import type { AlterEnumStmt, CreateTrigStmt, Node, ViewStmt } from '@pgsql/types';
import type { DefinedKind, OperationOf } from '../../../migration/operation';
import type { ObjectName } from '../../../schema/model';
import { nameOf, qualified, relationName, texts } from '../nodes';
import { readsOf, starOf } from '../reads';
import type { Statement } from '../statement';
import { other, type Found, type Handlers } from './found';
import { objectWord, options } from './options';
import { belongingName } from './others';
import { routineOf, triggerOf } from './routines';

/** CREATE and ALTER of everything that is neither table nor index: types, views, functions, triggers, sequences, ... */
export const objectStatements: Handlers = {
  CreateEnumStmt: (node) => [
    { kind: 'createEnum', name: qualified(texts(node.typeName)), labels: texts(node.vals), ifNotExists: false },
  ],
  AlterEnumStmt: alterEnum,
  CompositeTypeStmt: (node, statement) => [defined('type', relationName(node.typevar), statement)],
  CreateRangeStmt: (node, statement) => [defined('type', qualified(texts(node.typeName)), statement)],
  CreateDomainStmt: (node, statement) => [defined('domain', qualified(texts(node.domainname)), statement)],
  CreateFunctionStmt: (node, statement) => [
    defined('function', qualified(texts(node.funcname)), statement, {
      orReplace: node.replace ?? false,
      routine: routineOf(node),
    }),
  ],
  ViewStmt: createView,
  CreateTrigStmt: createTrigger,
  CreatePolicyStmt: (node, statement) => {
    const table = relationName(node.table);
    const name = { schema: table.schema, name: node.policy_name ?? '' };
    return [defined('policy', name, statement, { table, reads: readsOf([node.qual, node.with_check], node.table) })];
  },
  CreateSeqStmt: (node) => [
    {
      kind: 'createSequence',
      name: relationName(node.sequence),
      ifNotExists: node.if_not_exists ?? false,
      options: options(node.options),
    },
  ],
  AlterSeqStmt: (node) => [
    { kind: 'alterSequence', name: relationName(node.sequence), options: options(node.options) },
  ],
  CreateExtensionStmt: (node) => [
    { kind: 'createExtension', name: node.extname ?? '', ifNotExists: node.if_not_exists ?? false },
  ],
  CreateSchemaStmt: (node) => [
    { kind: 'createSchema', name: node.schemaname ?? '', ifNotExists: node.if_not_exists ?? false },
  ],
  CommentStmt: (node) => [comment(node.objtype ?? '', node.object, node.comment ?? null)],
};

type Defined = OperationOf<'createDefined'>;

function defined(
  object: DefinedKind,
  name: ObjectName,
  statement: Statement,
  more: Partial<Pick<Defined, 'table' | 'orReplace' | 'reads' | 'routine' | 'trigger' | 'hasStar'>> = {},
): Found {
  const definition = statement.sql;
  return { kind: 'createDefined', object, name, table: null, definition, orReplace: false, reads: [], ...more };
}

function createView(node: ViewStmt, statement: Statement): readonly Found[] {
  const reads = readsOf([node.query]);
  return [
    defined('view', relationName(node.view), statement, {
      orReplace: node.replace ?? false,
      reads,
      ...starOf(node.query),
    }),
  ];
}

function createTrigger(node: CreateTrigStmt, statement: Statement): readonly Found[] {
  const table = relationName(node.relation);
  const name = { schema: table.schema, name: node.trigname ?? '' };
  const columns = texts(node.columns);
  return [
    defined('trigger', name, statement, {
      table,
      orReplace: node.replace ?? false,
      reads: columns.length > 0 ? [{ table, columns }] : [],
      trigger: triggerOf(node),
    }),
  ];
}

function alterEnum(node: AlterEnumStmt): readonly Found[] {
  const name = qualified(texts(node.typeName));
  const label = node.newVal ?? '';
  if (node.oldVal !== undefined) return [{ kind: 'renameEnumValue', name, label: node.oldVal, newLabel: label }];
  return [{ kind: 'addEnumValue', name, label, ifNotExists: node.skipIfNewValExists ?? false }];
}

/** Comments are part of the model on tables and columns only. */
function comment(kind: string, object: Node | undefined, written: string | null): Found {
  if (kind === 'OBJECT_TABLE') {
    return { kind: 'alterTable', table: nameOf(object), change: { type: 'comment', comment: written } };
  }
  if (kind !== 'OBJECT_COLUMN' || !object || !('List' in object)) {
    const named = belongingName(kind, object);
    return other('CommentStmt', { type: 'comment', object: objectWord(kind), ...named, comment: written });
  }
  const path = texts(object.List.items);
  return {
    kind: 'alterColumn',
    table: qualified(path.slice(0, -1)),
    column: path.at(-1) ?? '',
    change: { comment: written },
    before: {},
  };
}
