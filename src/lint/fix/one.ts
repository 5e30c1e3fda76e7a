import type { SourceFile } from '../../migration/migration';
import type { Finding, Fix } from '../finding';
import { lint } from '../lint';
import type { LintOptions } from '../settings';

/** The fixes of one finding, for whoever checks without fixes and asks for them when somebody looks at it. */
export async function fixesOf(
  files: readonly SourceFile[],
  options: LintOptions,
  { path, code, span, subject }: Pick<Finding, 'path' | 'code' | 'span' | 'subject'>,
): Promise<readonly Fix[]> {
  const wanted = JSON.stringify([code, span.start, span.end, subject]);
  const linted = await lint(files, { ...options, fixes: (one) => keyOf(one) === wanted && one.path === path });
  return (
    linted.flatMap(({ findings }) => findings).find((each) => each.path === path && keyOf(each) === wanted)?.fixes ?? []
  );
}

function keyOf({ code, span, subject }: Pick<Finding, 'code' | 'span' | 'subject'>): string {
  return JSON.stringify([code, span.start, span.end, subject]);
}
