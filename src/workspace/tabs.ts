import type { SourceFile } from '../migration/migration';
import type { Workspace } from './workspace';

/** What can be done to the list of files. Each answers a new workspace; a path that is not there changes nothing. */

export function editFile(workspace: Workspace, path: string, text: string): Workspace {
  const files = workspace.files.map((file) => (file.path === path ? { path, text } : file));
  return { ...workspace, files };
}

/** Adds files at the end and brings the first of them to the front. A path that is taken gets a number. */
export function addFiles(workspace: Workspace, added: readonly SourceFile[]): Workspace {
  const files = [...workspace.files];
  const paths: string[] = [];
  for (const file of added) {
    const path = freePath(file.path, files);
    files.push({ path, text: file.text });
    paths.push(path);
  }
  return { ...workspace, files, active: paths[0] ?? workspace.active };
}

/** Why a file cannot get this name, in words for the person typing it; `null` when it can. */
export function renameProblem(workspace: Workspace, path: string, newPath: string): string | null {
  const wanted = tidyPath(newPath);
  if (wanted === '') return 'A file needs a name.';
  if (wanted !== path && workspace.files.some((file) => file.path === wanted)) {
    return `There is already a file called ${wanted}.`;
  }
  return null;
}

export function renameFile(workspace: Workspace, path: string, newPath: string): Workspace {
  if (renameProblem(workspace, path, newPath) !== null) return workspace;
  const wanted = tidyPath(newPath);
  const files = workspace.files.map((file) => (file.path === path ? { ...file, path: wanted } : file));
  return { ...workspace, files, active: workspace.active === path ? wanted : workspace.active };
}

/** Removes a file; the last one leaves an empty file behind. The neighbour comes to the front. */
export function removeFile(workspace: Workspace, path: string): Workspace {
  const at = workspace.files.findIndex((file) => file.path === path);
  if (at < 0) return workspace;
  const rest = workspace.files.filter((file) => file.path !== path);
  const files = rest.length > 0 ? rest : [{ path: 'migration.py', text: '' }];
  const neighbour = files[Math.min(at, files.length - 1)]?.path ?? workspace.active;
  return { ...workspace, files, active: workspace.active === path ? neighbour : workspace.active };
}

/** Moves a file to the place `to` (0-based, kept inside the list). */
export function moveFile(workspace: Workspace, path: string, to: number): Workspace {
  const file = workspace.files.find((candidate) => candidate.path === path);
  if (file === undefined) return workspace;
  const rest = workspace.files.filter((candidate) => candidate !== file);
  const place = Math.max(0, Math.min(to, rest.length));
  return { ...workspace, files: [...rest.slice(0, place), file, ...rest.slice(place)] };
}

export function selectFile(workspace: Workspace, path: string): Workspace {
  return workspace.files.some((file) => file.path === path) ? { ...workspace, active: path } : workspace;
}

/** `versions/a.py` -> `versions/a-2.py`, when the first is taken. */
export function freePath(path: string, files: readonly SourceFile[]): string {
  const wanted = tidyPath(path) || 'migration.py';
  const taken = new Set(files.map((file) => file.path));
  const [, stem = wanted, extension = ''] = /^(.*?)(\.[^./]*)?$/.exec(wanted) ?? [];
  let candidate = wanted;
  for (let number = 2; taken.has(candidate); number++) candidate = `${stem}-${number}${extension}`;
  return candidate;
}

/** Forward slashes, no leading slash, no empty, `.` or `..` parts. */
export function tidyPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}
