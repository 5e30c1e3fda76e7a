import { removeKeyword, removePositional, positional, keywordValue } from '../../formats/alembic/write/calls';
import type { MigrationFile } from '../../formats/alembic/write/file';
import { wrap } from '../../formats/alembic/write/statements';
import type { TextEdit } from '../../migration/edit';
import type { Operation } from '../../migration/operation';
import { findTable } from '../../schema/model';
import type { Fixer, RuleContext } from '../rule';
import { operationAt, siteOf, type Site } from './place';
import { fixInTurn, safely } from './rewrite';

/** Alters a table in batch mode, which SQLite needs: the table is built anew. */
export const alterInBatch: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.via !== 'op' || losesParts(operation, context)) return [];
  let header: string | null = null;
  return fixInTurn(
    context,
    safely('Alter the table in batch mode'),
    (file) => {
      const site = siteOf(file, operation);
      const table = site === null ? null : tableArgument(site);
      if (site === null || table === null) return null;
      header = `with ${file.name('op')}.batch_alter_table(${table.written}) as batch_op:`;
      return [renameReceiver(site), ...table.edits];
    },
    (file) => {
      const statement = file.statementAt({ start: operation.span.start, end: operation.span.start + 1 });
      return statement === null || header === null ? null : wrap(file, statement, statement, header);
    },
  );
};

/** The table has what a batch does not see when it builds the table anew: that would have to be made again by hand. */
function losesParts(operation: Operation, { revision }: RuleContext): boolean {
  const step = [...revision.upgrade, ...revision.downgrade].find((each) => each.operation === operation);
  const name = 'table' in operation ? operation.table : null;
  const table = step === undefined || name === null ? undefined : findTable(step.schema, name);
  if (step === undefined || table === undefined) return false;
  const hasTrigger = step.schema.triggers.some((each) => each.table === table.name);
  const isOverExpression = table.indexes.some(({ keys }) => keys.some(({ kind }) => kind === 'expression'));
  return hasTrigger || isOverExpression || table.columns.some(({ generated }) => generated !== null);
}

function renameReceiver({ call }: Site): TextEdit | null {
  const receiver = call.firstChild?.name === 'MemberExpression' ? call.firstChild.firstChild : null;
  return receiver?.name === 'VariableName'
    ? { span: { start: receiver.from, end: receiver.to }, text: 'batch_op' }
    : null;
}

interface TableArgument {
  /** The batch's arguments: the table's name, and its schema. */
  readonly written: string;
  /** What takes them out of the directive's call. */
  readonly edits: readonly (TextEdit | null)[];
}

/** Alembic's directives name their table first, those for constraints second. */
function tableArgument({ file, call }: Site): TableArgument | null {
  const directive = call.firstChild?.lastChild;
  const name = directive ? file.source.read(directive) : '';
  const isConstraint = /constraint$|^create_(foreign_key|primary_key|index)$/.test(name);
  const keyword = name === 'create_foreign_key' ? 'source_table' : 'table_name';
  const at = isConstraint ? 1 : 0;
  const given = positional(file, call, at) ?? keywordValue(file, call, keyword);
  if (given === null) return null;
  const schemaKeyword = name === 'create_foreign_key' ? 'source_schema' : 'schema';
  const schema = keywordValue(file, call, schemaKeyword);
  return {
    written: `${file.source.read(given)}${schema === null ? '' : `, schema=${file.source.read(schema)}`}`,
    edits: [takenOut(file, call, at, keyword), ...(schema === null ? [] : [removeKeyword(file, call, schemaKeyword)])],
  };
}

function takenOut(file: MigrationFile, call: Site['call'], at: number, keyword: string): TextEdit | null {
  return positional(file, call, at) === null ? removeKeyword(file, call, keyword) : removePositional(file, call, at);
}
