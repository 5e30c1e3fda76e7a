import type { AlterTableCmd, Node } from '@pgsql/types';
import type { TableChange } from '../../../migration/operation';
import { nameOf, relationName } from '../nodes';
import { options, roleName } from './options';

/** What ALTER TABLE changes about the table as a whole; `written` is the command's own text. */
export function tableChange(command: AlterTableCmd, written: string): TableChange {
  const trait = traits[command.subtype ?? ''];
  if (trait) return { type: 'trait', ...trait };
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return partition(command);
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      return { type: 'inheritance', parent: nameOf(command.def), isOn: command.subtype === 'AT_AddInherit' };
    case 'AT_ReplicaIdentity':
      return replicaIdentity(command.def);
    case 'AT_SetTableSpace':
      return { type: 'tablespace', name };
    case 'AT_SetAccessMethod':
      return { type: 'accessMethod', name };
    case 'AT_ChangeOwner':
      return { type: 'owner', name: roleName(command.newowner) };
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
    case 'AT_ReplaceRelOptions':
      return { type: 'options', options: listed(command.def), isReset: command.subtype === 'AT_ResetRelOptions' };
    case 'AT_ClusterOn':
      return { type: 'clusterOn', index: name };
    case 'AT_DropCluster':
      return { type: 'clusterOn', index: null };
    case 'AT_AlterConstraint':
      return { type: 'constraint', name: alteredConstraint(command.def), definition: written };
    default:
      return triggerChange(command) ?? columnSetting(command, written) ?? { type: 'other', definition: written };
  }
}

function partition({ subtype, def }: AlterTableCmd): TableChange {
  const command = def && 'PartitionCmd' in def ? def.PartitionCmd : {};
  return {
    type: 'partition',
    action: subtype === 'AT_AttachPartition' ? 'attach' : 'detach',
    partition: relationName(command.name),
    concurrently: command.concurrent ?? false,
    isDefault: command.bound?.is_default ?? false,
  };
}

const identities = { d: 'default', n: 'nothing', f: 'full', i: 'index' } as const;

function replicaIdentity(def: Node | undefined): TableChange {
  const { identity_type: letter = 'd', name = null } =
    def && 'ReplicaIdentityStmt' in def ? def.ReplicaIdentityStmt : {};
  const identity = letter === 'n' || letter === 'f' || letter === 'i' ? identities[letter] : identities.d;
  return { type: 'replicaIdentity', identity, index: name };
}

function listed(def: Node | undefined) {
  return options(def && 'List' in def ? def.List.items : []);
}

function alteredConstraint(def: Node | undefined): string {
  return def && 'ATAlterConstraint' in def ? (def.ATAlterConstraint.conname ?? '') : '';
}

function triggerChange({ subtype, name = 'ALL' }: AlterTableCmd): TableChange | null {
  const [, verb] = /^AT_(Enable|Disable)(?:Always|Replica)?Trig(?:All|User)?$/.exec(subtype ?? '') ?? [];
  return verb === undefined ? null : { type: 'trigger', name, isEnabled: verb === 'Enable' };
}

const columnSettings: Readonly<Record<string, Extract<TableChange, { type: 'columnSetting' }>['setting']>> = {
  AT_SetStatistics: 'statistics',
  AT_SetStorage: 'storage',
  AT_SetCompression: 'compression',
  AT_SetOptions: 'options',
  AT_ResetOptions: 'options',
};

function columnSetting({ subtype, name = '' }: AlterTableCmd, written: string): TableChange | null {
  const setting = columnSettings[subtype ?? ''];
  return setting ? { type: 'columnSetting', column: name, setting, value: lastWord(written) } : null;
}

function lastWord(written: string): string {
  return written.trim().split(/\s+/).at(-1) ?? '';
}

const traits: Readonly<Record<string, { readonly trait: string; readonly isOn: boolean }>> = {
  AT_EnableRowSecurity: { trait: 'row security', isOn: true },
  AT_DisableRowSecurity: { trait: 'row security', isOn: false },
  AT_ForceRowSecurity: { trait: 'forced row security', isOn: true },
  AT_NoForceRowSecurity: { trait: 'forced row security', isOn: false },
  AT_SetLogged: { trait: 'unlogged', isOn: false },
  AT_SetUnLogged: { trait: 'unlogged', isOn: true },
};
