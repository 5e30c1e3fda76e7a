import type { AlterObjectSchemaStmt, AlterOwnerStmt, AlterTableStmt, DropStmt, Node, RenameStmt } from '@pgsql/types';
import type { Detail } from '../../../migration/detail';
import type { ObjectName } from '../../../schema/model';
import { nameOf, owner, qualified, relationName, texts } from '../nodes';
import { isCascade, other, type Found, type Handlers } from './found';
import { objectWord, roleName, roleNames } from './options';

/** Objects that the schema model does not hold: what is made, changed or dropped is known by kind and name. */
export const otherStatements: Handlers = {
  CreatedbStmt: (node) => [made('CreatedbStmt', 'create', 'database', bare(node.dbname))],
  AlterDatabaseStmt: (node) => [made('AlterDatabaseStmt', 'alter', 'database', bare(node.dbname))],
  AlterDatabaseSetStmt: (node) => [made('AlterDatabaseSetStmt', 'alter', 'database', bare(node.dbname))],
  AlterDatabaseRefreshCollStmt: (node) => [
    made('AlterDatabaseRefreshCollStmt', 'alter', 'database', bare(node.dbname)),
  ],
  DropdbStmt: (node) => [made('DropdbStmt', 'drop', 'database', bare(node.dbname), { ifExists: node.missing_ok })],
  AlterSystemStmt: (node) => [made('AlterSystemStmt', 'alter', 'system', bare(node.setstmt?.name))],
  CreateTableSpaceStmt: (node) => [made('CreateTableSpaceStmt', 'create', 'tablespace', bare(node.tablespacename))],
  DropTableSpaceStmt: (node) => [
    made('DropTableSpaceStmt', 'drop', 'tablespace', bare(node.tablespacename), { ifExists: node.missing_ok }),
  ],
  AlterTableMoveAllStmt: (node) => [
    made('AlterTableMoveAllStmt', 'move', 'tablespace', bare(node.orig_tablespacename), {
      to: node.new_tablespacename,
    }),
  ],
  CreateRoleStmt: (node) => [made('CreateRoleStmt', 'create', 'role', bare(node.role))],
  AlterRoleStmt: (node) => [made('AlterRoleStmt', 'alter', 'role', bare(roleName(node.role)))],
  AlterRoleSetStmt: (node) => [made('AlterRoleSetStmt', 'alter', 'role', bare(roleName(node.role)))],
  DropRoleStmt: (node) =>
    roleNames(node.roles).map((role) =>
      made('DropRoleStmt', 'drop', 'role', bare(role), { ifExists: node.missing_ok }),
    ),
  DropOwnedStmt: (node) =>
    roleNames(node.roles).map((role) =>
      made('DropOwnedStmt', 'drop', 'everything owned by', bare(role), { cascade: isCascade(node.behavior) }),
    ),
  ReassignOwnedStmt: (node) =>
    roleNames(node.roles).map((role) =>
      made('ReassignOwnedStmt', 'own', 'everything owned by', bare(role), { to: roleName(node.newrole) }),
    ),
  RuleStmt: (node) => [made('RuleStmt', 'create', 'rule', bare(node.rulename), { table: relationName(node.relation) })],
  CreateStatsStmt: (node) => [
    made('CreateStatsStmt', 'create', 'statistics', qualified(texts(node.defnames)), {
      table: node.relations?.[0] ? nameOf(node.relations[0]) : null,
    }),
  ],
  AlterStatsStmt: (node) => [made('AlterStatsStmt', 'alter', 'statistics', qualified(texts(node.defnames)))],
  CreatePublicationStmt: (node) => [made('CreatePublicationStmt', 'create', 'publication', bare(node.pubname))],
  AlterPublicationStmt: (node) => [made('AlterPublicationStmt', 'alter', 'publication', bare(node.pubname))],
  CreateSubscriptionStmt: (node) => [made('CreateSubscriptionStmt', 'create', 'subscription', bare(node.subname))],
  AlterSubscriptionStmt: (node) => [made('AlterSubscriptionStmt', 'alter', 'subscription', bare(node.subname))],
  DropSubscriptionStmt: (node) => [made('DropSubscriptionStmt', 'drop', 'subscription', bare(node.subname))],
  CreateEventTrigStmt: (node) => [made('CreateEventTrigStmt', 'create', 'event trigger', bare(node.trigname))],
  AlterEventTrigStmt: (node) => [made('AlterEventTrigStmt', 'alter', 'event trigger', bare(node.trigname))],
  DefineStmt: (node) => [made('DefineStmt', 'create', objectWord(node.kind), qualified(texts(node.defnames)))],
  AlterFunctionStmt: (node) => [
    made('AlterFunctionStmt', 'alter', objectWord(node.objtype), qualified(texts(node.func?.objname))),
  ],
  AlterPolicyStmt: (node) => [
    made('AlterPolicyStmt', 'alter', 'policy', bare(node.policy_name), { table: relationName(node.table) }),
  ],
  AlterDomainStmt: (node) => [made('AlterDomainStmt', 'alter', 'domain', qualified(texts(node.typeName)))],
  AlterTypeStmt: (node) => [made('AlterTypeStmt', 'alter', 'type', qualified(texts(node.typeName)))],
  AlterExtensionStmt: (node) => [made('AlterExtensionStmt', 'alter', 'extension', bare(node.extname))],
  AlterExtensionContentsStmt: (node) => [made('AlterExtensionContentsStmt', 'alter', 'extension', bare(node.extname))],
  CreateForeignServerStmt: (node) => [
    made('CreateForeignServerStmt', 'create', 'foreign server', bare(node.servername)),
  ],
  AlterOwnerStmt: (node) => [changeOwner(node)],
  CallStmt: (node) => [other('CallStmt', { type: 'call', name: qualified(texts(node.funccall?.funcname)) })],
};

type ObjectDetail = Extract<Detail, { type: 'object' }>;

/** Absent and `undefined` are the same: the parser leaves out what has its default value. */
interface Circumstance {
  readonly table?: ObjectName | null;
  readonly to?: string | undefined;
  readonly ifExists?: boolean | undefined;
  readonly cascade?: boolean | undefined;
}

function made(
  statement: string,
  action: ObjectDetail['action'],
  object: string,
  name: ObjectName,
  { table = null, to, ifExists = false, cascade = false }: Circumstance = {},
): Found {
  return other(statement, { type: 'object', action, object, name, table, to: to ?? null, ifExists, cascade });
}

function bare(name: string | undefined): ObjectName {
  return { schema: null, name: name ?? '' };
}

function changeOwner({ objectType, object, relation, newowner }: AlterOwnerStmt): Found {
  const name = relation ? relationName(relation) : nameOf(object);
  return made('AlterOwnerStmt', 'own', objectWord(objectType), name, { to: roleName(newowner) });
}

/** ALTER INDEX, VIEW and the like share ALTER TABLE's node. */
export function alterOther({ objtype, relation, cmds }: AlterTableStmt): Found {
  const first = cmds?.[0];
  const command = first && 'AlterTableCmd' in first ? first.AlterTableCmd : undefined;
  const isOwner = command?.subtype === 'AT_ChangeOwner';
  return made('AlterTableStmt', isOwner ? 'own' : 'alter', objectWord(objtype), relationName(relation), {
    to: isOwner ? roleName(command.newowner) : command?.name,
  });
}

/** Kinds of object whose names are lists that begin with their table's. */
const belonging = /^OBJECT_(RULE|TABCONSTRAINT|TRIGGER|POLICY)$/;

export function dropOther(object: Node, { removeType, missing_ok, behavior }: DropStmt): Found {
  const { name, table } = belongingName(removeType, object);
  return made('DropStmt', 'drop', objectWord(removeType), name, {
    table,
    ifExists: missing_ok,
    cascade: isCascade(behavior),
  });
}

/** The name of an object and, if it belongs to one, of its table (whose schema is its own). */
export function belongingName(
  type: string | undefined,
  object: Node | undefined,
): { readonly name: ObjectName; readonly table: ObjectName | null } {
  const name = nameOf(object);
  if (!belonging.test(type ?? '') || !object || !('List' in object)) return { name, table: null };
  const table = owner(texts(object.List.items));
  return { name: { schema: table.schema, name: name.name }, table };
}

export function renameOther({ renameType, relation, object, subname, newname }: RenameStmt): Found {
  const isPart = relation !== undefined && subname !== undefined;
  const name = isPart ? bare(subname) : relation ? relationName(relation) : object ? nameOf(object) : bare(subname);
  const table = isPart ? relationName(relation) : null;
  return made('RenameStmt', 'rename', objectWord(renameType), name, { table, to: newname });
}

export function moveOther({ objectType, relation, object, newschema }: AlterObjectSchemaStmt): Found {
  const name = relation ? relationName(relation) : nameOf(object);
  return made('AlterObjectSchemaStmt', 'move', objectWord(objectType), name, { to: newschema });
}
