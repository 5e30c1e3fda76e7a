import type { Detail } from '../../src/migration/detail';
import type { Operation } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { formatName, type Subject } from '../../src/schema/model';
import { outsideTransaction } from '../../src/lint/fix/locks';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { byPlace } from '../costs';

export default rule({
  name: 'concurrent-in-transaction',
  code: 'RT402',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [
    ...refused(context, context.revision.upgrade, 'The upgrade'),
    ...refused(context, context.revision.downgrade, 'The downgrade'),
  ],
  fix: outsideTransaction,
});

/** The file takes the connection out of transactions by the driver's own means: what runs where is then not to be told. */
const isolation = /\bset_isolation_level\s*\(|\bisolation_level\b\W{1,5}AUTOCOMMIT\b|\.autocommit\s*=\s*True\b/;

interface Refused {
  readonly step: Step;
  /** The command as Postgres calls it in its refusal. */
  readonly command: string;
}

function refused({ settings, file }: RuleContext, steps: readonly Step[], side: string): readonly Report[] {
  const found = steps.flatMap((step): readonly Refused[] => {
    const command = step.operation.autocommit ? null : outsideOnly(step.operation, settings.serverVersion);
    return command === null ? [] : [{ step, command }];
  });
  if (found.length === 0 || isolation.test(file.text)) return [];
  return byPlace(found).map(({ first: { step, command } }) => ({
    span: step.operation.span,
    subject: subjectOf(step.operation),
    message:
      `${side} fails: Postgres refuses ${command} inside a transaction, and Alembic runs migrations in one. ` +
      'Put it into "with op.get_context().autocommit_block():".',
  }));
}

/** A command that cannot run inside a transaction block (`PreventInTransactionBlock` in the server's sources), or `null`. */
function outsideOnly(operation: Operation, serverVersion: number | null): string | null {
  switch (operation.kind) {
    case 'createIndex':
      return operation.concurrently ? 'CREATE INDEX CONCURRENTLY' : null;
    case 'dropIndex':
      return operation.concurrently ? 'DROP INDEX CONCURRENTLY' : null;
    case 'alterTable':
      return operation.change.type === 'partition' && operation.change.concurrently
        ? 'ALTER TABLE ... DETACH CONCURRENTLY'
        : null;
    case 'addEnumValue':
      // Since Postgres 12 it is only the new label that has to wait.
      return serverVersion !== null && serverVersion < 12 ? 'ALTER TYPE ... ADD VALUE' : null;
    case 'other':
      return operation.detail === undefined ? null : outsideOnlyDetail(operation.detail, operation.sql ?? '');
    default:
      return null;
  }
}

function outsideOnlyDetail(detail: Detail, sql: string): string | null {
  switch (detail.type) {
    case 'upkeep':
      return outsideOnlyUpkeep(detail);
    case 'object':
      return outsideOnlyObject(detail, sql);
    default:
      return null;
  }
}

function outsideOnlyUpkeep(upkeep: Extract<Detail, { type: 'upkeep' }>): string | null {
  const { action, object, names, concurrently } = upkeep;
  switch (action) {
    case 'vacuum':
    case 'vacuum full':
      return 'VACUUM';
    case 'reindex':
      if (concurrently) return 'REINDEX CONCURRENTLY';
      return object === 'schema' || object === 'database' || object === 'system'
        ? `REINDEX ${object.toUpperCase()}`
        : null;
    case 'cluster':
      return names.length === 0 ? 'CLUSTER of all tables' : null;
    default:
      return null;
  }
}

type ObjectDetail = Extract<Detail, { type: 'object' }>;

/** A subscription only where it makes or drops a slot on the publisher. */
function outsideOnlyObject({ action, object }: ObjectDetail, sql: string): string | null {
  if (object === 'system' && action === 'alter') return 'ALTER SYSTEM';
  if (action !== 'create' && action !== 'drop') return null;
  if (object === 'database' || object === 'tablespace') return `${action.toUpperCase()} ${object.toUpperCase()}`;
  const hasNoSlot = action === 'drop' || /\b(create_slot|connect)\s*=\s*(false|off|0)\b/i.test(sql);
  return object === 'subscription' && !hasNoSlot ? 'CREATE SUBSCRIPTION ... WITH (create_slot = true)' : null;
}

function subjectOf(operation: Operation): Subject | null {
  switch (operation.kind) {
    case 'createIndex': {
      const { table, index } = operation;
      return { kind: 'index', schema: table.schema, table: table.name, name: index.name };
    }
    case 'dropIndex': {
      const { table, name } = operation;
      return { kind: 'index', schema: table?.schema ?? null, table: table?.name ?? null, name: name ?? '' };
    }
    case 'alterTable':
      return { kind: 'table', schema: operation.table.schema, table: operation.table.name, name: operation.table.name };
    case 'addEnumValue':
      return { kind: 'enum', schema: operation.name.schema, table: null, name: formatName(operation.name) };
    default:
      return null;
  }
}
