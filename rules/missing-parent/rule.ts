import { once } from '../../src/lint/once';
import { headerLine } from '../../src/lint/place';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import type { History } from '../../src/migration/history';
import { lineageOf } from '../../src/migration/lineage';
import type { Migration } from '../../src/migration/migration';
import { nearest } from './nearest';

export default rule({
  name: 'missing-parent',
  code: 'RT802',
  severity: 'info',
  aliases: [],
  check: (context) => {
    const { migration } = context.revision;
    const { named, gaps } = knowledge(context.graph);
    if (migration.format !== 'alembic' || named.size < 2) return [];
    const reports = (variable: Variable, names: readonly string[]) =>
      names.filter((name) => gaps.has(name)).flatMap((name) => reportOf(context, variable, name) ?? []);
    return [...reports('down_revision', migration.parents), ...reports('depends_on', migration.dependsOn)];
  },
});

type Variable = 'down_revision' | 'depends_on';
type Named = ReadonlyMap<string, Migration>;

const knowledge = once((graph: History) => {
  const { named } = lineageOf(graph);
  const names = graph.ordered.flatMap(({ parents, dependsOn }) => [...parents, ...dependsOn]);
  return {
    named,
    /** The set has a revision with which a history begins, so that it is no slice out of one. */
    isWhole: graph.ordered.some(({ parents, format }) => format === 'alembic' && parents.length === 0),
    gaps: new Set(names.filter((name) => !isKnown(name, named))),
  };
});

/** Alembic also takes `label@head`, and the beginning of an id. */
function isKnown(name: string, named: Named): boolean {
  const [bare = name] = name.split('@');
  return named.has(bare) || (bare.length >= 4 && [...named.keys()].some((known) => known.startsWith(bare)));
}

/** A set with one gap and no beginning is a slice: that gap is where it was cut. */
function reportOf({ revision: { migration }, graph, file }: RuleContext, variable: Variable, name: string) {
  const { named, isWhole, gaps } = knowledge(graph);
  const span = headerLine(file, variable);
  const meant = nearest(name, [...named.keys()]);
  if (meant !== undefined && meant !== migration.revision) {
    const message = `There is no revision ${name}, so Alembic cannot load the history. ${meant} is close: is it meant?`;
    return { span, severity: 'error', subject: null, message } satisfies Report;
  }
  if (!isWhole && gaps.size < 2) return null;
  const message = isWhole
    ? `${variable} names ${name}, which is not among the files although their history begins there: Alembic cannot load it without that file.`
    : `${name} is not among the files, and neither is another parent: what they do is presumed. Add them to have it checked.`;
  return { span, severity: isWhole ? 'warning' : 'info', subject: null, message } satisfies Report;
}
