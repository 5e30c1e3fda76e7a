import type { Migration } from '../../src/migration/migration';
import type { Failure } from '../../src/paper/failures';
import { formatName, type Subject } from '../../src/schema/model';

/** What fails, why, and what to do about it. `cause` is the revision that brought it about. */
export function describe(failure: Failure, cause: Migration, own: Migration): string {
  const when = cause === own ? 'above' : `by ${cause.revision}`;
  switch (failure.type) {
    case 'unnamed':
      return `The upgrade drops ${failure.kind === 'index' ? 'an index' : 'a constraint'} without naming it, which Alembic refuses. Name it: op.drop_${failure.kind}("…", …).`;
    case 'missing':
      return failure.gone === null ? describeStray(failure.object, when) : describeGone(failure, when);
    case 'exists':
      return describeTaken(failure.object, when);
    case 'needed': {
      const [first, ...others] = failure.by.map(labelOf);
      const list = others.length === 0 ? first : `${first ?? ''} and ${others.length} more`;
      return (
        `The upgrade fails here: ${labelOf(failure.object)} cannot be dropped while ${list ?? ''} ${others.length === 0 ? 'needs' : 'need'} it. ` +
        'Drop what uses it first.'
      );
    }
    case 'owned':
      return '';
  }
}

function describeGone({ object, gone }: Extract<Failure, { type: 'missing' }>, when: string): string {
  const isRenamed = gone?.type === 'left';
  const advice = isRenamed
    ? 'Use the name that it has at this point.'
    : 'Use it before it is dropped, or drop it later.';
  return `The upgrade fails here: ${labelOf(object)} was ${isRenamed ? 'renamed' : 'dropped'} ${when}. ${advice}`;
}

function describeStray(object: Subject, when: string): string {
  const table = formatName({ schema: object.schema, name: object.table ?? '' });
  return `The upgrade fails here: ${table}, made ${when}, has no column ${object.name}. Use a name that it has, or add the column first.`;
}

function describeTaken(object: Subject, when: string): string {
  if (object.kind !== 'enum') {
    return `The upgrade fails here: ${labelOf(object)} was made ${when} already. Give this one another name, or leave it out.`;
  }
  return (
    `The upgrade fails here: ${labelOf(object)} was created ${when} already, and create_table creates it again without looking. ` +
    'Pass create_type=False to the column’s type (postgresql.ENUM(…, create_type=False)), or create it only once.'
  );
}

function labelOf({ kind, schema, table, name }: Subject): string {
  if (kind === 'column') return `${formatName({ schema, name: table ?? '' })}.${name}`;
  if (kind === 'table') return `the table ${formatName({ schema, name })}`;
  return table === null
    ? `the type ${formatName({ schema, name })}`
    : `the ${kind} ${name} of ${formatName({ schema, name: table })}`;
}
