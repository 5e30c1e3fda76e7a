import type { Operation } from '../../src/migration/operation';
import { isMadeHere } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { formatName, type ObjectName, type Subject } from '../../src/schema/model';
import { rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sequence-value',
  code: 'RT207',
  severity: 'warning',
  aliases: ['MRT501'],
  dialects: ['postgresql'],
  check: ({ revision }) =>
    revision.upgrade
      .filter(({ operation }, at) => !isNew(revision.upgrade.slice(0, at), operation))
      .flatMap((step) => reportOf(step, revision.downgrade)),
});

interface Moved {
  readonly sequence: ObjectName;
  readonly how: string;
}

function reportOf({ operation }: Step, downgrade: readonly Step[]): readonly Report[] {
  return movesOf(operation)
    .filter(({ sequence }) => !downgrade.some((step) => isAbout(step, sequence)))
    .map(({ sequence, how }) => {
      const subject: Subject = { kind: 'sequence', schema: sequence.schema, table: null, name: sequence.name };
      const message =
        `${how} moves the sequence ${formatName(sequence)}, and neither a downgrade nor a failed transaction moves it back: ` +
        'numbers are skipped, or handed out a second time. Set it to a value that is computed from the rows, on both ways.';
      return { span: operation.span, subject, message };
    });
}

/** To a fixed value, or in other steps. A value that is computed from the rows (`max(id)`) only sets right. */
function movesOf(operation: Operation): readonly Moved[] {
  if (operation.kind === 'select') {
    return (operation.calls ?? []).flatMap(({ name, args: [sequence, value] }) =>
      name === 'setval' && typeof sequence === 'string' && typeof value === 'string'
        ? [{ sequence: nameIn(sequence), how: `setval to ${value}` }]
        : [],
    );
  }
  if (operation.kind !== 'alterSequence') return [];
  const change = (operation.options ?? []).find(({ name }) => /^(restart|increment)$/.test(name));
  return change === undefined ? [] : [{ sequence: operation.name, how: change.name.toUpperCase() }];
}

function isAbout({ operation }: Step, sequence: ObjectName): boolean {
  if (operation.kind === 'unknown') return true;
  if (operation.kind === 'alterSequence' || operation.kind === 'dropSequence')
    return operation.name.name === sequence.name;
  const calls = operation.kind === 'select' ? (operation.calls ?? []) : [];
  return calls.some(({ name, args }) => name === 'setval' && nameIn(args[0] ?? '').name === sequence.name);
}

/** The sequence is new: of its own name, or that of a serial column of a table made here. */
function isNew(before: readonly Step[], operation: Operation): boolean {
  return movesOf(operation).some(({ sequence }) =>
    before.some(({ operation: other, origins }) => {
      if (other.kind === 'createSequence') return other.name.name === sequence.name;
      const isOwner = other.kind === 'createTable' && sequence.name.startsWith(`${other.table.name}_`);
      return isOwner && !isMadeHere(origins, other.table);
    }),
  );
}

function nameIn(text: string): ObjectName {
  const [first = '', second] = text.replaceAll('"', '').split('.');
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}
