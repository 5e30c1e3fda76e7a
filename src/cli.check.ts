import { exitCodeOf, fix, wantedFixes } from './cli.fix';
import { type Ending, oneOf, readArgs, readFiles, UsageError } from './cli.files';
import { themes } from '../rules';
import { lint } from './lint/lint';
import type { LintOptions } from './lint/settings';
import { checkReport } from './report/json';
import { checkText } from './report/text';

const dialects = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle', 'mssql'] as const;
const formats = ['text', 'json'] as const;

/** `roundtrip check`: static findings, no database; with `--fix`, and what can be done about them. */
export async function check(args: readonly string[]): Promise<Ending> {
  const { values, positionals } = readArgs(args.map(namedFix), {
    dialect: { type: 'string', default: 'postgresql' },
    format: { type: 'string', default: 'text' },
    enable: { type: 'string', multiple: true, default: [] },
    'transaction-per-migration': { type: 'boolean', default: false },
    'server-version': { type: 'string' },
    fix: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  });
  const options: LintOptions = {
    dialect: oneOf('dialect', values.dialect, dialects),
    enable: optionalRules(values.enable),
    transactionPerMigration: values['transaction-per-migration'],
    serverVersion: serverVersion(values['server-version']),
  };
  const format = oneOf('format', values.format, formats);
  const wanted = values.fix === undefined ? null : oneOf('fix', values.fix, wantedFixes);
  if (wanted === null && values['dry-run']) throw new UsageError('--dry-run belongs to --fix.');
  const files = readFiles(positionals);
  if (wanted !== null) return fix(files, options, { wanted, format, isDry: values['dry-run'] });
  const linted = await lint(files, { ...options, fixes: false });
  const output = format === 'json' ? JSON.stringify(checkReport(linted, files)) : checkText(linted, files);
  return { exitCode: exitCodeOf(linted), output };
}

/** `--fix` alone means the safe ones; options that may have a value or none are not known to `parseArgs`. */
function namedFix(arg: string): string {
  return arg === '--fix' ? '--fix=safe' : arg;
}

/** The words of `--enable a,b --enable c`: names, codes or themes of optional rules. */
function optionalRules(lists: readonly string[]): readonly string[] {
  const words = lists.flatMap((list) => list.split(',')).filter((word) => word !== '');
  const known = new Set([
    'all',
    ...themes.flatMap(({ name, rules }) => [name, ...rules.flatMap(({ name, code }) => [name, code])]),
  ]);
  const stranger = words.find((word) => !known.has(word));
  if (stranger === undefined) return words;
  throw new UsageError(`--enable: there is no rule or theme "${stranger}". docs/rules/ lists them.`);
}

function serverVersion(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`--server-version is a number like 14 or 8.0, not "${text}".`);
}
