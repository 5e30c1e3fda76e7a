import { type Ending, readArgs, readFiles } from './cli.files';
import { encodeLink } from './workspace/permalink';
import { openWorkspace } from './workspace/workspace';

/** `roundtrip link`: a permalink that opens the files on a site, or the bare fragment. */
export async function link(args: readonly string[]): Promise<Ending> {
  const { values, positionals } = readArgs(args, { site: { type: 'string', default: '' } });
  const files = readFiles(positionals).map(({ path, text }) => ({ path: path.replace(/^(\.{0,2}\/)+/, ''), text }));
  return { exitCode: 0, output: values.site + encodeLink(openWorkspace(files)) };
}
