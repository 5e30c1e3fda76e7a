import type { Severity } from '../../src/lint/finding';
import { tableSubject } from '../../src/lint/rule';
import type { Detail } from '../../src/migration/detail';
import type { Operation, OperationOf } from '../../src/migration/operation';
import { formatName, type ObjectName, type Subject } from '../../src/schema/model';

/** A change of something that the schema model does not hold. */
export interface Setting {
  /** What it is about: another statement with the same key undoes it, or means to. */
  readonly key: string;
  /** The exact effect, and the one that takes it back within the same upgrade. */
  readonly effect: string;
  readonly isUndoneBy?: string;
  /** The table that it is part of. */
  readonly table: ObjectName | null;
  readonly subject: Subject | null;
  readonly severity: Severity;
  /** `GRANT SELECT on orders to reporting`. */
  readonly what: string;
  readonly advice: string;
}

export function settingOf(operation: Operation): Setting | null {
  if (operation.kind === 'alterTable') return tableSetting(operation);
  return operation.kind === 'other' && operation.detail !== undefined ? statement(operation.detail) : null;
}

function statement(detail: Detail): Setting | null {
  switch (detail.type) {
    case 'privileges':
      return privileges(detail);
    case 'membership': {
      const granted = detail.granted.join(', ');
      const verb = detail.action === 'grant' ? 'granted to' : 'revoked from';
      const what = `The role ${granted} is ${verb} ${detail.roles.join(', ')}`;
      return plain(`membership ${granted}`, `${detail.action} ${granted}`, 'warning', what, opposite(detail.action));
    }
    case 'object':
      return object(detail);
    case 'upkeep':
    case 'lock':
    case 'comment':
    case 'call':
      return null;
  }
}

function privileges(detail: Extract<Detail, { type: 'privileges' }>): Setting {
  const names = detail.names.map(formatName).join(', ');
  const roles = detail.roles.join(', ');
  const rights = detail.privileges.length === 0 ? 'ALL' : detail.privileges.join(', ').toUpperCase();
  const object = detail.isDefault ? `new ${detail.object}s` : `${detail.object} ${names}`.trim();
  const verb = detail.action === 'grant' ? 'granted to' : 'revoked from';
  const key = `privileges ${detail.isDefault ? 'default' : ''} ${detail.object} ${names} ${roles}`;
  const setting = plain(
    key,
    `${detail.action} ${key} ${rights}`,
    'warning',
    `${rights} on ${object} is ${verb} ${roles}`,
    opposite(detail.action),
  );
  const [first] = detail.names;
  return detail.object === 'table' && first !== undefined
    ? { ...setting, table: first, subject: tableSubject(first) }
    : setting;
}

function opposite(action: 'grant' | 'revoke'): string {
  return action === 'grant' ? 'REVOKE it on downgrade.' : 'GRANT it again on downgrade.';
}

/** Objects that live outside of the schema, or beside it: roles, databases, publications, rules, ... */
function object(detail: Extract<Detail, { type: 'object' }>): Setting | null {
  // Made or dropped, these are in the schema model; altered, only their definition would show it.
  const isAltered = detail.action === 'alter' && /^(policy|extension|type|domain)$/.test(detail.object);
  if (!isAltered && !lasting.test(detail.object)) return null;
  const name = formatName(detail.name);
  const done = {
    create: 'created',
    alter: 'changed',
    drop: 'dropped',
    rename: 'renamed',
    move: 'moved',
    own: 'given to another owner',
  };
  const what = `The ${detail.object} ${name} is ${done[detail.action]}`;
  const severity = detail.action === 'own' ? 'info' : 'warning';
  const setting = plain(
    `${detail.object} ${name}`,
    `${detail.action} ${name}`,
    severity,
    what,
    'Undo it on downgrade.',
  );
  return detail.action === 'rename' && detail.to !== null
    ? { ...setting, key: [`${detail.object}`, ...[name, detail.to].sort()].join(' '), table: detail.table }
    : { ...setting, table: detail.table };
}

const lasting =
  /^(role|user|database|system|rule|publication|subscription|event trigger|foreign server|server|user mapping|foreign data wrapper|text search|collation|cast|operator|aggregate|language|tablespace|view|function|procedure|index)/;

function tableSetting({ table, change }: OperationOf<'alterTable'>): Setting | null {
  const name = formatName(table);
  const of = (part: string, effect: string, what: string, advice: string, severity: Severity = 'info'): Setting => ({
    ...plain(`${name} ${part}`, `${name} ${effect}`, severity, what, advice),
    table,
    subject: tableSubject(table),
  });
  switch (change.type) {
    case 'partition': {
      const partition = formatName(change.partition);
      const verb = change.action === 'attach' ? 'attached to' : 'detached from';
      const advice =
        change.action === 'attach'
          ? 'DETACH it on downgrade.'
          : 'Its rows are no longer in the parent: ATTACH it again on downgrade.';
      return of(
        `partition ${partition}`,
        `${change.action} ${partition}`,
        `The partition ${partition} is ${verb} ${name}`,
        advice,
        'warning',
      );
    }
    case 'inheritance': {
      const parent = formatName(change.parent);
      const what = change.isOn
        ? `${name} inherits from ${parent}`
        : `${name} no longer inherits from ${parent}, which loses its rows`;
      return of(`inherits ${parent}`, `inherits ${parent} ${change.isOn}`, what, 'Undo it on downgrade.', 'warning');
    }
    case 'trigger': {
      const effect = (isEnabled: boolean) => `${name} trigger ${change.name} ${isEnabled ? 'on' : 'off'}`;
      const what = `The trigger ${change.name} of ${name} is ${change.isEnabled ? 'enabled' : 'disabled'}`;
      const setting = of(
        `trigger ${change.name}`,
        '',
        what,
        'Set it back on downgrade, or in the upgrade once the work is done.',
        'warning',
      );
      return { ...setting, effect: effect(change.isEnabled), isUndoneBy: effect(!change.isEnabled) };
    }
    case 'replicaIdentity':
      return of(
        'replica identity',
        'replica identity',
        `The replica identity of ${name} is changed`,
        'Set it back on downgrade.',
      );
    case 'owner':
      return of('owner', 'owner', `The owner of ${name} is changed to ${change.name}`, 'Give it back on downgrade.');
    case 'options': {
      const names = change.options.map((option) => option.name).join(', ');
      return of(
        `options ${names}`,
        'options',
        `Storage parameters of ${name} are changed (${names})`,
        'RESET them on downgrade.',
      );
    }
    case 'columnSetting':
      return of(
        `${change.column} ${change.setting}`,
        change.setting,
        `The ${change.setting} of ${name}.${change.column} is changed`,
        'Set it back on downgrade.',
      );
    case 'comment':
    case 'trait':
    case 'schema':
    case 'tablespace':
    case 'accessMethod':
    case 'clusterOn':
    case 'constraint':
    case 'other':
      return null;
  }
}

function plain(key: string, effect: string, severity: Severity, what: string, advice: string): Setting {
  return { key, effect, table: null, subject: null, severity, what, advice };
}
