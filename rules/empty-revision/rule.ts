import { headerOf, rule } from '../../src/lint/rule';

export default rule({
  name: 'empty-revision',
  code: 'RT809',
  severity: 'info',
  aliases: [],
  check: ({ revision: { migration }, file }) => {
    const { upgrade, downgrade, parents, labels, dependsOn } = migration;
    // A merge, or a revision that begins a branch, has done its work by being there.
    const isJoint = parents.length > 1 || labels.length > 0 || dependsOn.length > 0;
    if (isJoint || !upgrade.isEmpty || downgrade?.isEmpty !== true) return [];
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
