import type { Operation } from '../../src/migration/operation';
import { tokenize } from '../../src/schema/tokens';
import { rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'interpolated-value',
  code: 'RT703',
  severity: 'warning',
  aliases: [],
  check: ({ revision, file }) => {
    const reports = [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) =>
      reportsOf(operation, file.text),
    );
    return [...new Map(reports.map((report) => [report.span.start, report])).values()];
  },
});

/** In a loop over rows, for what somebody typed is in the rows: constants and settings of the project are its own. */
function reportsOf(operation: Operation, text: string): readonly Report[] {
  if (operation.certainty !== 'repeated') return [];
  const value = quotedHoles(operation).find((source) => isOfRow(source, text) && !isHarmless(source));
  if (value === undefined) return [];
  const message =
    `${value} is put between quotes as it is: a value with a quote in it breaks the statement, or makes it do something else. ` +
    'Bind it instead: op.get_bind().execute(sa.text("… = :value"), {"value": …}).';
  return [{ span: operation.span, subject: null, message }];
}

/** The sources of the parts that stand inside of a literal. */
function quotedHoles(operation: Operation): readonly string[] {
  const isOpen = operation.kind === 'unknown';
  const text = isOpen ? (operation.template ?? '') : (operation.sql ?? '');
  const holes = operation.holes ?? [];
  if (holes.length === 0) return [];
  const literals = tokenize(text).filter(({ kind, text: written }) => kind === 'string' && !written.startsWith('$'));
  if (!isOpen) return holes.filter((hole) => literals.some(({ text: written }) => written.includes(`{${hole}}`)));
  return literals.flatMap(({ text: written, start }) => {
    const before = text.slice(0, start).split('\0').length - 1;
    return holes.slice(before, before + written.split('\0').length - 1);
  });
}

/** A name that a loop binds, or a part of one (`row.city`, `row[1].strip()`), not what is computed from it elsewhere. */
function isOfRow(source: string, text: string): boolean {
  const [, name = ''] =
    /^([a-z_]\w*)(\.\w+|\[[^\]]*\])*(\.(strip|lower|upper|title|capitalize)\(\))*$/i.exec(source.trim()) ?? [];
  return name !== '' && new RegExp(`\\bfor\\b[^:\\n]*\\b${name}\\b[^:\\n]*\\bin\\b`).test(text);
}

/** Values without quotes in them: keys, times, digests, numbers, and what has been escaped. */
function isHarmless(source: string): boolean {
  return (
    /(^|[._[\s'"])(id|ids|uuid|guid|key|pk|schema|table(_name)?|column(_name)?|constraint(_name)?)(['"\]]*|_str)$/i.test(
      source,
    ) ||
    /(_id|_uuid|_at|date|time|hash|count|type|status|state|kind|role|lang|locale|level|version)['"\]]*$/i.test(
      source,
    ) ||
    /uuid|slug|\bnow\b|\.value$|isoformat|http_date|strftime|datetime|utcnow|timestamp|hexdigest|\bint\(|\bfloat\(|\blen\(|replace\(\s*["']'["']|token_(hex|urlsafe)|escape|quote/i.test(
      source,
    )
  );
}
