import type { BatchBlock } from '../../migration/operation';
import type { Span } from '../../migration/span';
import { Arguments } from './directives/arguments';
import { signatures } from './directives/signatures';
import type { Batch, Call, Value } from './python/value';
import type { Restriction, Run } from './run';
import { calledName, calledPath } from './sqlalchemy/names';

/** What `with x as y` makes of `x`: the value of `y`, and what holds inside. */
export interface Entered {
  readonly value: Value;
  readonly restriction: Restriction | null;
}

/** Enters a context manager; those that are not known leave their value as it is. */
export function enterContext(value: Value, span: Span, run: Run): Entered {
  if (value.kind === 'call' && calledPath(value) === 'alembic.op.batch_alter_table') {
    return { value: batchOf(value, span, run), restriction: null };
  }
  if (calledName(value) === 'autocommit_block') return { value, restriction: { autocommit: true } };
  if (calledName(value) === 'suppress') return { value, restriction: { certainty: 'conditional', swallowed: span } };
  return { value, restriction: null };
}

function batchOf(call: Call, span: Span, run: Run): Batch {
  const args = new Arguments(call, signatures.batch_alter_table);
  if (args.mistake) run.misuse(`\`op.batch_alter_table\` ${args.mistake}: Alembic refuses the call.`, span);
  const name = args.text('table_name');
  const schema = args.optionalText('schema');
  const recreate = args.text('recreate');
  const block: BatchBlock = {
    span,
    recreate: recreate === 'always' || recreate === 'never' ? recreate : 'auto',
    given: [...args.keywords.keys()],
  };
  return { kind: 'batch', table: name === null ? null : { schema: schema ?? null, name }, block };
}
