import type { ForeignKey, ReferentialAction } from '../../../schema/model';
import type { Reader } from '../../../schema/reader';

/** The clauses that constraints of columns and of tables share (https://www.sqlite.org/lang_createtable.html). */

/** `CONSTRAINT name`, if it is next. */
export function readConstraintName(reader: Reader): string | null {
  return reader.accepts('CONSTRAINT') ? reader.name() : null;
}

/** `(a, b COLLATE x DESC)`: the names alone. */
export function readColumnNames(reader: Reader): readonly string[] {
  return reader
    .parenthesised()
    .items()
    .map((item) => item.name());
}

/** `ON CONFLICT REPLACE` says what to do with a row, not what is allowed: it is stepped over. */
export function skipConflictClause(reader: Reader): void {
  if (reader.accepts('ON', 'CONFLICT')) reader.skip();
}

/** From behind the columns of FOREIGN KEY, or where a column's REFERENCES stands. */
export function readReferences(reader: Reader, name: string | null, columns: readonly string[]): ForeignKey {
  reader.accepts('REFERENCES');
  const target = { schema: null, name: reader.name() };
  const targetColumns = reader.seesSymbol('(') ? readColumnNames(reader) : [];
  return { name, columns, target, targetColumns, ...readActions(reader), ...readDeferrability(reader), isValid: true };
}

function readActions(reader: Reader): Pick<ForeignKey, 'onDelete' | 'onUpdate'> {
  let onDelete: ReferentialAction = 'no action';
  let onUpdate: ReferentialAction = 'no action';
  for (;;) {
    if (reader.accepts('ON', 'DELETE')) onDelete = readAction(reader);
    else if (reader.accepts('ON', 'UPDATE')) onUpdate = readAction(reader);
    else if (reader.accepts('MATCH')) reader.skip();
    else return { onDelete, onUpdate };
  }
}

function readAction(reader: Reader): ReferentialAction {
  if (reader.accepts('SET', 'NULL')) return 'set null';
  if (reader.accepts('SET', 'DEFAULT')) return 'set default';
  if (reader.accepts('CASCADE')) return 'cascade';
  if (reader.accepts('RESTRICT')) return 'restrict';
  reader.accepts('NO', 'ACTION');
  return 'no action';
}

/** NOT DEFERRABLE is not to be taken for the NOT of NOT NULL. */
function readDeferrability(reader: Reader): Pick<ForeignKey, 'deferrable' | 'initiallyDeferred'> {
  const isNot = reader.accepts('NOT', 'DEFERRABLE');
  const deferrable = !isNot && reader.accepts('DEFERRABLE');
  if (reader.accepts('INITIALLY', 'DEFERRED')) return { deferrable, initiallyDeferred: deferrable };
  reader.accepts('INITIALLY', 'IMMEDIATE');
  return { deferrable, initiallyDeferred: false };
}
