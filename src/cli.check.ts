import { type Ending, oneOf, readArgs, readFiles } from './cli.files';
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
  });
  const dialect = oneOf('dialect', values.dialect, dialects);
  const format = oneOf('format', values.format, formats);
  const files = readFiles(positionals);
  const linted = await lint(files, { dialect });
  const hasErrors = linted.some((file) => file.findings.some(({ severity }) => severity === 'error'));
  const isUnreadable = linted.every((file) => file.format === null);
  const output = format === 'json' ? JSON.stringify(checkReport(linted, files)) : checkText(linted, files);
  return { exitCode: isUnreadable ? 2 : hasErrors ? 1 : 0, output };
}
