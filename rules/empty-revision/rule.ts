import { headerOf, rule } from '../../src/lint/rule';
import type { SourceFile } from '../../src/migration/migration';
import type { Span } from '../../src/migration/span';

export default rule({
  name: 'empty-revision',
  code: 'RT809',
  severity: 'info',
  aliases: [],
  check: ({ revision: { migration }, graph, file }) => {
    const { revision, upgrade, downgrade, parents, labels, dependsOn } = migration;
    // A merge, or a revision that begins a branch, has done its work by being there; and one that others follow must stay.
    const isNeeded = parents.length > 1 || labels.length > 0 || dependsOn.length > 0 || !graph.heads.includes(revision);
    if (isNeeded || downgrade === null || !isBare(file, upgrade.span) || !isBare(file, downgrade.span)) return [];
    return [
      {
        span: headerOf(file, upgrade.span),
        subject: null,
        message:
          'This revision does nothing in either direction. If autogenerate should have found a change, its models are not ' +
          'registered with the metadata in env.py; otherwise the file can go.',
      },
    ];
  },
});

/** Below its header there is only what a template puts there. */
function isBare({ text }: SourceFile, { start, end }: Span): boolean {
  const body = text.slice(start, end).replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '');
  const [, ...lines] = body.split('\n');
  return lines.every((line) => /^\s*(pass|return|\.\.\.)?\s*(#.*)?$/.test(line));
}
