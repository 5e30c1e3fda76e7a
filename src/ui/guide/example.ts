import { filesFromExample } from '../../../rules/example';
import type { SourceFile } from '../../migration/migration';
import { defaultChecks } from '../../workspace/checks';
import type { Settings } from '../../workspace/workspace';
import type { Example } from './docs';

interface OpenExample {
  readonly files: readonly SourceFile[];
  readonly settings: Partial<Settings>;
}

/** An example as work: with the dialect that it is about, run where that can be run, and with the rule on. */
export function openExample(
  { code, options }: Pick<Example, 'code' | 'options'>,
  rule: string,
  isOptional: boolean,
): OpenExample {
  const { dialect, serverVersion = null } = options;
  const files = filesFromExample(code);
  const check = { ...defaultChecks, serverVersion, enable: isOptional ? [rule] : [] };
  if (dialect === 'postgresql') return { files: named(files, rule), settings: { check } };
  if (dialect === 'sqlite') return { files: named(files, rule), settings: { engines: ['sqlite'], check } };
  return { files: named(files, rule), settings: { check: { ...check, dialect } } };
}

/** An example of one file is named after its rule. */
function named(files: readonly SourceFile[], rule: string): readonly SourceFile[] {
  return files.map(({ path, text }) => ({ path: files.length === 1 ? `${rule.replaceAll('-', '_')}.py` : path, text }));
}
