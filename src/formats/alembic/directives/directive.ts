import type { Action, Circumstances, OperationKind } from '../../../migration/operation';
import type { ObjectName } from '../../../schema/model';
import { plain, type Batch, type Call } from '../python/value';
import type { Run } from '../run';
import { Arguments } from './arguments';
import { misusesOf } from './misuse';
import { batchSignatures, signatures, type DirectiveName, type Signature } from './signatures';

/** One call of `op.x` or `batch_op.x`, ready to be read. */
export interface Directive {
  readonly name: DirectiveName;
  readonly args: Arguments;
  readonly via: Circumstances['via'];
  /** The batch that it belongs to. */
  readonly batch: Batch | null;
  readonly run: Run;
}

/** Reports a call that Alembic would refuse; `null` if the name is no directive (of a batch). */
export function directive(name: string, call: Call, batch: Batch | null, run: Run): Directive | null {
  if (!isDirective(name)) return null;
  const signature = batch ? batchSignatures[name] : signatures[name];
  if (!signature) return null;
  const written = new Arguments(call, signature);
  const args = batch && repeatsTable(call, batch, signature) ? new Arguments(call, signatures[name]) : written;
  const spoken = `${batch ? 'batch_op' : 'op'}.${name}`;
  if (written.mistake) reportMistake(spoken, written, call, run);
  for (const { message, span } of misusesOf(name, args)) run.misuse(message, span);
  return { name, args, via: batch ? 'batch' : 'op', batch, run };
}

/** `alter_column` takes whatever keywords there are, and makes nothing of those that it does not know. */
function reportMistake(spoken: string, { mistake }: Arguments, call: Call, run: Run): void {
  const isIgnored = spoken.endsWith('.alter_column') && mistake?.startsWith('has no parameter') === true;
  const what = isIgnored ? 'it is passed over without a word' : 'Alembic refuses the call';
  run.misuse(`\`${spoken}\` ${mistake ?? ''}: ${what}.`, call.span, isIgnored);
}

/** `batch_op.drop_column("users", "name")` fails, and means what `op.drop_column` would. */
function repeatsTable({ args }: Call, { table }: Batch, { positional, isVariadic }: Signature): boolean {
  return !isVariadic && args.length > positional.length && plain(args[0]?.value) === table?.name;
}

function isDirective(name: string): name is DirectiveName {
  return Object.hasOwn(signatures, name);
}

export function emit({ run, args, via, batch }: Directive, action: Action): void {
  const given = [...args.keywords.keys()];
  run.emit(action, args.call.span, via, batch === null ? { given } : { given, batch: batch.block });
}

/** Something that the operation needs could not be evaluated: says so once, in place of the operation. */
export function emitDynamic(directive: Directive, what: string): void {
  const { run, name, args, via } = directive;
  const table = tableOfDirective(directive, 'source_table') ?? tableOfDirective(directive);
  const attempted = { kind: kinds[name] ?? ('other' as const), table };
  run.emitUnknown(
    `\`${name}\`: ${what} could not be evaluated, so it is not known what this does.`,
    args.call.span,
    via,
    attempted,
  );
}

const kinds: Readonly<Partial<Record<DirectiveName, OperationKind>>> = {
  add_column: 'addColumn',
  alter_column: 'alterColumn',
  bulk_insert: 'insert',
  create_check_constraint: 'addConstraint',
  create_exclude_constraint: 'addConstraint',
  create_foreign_key: 'addConstraint',
  create_index: 'createIndex',
  create_primary_key: 'addConstraint',
  create_table: 'createTable',
  create_unique_constraint: 'addConstraint',
  drop_column: 'dropColumn',
  drop_constraint: 'dropConstraint',
  drop_index: 'dropIndex',
  drop_table: 'dropTable',
  rename_table: 'renameTable',
};

/** The table: the batch's, or the argument's with its `schema`. `null` if it could not be evaluated. */
export function tableOfDirective(directive: Directive, parameter = 'table_name', schema = 'schema'): ObjectName | null {
  const { args, batch } = directive;
  if (batch) return batch.table;
  const name = args.text(parameter);
  return name === null ? null : { schema: schemaOfDirective(directive, schema), name };
}

/** A schema that could not be evaluated is taken for the default one: it is the same throughout a migration. */
export function schemaOfDirective({ args }: Directive, parameter: string): string | null {
  return args.optionalText(parameter) ?? null;
}
