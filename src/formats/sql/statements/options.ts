import type { Node, RoleSpec } from '@pgsql/types';
import type { Option } from '../../../migration/detail';
import { qualified, text, texts } from '../nodes';

/** `(name = value, ...)`, `OWNED BY t.c`, `RESTART WITH 10`: every list of options is of DefElem nodes. */
export function options(nodes: readonly Node[] | undefined): readonly Option[] {
  return (nodes ?? []).flatMap((node) =>
    'DefElem' in node ? [{ name: node.DefElem.defname ?? '', value: optionValue(node.DefElem.arg) }] : [],
  );
}

export function hasOption(nodes: readonly Node[] | undefined, name: string): boolean {
  // `VACUUM (FULL false)` is a flag that is written and off.
  return options(nodes).some((option) => option.name === name && !/^(false|off|0)$/i.test(option.value ?? ''));
}

function optionValue(node: Node | undefined): string | null {
  if (!node) return null;
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  if ('Float' in node) return node.Float.fval ?? null;
  if ('Boolean' in node) return String(node.Boolean.boolval ?? false);
  if ('List' in node) return texts(node.List.items).join('.');
  if ('TypeName' in node) return qualified(texts(node.TypeName.names)).name;
  return text(node);
}

/** A literal's own text; `null` for every other expression. */
export function literal(node: Node | undefined): string | null {
  if (!node || !('A_Const' in node)) return null;
  const value = node.A_Const;
  if (value.isnull) return 'NULL';
  if ('sval' in value) return value.sval?.sval ?? '';
  if ('ival' in value) return String(value.ival?.ival ?? 0);
  if ('fval' in value) return value.fval?.fval ?? null;
  return 'boolval' in value ? String(value.boolval?.boolval ?? false) : null;
}

const specialRoles: Readonly<Record<string, string>> = {
  ROLESPEC_CURRENT_USER: 'current_user',
  ROLESPEC_CURRENT_ROLE: 'current_role',
  ROLESPEC_SESSION_USER: 'session_user',
  ROLESPEC_PUBLIC: 'public',
};

export function roleName(role: RoleSpec | undefined): string {
  return role?.rolename ?? specialRoles[role?.roletype ?? ''] ?? '';
}

export function roleNames(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('RoleSpec' in node ? [roleName(node.RoleSpec)] : []));
}

/** `OBJECT_MATVIEW` is a `materialized view`. */
export function objectWord(type: string | undefined): string {
  const word = (type ?? '').replace(/^OBJECT_/, '');
  return objectWords[word] ?? word.replaceAll('_', ' ').toLowerCase();
}

const objectWords: Readonly<Record<string, string>> = {
  MATVIEW: 'materialized view',
  TABCONSTRAINT: 'constraint',
  DOMCONSTRAINT: 'domain constraint',
  STATISTIC_EXT: 'statistics',
  FDW: 'foreign data wrapper',
  TSCONFIGURATION: 'text search configuration',
  TSDICTIONARY: 'text search dictionary',
  TSPARSER: 'text search parser',
  TSTEMPLATE: 'text search template',
  OPCLASS: 'operator class',
  OPFAMILY: 'operator family',
};
