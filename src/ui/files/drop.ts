import type { SourceFile } from '../../migration/migration';

/** What can be a migration or belong to one; the rest of a folder is left alone. */
const wanted = /\.(py|sql)$/i;
/** Beyond this a file is no migration anybody wrote, in bytes. */
const largest = 1_000_000;

/** Reads what was dropped on the page or chosen in a dialog: files, and folders with all that is in them. */
export async function readDropped(transfer: DataTransfer): Promise<readonly SourceFile[]> {
  // Entries have to be taken before the first await: the browser empties the transfer behind it.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = entries.length > 0 ? (await Promise.all(entries.map(walk))).flat() : [...transfer.files];
  return readFiles(found);
}

export async function readFiles(files: readonly File[]): Promise<readonly SourceFile[]> {
  const readable = files.filter(({ name, size }) => wanted.test(name) && size <= largest && !name.startsWith('__'));
  const read = await Promise.all(readable.map(async (file) => ({ path: pathOf(file), text: await file.text() })));
  return read.toSorted((a, b) => a.path.localeCompare(b.path));
}

async function walk(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFile(entry)) return [await fileOf(entry)];
  if (!isFolder(entry) || entry.name.startsWith('.') || entry.name === '__pycache__') return [];
  return (await Promise.all((await childrenOf(entry)).map(walk))).flat();
}

/** A folder gives its children in portions, and an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0) return children;
    children.push(...portion);
  }
}

const paths = new WeakMap<File, string>();

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file((file) => {
      paths.set(file, entry.fullPath.replace(/^\//, ''));
      resolve(file);
    }, reject);
  });
}

function pathOf(file: File): string {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
