import type { EngineName } from '../lab/engines/engine';
import { defaultLabSettings, type LabRequest, type LabSettings } from '../lab/result';
import type { SourceFile } from '../migration/migration';
import type { LintOptions } from '../lint/settings';
import { defaultChecks, isSameCheck, toLintOptions, type CheckSettings } from './checks';

/** What a person is looking at: their files and how to run them. Plain, immutable data: links and drafts carry it. */
export interface Workspace {
  /** At least one; paths are unique. */
  readonly files: readonly SourceFile[];
  /** The path of the file in the editor. */
  readonly active: string;
  readonly settings: Settings;
}

export interface Settings extends Omit<LabSettings, 'skip'> {
  /** In the order in which results are shown; at least one. */
  readonly engines: readonly EngineName[];
  /** How they are checked on paper; a run does not depend on it. */
  readonly check: CheckSettings;
}

export const defaultSettings: Settings = {
  engines: ['sqlite', 'postgres'],
  rows: defaultLabSettings.rows,
  baseline: defaultLabSettings.baseline,
  seedProfile: defaultLabSettings.seedProfile,
  check: defaultChecks,
};

/** Every engine that a person may choose, with its name on the page. A new engine does not compile without a line here. */
export const engineLabels = { sqlite: 'SQLite', postgres: 'Postgres' } as const satisfies Record<EngineName, string>;

/** The most rows per table that a person may ask for. */
export const mostRows = 10_000;

/** A workspace of these files with nothing else decided. An empty list becomes one empty file. */
export function openWorkspace(files: readonly SourceFile[], settings: Partial<Settings> = {}): Workspace {
  const [first = { path: 'migration.py', text: '' }, ...rest] = files;
  return { files: [first, ...rest], active: first.path, settings: { ...defaultSettings, ...settings } };
}

export function activeFile(workspace: Workspace): SourceFile | undefined {
  return workspace.files.find((file) => file.path === workspace.active) ?? workspace.files[0];
}

/** Where nobody chose a dialect, the text is read as Postgres would, unless SQLite is the only engine. */
export function lintOptions({ engines, check }: Settings): LintOptions {
  return toLintOptions(check, engines.includes('postgres') ? 'postgresql' : 'sqlite');
}

export function toLabRequest({ files, settings }: Workspace): LabRequest {
  const { engines, rows, baseline, seedProfile } = settings;
  return { files, engines, settings: { rows, baseline, seedProfile } };
}

/** Same files and settings; which file is in front does not count. */
export function isSameWork(a: Workspace, b: Workspace): boolean {
  return isSameRun(a, b) && isSameCheck(a.settings.check, b.settings.check);
}

/** What a run of the one shows holds for the other. */
export function isSameRun(a: Workspace, b: Workspace): boolean {
  return (
    a.files.length === b.files.length &&
    a.files.every((file, at) => file.path === b.files[at]?.path && file.text === b.files[at].text) &&
    isSameRunSettings(a.settings, b.settings)
  );
}

function isSameRunSettings(a: Settings, b: Settings): boolean {
  return (
    a.engines.join() === b.engines.join() &&
    a.rows === b.rows &&
    a.seedProfile === b.seedProfile &&
    a.baseline === b.baseline
  );
}
