import type { Constraint, Operation } from '../../src/migration/operation';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { formatName, type ObjectName, type Subject } from '../../src/schema/model';
import type { Span } from '../../src/migration/span';

/** What an operation does to an object, or what it needs to be there. */
export interface Touch {
  readonly subject: Subject;
  readonly act: 'make' | 'unmake' | 'use';
  readonly span: Span;
}

/** What a revision, as a whole, asks of an object and what it leaves of it. */
export interface Demand {
  readonly first: Touch;
  readonly revision: PaperRevision;
  /** Whether the object must be there, or must not. */
  readonly needs: 'present' | 'absent';
  /** What it is afterwards; `null`: as before. */
  readonly leaves: 'present' | 'absent' | null;
}

/** By object: what the revision demands of it. Operations that ask first (`IF EXISTS`, a guard) demand nothing. */
export function demandsOf(revision: PaperRevision): ReadonlyMap<string, Demand> {
  const demands = new Map<string, Demand>();
  for (const { operation } of revision.upgrade) {
    for (const touch of isSure(operation) ? touchesOf(operation) : []) {
      const key = keyOf(touch.subject);
      const known = demands.get(key);
      const leaves = touch.act === 'use' ? (known?.leaves ?? null) : touch.act === 'make' ? 'present' : 'absent';
      const needs = touch.act === 'make' ? 'absent' : 'present';
      demands.set(key, known === undefined ? { first: touch, revision, needs, leaves } : { ...known, leaves });
    }
  }
  return demands;
}

function isSure(operation: Operation): boolean {
  const asks = ('ifExists' in operation && operation.ifExists) || ('ifNotExists' in operation && operation.ifNotExists);
  return operation.certainty === 'always' && !asks;
}

function keyOf({ kind, schema, table, name }: Subject): string {
  return `${kind} ${schema ?? ''} ${table ?? ''} ${name}`;
}

function touchesOf(operation: Operation): readonly Touch[] {
  const { span } = operation;
  const touch = (act: Touch['act'], subject: Subject): Touch => ({ act, subject, span });
  const table = (act: Touch['act'], name: ObjectName) => touch(act, tableOf(name));
  const column = (act: Touch['act'], of: ObjectName, name: string) => touch(act, columnOf(of, name));
  switch (operation.kind) {
    case 'createTable':
      return operation.temporary ? [] : [table('make', operation.table)];
    case 'dropTable':
      return [table('unmake', operation.table)];
    case 'renameTable':
      return [
        table('unmake', operation.table),
        table('make', { schema: operation.table.schema, name: operation.newName }),
      ];
    case 'addColumn':
      return [table('use', operation.table), column('make', operation.table, operation.column.name)];
    case 'dropColumn':
      return [table('use', operation.table), column('unmake', operation.table, operation.column)];
    case 'alterColumn': {
      const { table: of, column: name, change } = operation;
      const { newName } = change;
      if (newName === undefined || newName === name) return [table('use', of), column('use', of, name)];
      return [table('use', of), column('unmake', of, name), column('make', of, newName)];
    }
    case 'createIndex': {
      const { index, table: of } = operation;
      const keys = index.keys.flatMap((key) => (key.kind === 'column' ? [column('use', of, key.column)] : []));
      return [table('use', of), ...keys, ...(index.name === '' ? [] : [touch('make', indexOf(index.name))])];
    }
    case 'dropIndex':
      return operation.name === null ? [] : [touch('unmake', indexOf(operation.name))];
    case 'addConstraint':
      return constraintTouches(operation.table, operation.constraint, span);
    case 'insert':
      return [
        table('use', operation.table),
        ...(operation.columns ?? []).map((name) => column('use', operation.table, name)),
      ];
    case 'update':
      return [
        table('use', operation.table),
        ...operation.assignments.map((each) => column('use', operation.table, each.column)),
      ];
    case 'delete':
      return [table('use', operation.table)];
    case 'createEnum':
      return [touch('make', enumOf(operation.name))];
    case 'dropEnum':
      return [touch('unmake', enumOf(operation.name))];
    default:
      return [];
  }
}

function constraintTouches(of: ObjectName, constraint: Constraint, span: Span): readonly Touch[] {
  const columns = 'columns' in constraint ? constraint.columns : [];
  const target = constraint.type === 'foreignKey' ? [constraint.target] : [];
  return [
    ...[of, ...target].map((name) => ({ act: 'use', subject: tableOf(name), span }) as const),
    ...columns.map((name) => ({ act: 'use', subject: columnOf(of, name), span }) as const),
  ];
}

function tableOf({ schema, name }: ObjectName): Subject {
  return { kind: 'table', schema, table: name, name };
}

function columnOf({ schema, name: table }: ObjectName, name: string): Subject {
  return { kind: 'column', schema, table, name };
}

function indexOf(name: string): Subject {
  return { kind: 'index', schema: null, table: null, name };
}

function enumOf({ schema, name }: ObjectName): Subject {
  return { kind: 'enum', schema, table: null, name };
}

/** `table users`, `column users.phone`: for messages. */
export function describeSubject({ kind, schema, table, name }: Subject): string {
  const owner = kind === 'column' && table !== null ? `${formatName({ schema, name: table })}.` : '';
  return `${kind === 'column' ? '' : `${kind} `}${owner}${name}`;
}
