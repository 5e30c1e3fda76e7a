import type { Operation } from '../../src/migration/operation';
import { isWord, tokenize } from '../../src/schema/tokens';
import { compareWithIs } from '../../src/lint/fix/text';
import { rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'equals-null',
  code: 'RT711',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) => {
    const reports = [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation));
    return [...new Map(reports.map((report) => [report.span.start, report])).values()];
  },
  fix: compareWithIs,
});

function reportsOf(operation: Operation): readonly Report[] {
  const found = conditionsOf(operation).flatMap((sql) => comparisonWithNull(sql) ?? []);
  const [operator] = found;
  if (operator === undefined) return [];
  const right = operator === '=' ? 'IS NULL' : 'IS NOT NULL';
  const what =
    operation.kind === 'addConstraint' || operation.kind === 'createTable'
      ? 'the check lets everything pass'
      : 'the condition holds for no row';
  return [
    {
      span: operation.span,
      subject: null,
      message: `A comparison with NULL (${operator} NULL) is never true: ${what}. Write ${right}.`,
    },
  ];
}

/** The conditions of a statement: what is assigned to NULL is none. */
function conditionsOf(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'update':
    case 'delete':
      return operation.via === 'sql' && operation.where !== null ? [operation.where] : [];
    case 'select':
      return operation.via === 'sql' ? [operation.sql ?? ''] : [];
    case 'insert':
      return operation.via === 'sql' && operation.source === 'select' && operation.onConflict !== 'update'
        ? [operation.sql ?? '']
        : [];
    case 'addConstraint':
      return operation.constraint.type === 'check' ? [operation.constraint.expression] : [];
    case 'createTable':
      return operation.constraints.flatMap((each) => (each.type === 'check' ? [each.expression] : []));
    default:
      return [];
  }
}

function comparisonWithNull(sql: string): string | null {
  if (!/null/i.test(sql)) return null;
  const tokens = tokenize(sql);
  const at = tokens.findIndex(
    (token, index) => token.kind === 'symbol' && /^(=|<>|!=)$/.test(token.text) && isWord(tokens[index + 1], 'NULL'),
  );
  return at < 0 ? null : (tokens[at]?.text ?? null);
}
