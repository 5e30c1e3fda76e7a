import { strToU8, zipSync } from 'fflate';
import type { Workspace } from '../../workspace/workspace';

/** Saves the files: one as it is, several as a ZIP archive with their folders. */
export function downloadWorkspace({ files }: Workspace): void {
  const [first, ...rest] = files;
  if (first === undefined) return;
  if (rest.length === 0) save(first.path.split('/').at(-1) ?? first.path, new Blob([first.text]));
  else
    save(
      'migrations.zip',
      new Blob([zipSync(Object.fromEntries(files.map((file) => [file.path, strToU8(file.text)])))]),
    );
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser reads it after this turn; a minute is plenty.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
