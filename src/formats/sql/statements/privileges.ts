import type { AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node } from '@pgsql/types';
import type { Detail } from '../../../migration/detail';
import { nameOf } from '../nodes';
import { other, type Handlers } from './found';
import { objectWord, roleNames } from './options';

/** Who may do what. */
export const privilegeStatements: Handlers = {
  GrantStmt: (node) => [other('GrantStmt', privileges(node, false))],
  GrantRoleStmt: (node) => [other('GrantRoleStmt', membership(node))],
  AlterDefaultPrivilegesStmt: (node) => [other('AlterDefaultPrivilegesStmt', defaults(node))],
};

function defaults({ action }: AlterDefaultPrivilegesStmt): Detail {
  return privileges(action ?? {}, true);
}

function privileges(node: GrantStmt, isDefault: boolean): Detail {
  const isListed = node.targtype === 'ACL_TARGET_OBJECT' || node.targtype === undefined;
  return {
    type: 'privileges',
    action: node.is_grant ? 'grant' : 'revoke',
    privileges: privilegeNames(node.privileges),
    object: objectWord(node.objtype),
    names: isListed ? (node.objects ?? []).map((each) => nameOf(each)) : [],
    roles: roleNames(node.grantees),
    isDefault,
  };
}

function privilegeNames(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('AccessPriv' in node ? [node.AccessPriv.priv_name ?? ''] : []));
}

function membership(node: GrantRoleStmt): Detail {
  return {
    type: 'membership',
    action: node.is_grant ? 'grant' : 'revoke',
    granted: privilegeNames(node.granted_roles),
    roles: roleNames(node.grantee_roles),
  };
}
