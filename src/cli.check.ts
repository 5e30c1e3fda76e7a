import { type Ending, oneOf, readArgs, readFiles, UsageError } from './cli.files';
import { themes } from '../rules';
import { lint } from './lint/lint';
import { checkReport } from './report/json';
import { checkText } from './report/text';

const dialects = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle', 'mssql'] as const;
const formats = ['text', 'json'] as const;

/** `roundtrip check`: static findings, no database. */
export async function check(args: readonly string[]): Promise<Ending> {
  const { values, positionals } = readArgs(args, {
    dialect: { type: 'string', default: 'postgresql' },
    format: { type: 'string', default: 'text' },
    enable: { type: 'string', multiple: true, default: [] },
    'transaction-per-migration': { type: 'boolean', default: false },
    'server-version': { type: 'string' },
  });
  const dialect = oneOf('dialect', values.dialect, dialects);
  const format = oneOf('format', values.format, formats);
  const files = readFiles(positionals);
  const linted = await lint(files, {
    dialect,
    enable: optionalRules(values.enable),
    transactionPerMigration: values['transaction-per-migration'],
    serverVersion: serverVersion(values['server-version']),
  });
  const hasErrors = linted.some((file) => file.findings.some(({ severity }) => severity === 'error'));
  const isUnreadable = linted.every((file) => file.format === null);
  const output = format === 'json' ? JSON.stringify(checkReport(linted, files)) : checkText(linted, files);
  return { exitCode: isUnreadable ? 2 : hasErrors ? 1 : 0, output };
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
