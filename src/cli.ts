import { check } from './cli.check';
import { type Ending, UsageError } from './cli.files';
import { link } from './cli.link';
import { usage } from './cli.usage';

/** The command line: the same core as the page, on files. Exit codes are those of docs/report-format.md. */
export async function main(args: readonly string[]): Promise<Ending> {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'check':
        return await check(rest);
      case 'verify': {
        // Only this command needs the lab: `check` has to start in a fraction of a second.
        const { verify } = await import('./cli.verify');
        return await verify(rest);
      }
      case 'link':
        return await link(rest);
      case 'help':
      case '--help':
      case '-h':
        return { exitCode: 0, output: usage };
      default:
        return { exitCode: 2, complaint: command ? `Unknown command: ${command}\n\n${usage}` : usage };
    }
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, complaint: error.message };
    throw error;
  }
}
