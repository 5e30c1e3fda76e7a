import type { AlterTableCmd, AlterTableStmt, ColumnDef, Node } from '@pgsql/types';
import type { ColumnChange } from '../../../migration/operation';
import type { Span } from '../../../migration/span';
import type { ObjectName } from '../../../schema/model';
import { columnType, definedColumn, tableConstraint } from '../columns';
import { firstLocation, relationName } from '../nodes';
import type { Statement } from '../statement';
import { isCascade, type Found, type Handlers } from './found';
import { alterOther } from './others';
import { tableChange } from './tablechange';

/** ALTER TABLE (and INDEX, VIEW, SEQUENCE, TYPE, which share its node), one operation for each of its commands. */
export const alterStatements: Handlers = { AlterTableStmt: alterTable };

function alterTable(node: AlterTableStmt, statement: Statement): readonly Found[] {
  const table = relationName(node.relation);
  if (node.objtype === 'OBJECT_SEQUENCE') return [{ kind: 'alterSequence', name: table }];
  if (node.objtype !== 'OBJECT_TABLE' && node.objtype !== 'OBJECT_FOREIGN_TABLE') {
    return [alterOther(node)];
  }
  const commands = (node.cmds ?? []).flatMap((each) => ('AlterTableCmd' in each ? [each.AlterTableCmd] : []));
  const parts = commandParts(statement, commands.length);
  return commands.map((command, index) => readCommand(table, command, new Command(statement, parts[index] ?? null)));
}

/** Token indexes of each command: they are separated by the commas outside parentheses. */
function commandParts(statement: Statement, count: number): readonly { from: number; to: number }[] {
  if (count < 2) return [{ from: 0, to: statement.tokens.length }];
  const parts: { from: number; to: number }[] = [];
  for (let from = 0; from < statement.tokens.length;) {
    const to = statement.until(from, ({ text }) => text === ',');
    parts.push({ from, to });
    from = to + 1;
  }
  return parts.length === count ? parts : [];
}

/** One command's own text. */
class Command {
  readonly statement: Statement;
  readonly #part: { readonly from: number; readonly to: number };

  constructor(statement: Statement, part: { from: number; to: number } | null) {
    this.statement = statement;
    this.#part = part ?? { from: 0, to: statement.tokens.length };
  }

  get text(): string {
    return this.statement.between(this.#part.from, this.#part.to);
  }

  get span(): Span {
    const first = this.statement.tokens[this.#part.from];
    const last = this.statement.tokens[this.#part.to - 1];
    return first && last ? { start: first.start, end: last.end } : this.statement.span;
  }

  /** An expression that ends the command, from the keyword before it on. */
  expressionAfter(keyword: string, expression: Node | undefined): string | null {
    if (!expression) return null;
    const start = this.statement.keywordBefore(this.statement.tokenAt(firstLocation(expression)) + 1, keyword);
    return this.statement.between(start + 1, this.#part.to);
  }
}

function readCommand(table: ObjectName, command: AlterTableCmd, part: Command): Found {
  return { ...columnCommand(table, command, part), span: part.span };
}

function columnCommand(table: ObjectName, command: AlterTableCmd, part: Command): Found {
  const name = command.name ?? '';
  const cascade = isCascade(command.behavior);
  const ifExists = command.missing_ok ?? false;
  const alter = (change: ColumnChange): Found => ({ kind: 'alterColumn', table, column: name, change, before: {} });
  switch (command.subtype) {
    case 'AT_AddColumn':
      return addColumn(table, command, part.statement);
    case 'AT_DropColumn':
      return { kind: 'dropColumn', table, column: name, ifExists, cascade };
    case 'AT_AlterColumnType':
      return alter(typeChange(command.def, part));
    case 'AT_ColumnDefault':
      return alter({ default: part.expressionAfter('DEFAULT', command.def) });
    case 'AT_SetNotNull':
      return alter({ nullable: false });
    case 'AT_DropNotNull':
      return alter({ nullable: true });
    case 'AT_DropExpression':
      return alter({ generated: null });
    case 'AT_SetExpression':
      return alter({ generated: { expression: part.expressionAfter('AS', command.def) ?? '', stored: true } });
    case 'AT_AddIdentity':
      return alter({ identity: identityKind(command.def) });
    case 'AT_SetIdentity':
      return alter(/\bALWAYS\b/i.test(part.text) ? { identity: 'always' } : { identity: 'by default' });
    case 'AT_DropIdentity':
      return alter({ identity: null });
    default:
      return constraintCommand(table, command, part);
  }
}

function constraintCommand(table: ObjectName, command: AlterTableCmd, part: Command): Found {
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_AddConstraint':
      return addConstraint(table, command, part);
    case 'AT_DropConstraint': {
      const cascade = isCascade(command.behavior);
      return { kind: 'dropConstraint', table, name, type: null, ifExists: command.missing_ok ?? false, cascade };
    }
    case 'AT_ValidateConstraint':
      return { kind: 'validateConstraint', table, name };
    default:
      return { kind: 'alterTable', table, change: tableChange(command, part.text) };
  }
}

function addColumn(table: ObjectName, { def, missing_ok }: AlterTableCmd, statement: Statement): Found {
  const defined = definedColumn(columnDefinition(def), statement);
  return { kind: 'addColumn', table, ...defined, ifNotExists: missing_ok ?? false, hasClientDefault: false };
}

function columnDefinition(def: Node | undefined): ColumnDef {
  return def && 'ColumnDef' in def ? def.ColumnDef : {};
}

function typeChange(def: Node | undefined, part: Command): ColumnChange {
  const { typeName, raw_default } = columnDefinition(def);
  const using = part.expressionAfter('USING', raw_default);
  const type = typeName ? columnType(typeName, part.statement) : null;
  return using === null ? { type } : { type, using };
}

function identityKind(def: Node | undefined): 'always' | 'by default' {
  return def && 'Constraint' in def && def.Constraint.generated_when === 'a' ? 'always' : 'by default';
}

function addConstraint(table: ObjectName, { def }: AlterTableCmd, part: Command): Found {
  const node = def && 'Constraint' in def ? def.Constraint : undefined;
  const constraint = node ? tableConstraint(node, part.statement) : null;
  if (constraint === null) return { kind: 'alterTable', table, change: { type: 'other', definition: part.text } };
  return { kind: 'addConstraint', table, constraint, usingIndex: node?.indexname ?? null };
}
