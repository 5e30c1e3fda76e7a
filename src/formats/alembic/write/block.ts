import type { Action } from '../../../migration/operation';
import { formatName, type ObjectName } from '../../../schema/model';
import type { MigrationFile } from './file';
import { quoted, render } from './python';
import { writeAction } from './write';

/** An operation to be written, with remarks for whoever reads it. */
export interface WrittenStep {
  readonly action: Action;
  /** Each becomes a comment before it: `# TODO: ...`. */
  readonly remarks: readonly string[];
}

/**
 * Operations as lines of a function's body, without its indentation. Those of one table that follow one another share a
 * `batch_alter_table` block where the table needs one.
 *
 * @param isBatched whether a table is altered in batch mode in this file
 */
export function writeBlock(
  steps: readonly WrittenStep[],
  file: MigrationFile,
  isBatched: (table: ObjectName) => boolean = () => false,
): readonly string[] {
  return groups(steps, file, isBatched).flatMap(({ table, steps: group }) =>
    table === null ? group.flatMap((step) => writeStep(step, file, null)) : writeBatch(table, group, file),
  );
}

interface Group {
  /** The table of a batch, or `null` for statements of `op`. */
  readonly table: ObjectName | null;
  readonly steps: readonly WrittenStep[];
}

function groups(
  steps: readonly WrittenStep[],
  file: MigrationFile,
  isBatched: (table: ObjectName) => boolean,
): readonly Group[] {
  const found: { table: ObjectName | null; steps: WrittenStep[] }[] = [];
  for (const step of steps) {
    const altered = alteredTable(step.action);
    const table = altered !== null && (isBatched(altered) || needsBatch(step.action, file)) ? altered : null;
    const last = found.at(-1);
    const isSame = last?.table != null && table !== null && formatName(last.table) === formatName(table);
    if (isSame) last.steps.push(step);
    else found.push({ table, steps: [step] });
  }
  return found;
}

/** The table that a batch block could alter in this way. */
function alteredTable(action: Action): ObjectName | null {
  switch (action.kind) {
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'createIndex':
    case 'dropIndex':
    case 'addConstraint':
    case 'dropConstraint':
      return action.table;
    default:
      return null;
  }
}

/** SQLite cannot alter columns and constraints in place; renames and indexes it can. */
function needsBatch(action: Action, { dialect }: MigrationFile): boolean {
  if (dialect !== 'sqlite') return false;
  if (action.kind === 'alterColumn') {
    return Object.keys(action.change).some((key) => key !== 'newName');
  }
  return action.kind === 'dropColumn' || action.kind === 'addConstraint' || action.kind === 'dropConstraint';
}

function writeBatch(table: ObjectName, steps: readonly WrittenStep[], file: MigrationFile): readonly string[] {
  const schema = table.schema === null ? '' : `, schema=${quoted(table.schema, file.quote)}`;
  const head = `with ${file.name('op')}.batch_alter_table(${quoted(table.name, file.quote)}${schema}) as batch_op:`;
  return [head, ...steps.flatMap((step) => writeStep(step, file, 'batch_op').map((line) => `${file.unit}${line}`))];
}

function writeStep({ action, remarks }: WrittenStep, file: MigrationFile, batch: string | null): readonly string[] {
  const written = writeAction(action, file, { batch });
  const comments = remarks.flatMap(comment);
  if (written === null) return [...comments, ...comment(`undo this by hand: ${action.kind} cannot be written here.`)];
  const depth = batch === null ? 1 : 2;
  return [...comments, ...written.flatMap((python) => render(python, file.unit, depth * file.unit.length))];
}

/** A remark as comment lines that a reader's window can hold. */
export function comment(remark: string): readonly string[] {
  const lines: string[] = [];
  let line = '# TODO:';
  for (const word of remark.split(' ')) {
    if (line.length + 1 + word.length > 80) {
      lines.push(line);
      line = '# ';
    }
    line += line.endsWith(' ') ? word : ` ${word}`;
  }
  return [...lines, line];
}
