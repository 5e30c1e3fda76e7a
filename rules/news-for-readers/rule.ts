import { findColumn } from '../../src/schema/lookup';
import { isSameName, formatName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type RuleContext } from '../../src/lint/rule';
import { isColumnInUse } from '../in-use';

export default rule({
  name: 'news-for-readers',
  code: 'RT611',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: (context) => [...nullsIn(context), ...labelsIn(context)],
});

function nullsIn({ revision }: RuleContext): readonly Report[] {
  return stepsOf(revision.upgrade, 'alterColumn').flatMap((step) => {
    const { table, column, change, before, span } = step.operation;
    const isMade = step.origins.tables.has(formatName(table));
    const wasLoose = before.nullable ?? (isMade && findColumn(step.schema, table, column)?.nullable);
    const isLoosened = change.nullable === true && wasLoose !== true;
    if (!isLoosened || !isColumnInUse(step, table, column)) return [];
    const message = `${formatColumn(table, column)} may be NULL from now on: code of the last release that reads it may not expect that. Write NULLs only once all code does.`;
    return [{ span, subject: columnSubject(table, column), message }];
  });
}

function labelsIn({ revision }: RuleContext): readonly Report[] {
  return stepsOf(revision.upgrade, 'addEnumValue').flatMap(({ operation: { name, label, span } }) => {
    if (!revision.before.enums.some((known) => isSameName(known, name))) return [];
    const message = `Code of the last release that reads ${formatName(name)} does not know '${label}', and an ORM refuses rows with it. Write it only once all code does.`;
    return [{ span, subject: { kind: 'enum', schema: name.schema, table: null, name: name.name }, message }];
  });
}
