import type { EngineName } from '../lab/engines/engine';
import type { SourceFile } from '../migration/migration';
import { changedChecks, parseChecks, type CheckSettings } from './checks';
import { tidyPath } from './tabs';
import { defaultSettings, engineLabels, mostRows, type Settings, type Workspace } from './workspace';

/**
 * Reading a workspace from JSON that somebody else wrote (a link, an old draft). Unknown fields are ignored, so that a
 * link made by a later version still opens; a known field of the wrong shape is refused.
 *
 *     { "files": [[path, text], ...], "active": index,
 *       "settings": { "engines", "rows", "seedProfile", "baseline", "check": {...} } }
 *
 * `active` is left out when it is 0, and so is every setting that has its default value.
 */
export interface WorkspaceJson {
  readonly files: readonly (readonly [path: string, text: string])[];
  readonly active?: number;
  readonly settings?: SettingsJson;
}

interface SettingsJson extends Partial<Omit<Settings, 'check'>> {
  readonly check?: Partial<CheckSettings>;
}

export type ParsedWorkspace =
  { readonly ok: true; readonly workspace: Workspace } | { readonly ok: false; readonly reason: string };

const mostFiles = 2_000;

export function toJson({ files, active, settings }: Workspace): WorkspaceJson {
  const index = files.findIndex((file) => file.path === active);
  const changed = changedSettings(settings);
  return {
    files: files.map(({ path, text }) => [path, text] as const),
    ...(index > 0 && { active: index }),
    ...(Object.keys(changed).length > 0 && { settings: changed }),
  };
}

export function parseWorkspace(json: unknown): ParsedWorkspace {
  if (!isRecord(json)) return refuse('it is not an object');
  const files = parseFiles(json.files);
  if (typeof files === 'string') return refuse(files);
  const settings = parseSettings(json.settings);
  if (typeof settings === 'string') return refuse(settings);
  const at = typeof json.active === 'number' ? json.active : 0;
  const active = files[at] ?? files[0];
  if (active === undefined) return refuse('it has no files');
  return { ok: true, workspace: { files, active: active.path, settings } };
}

function parseFiles(value: unknown): readonly SourceFile[] | string {
  if (!Array.isArray(value) || value.length === 0) return 'it has no files';
  if (value.length > mostFiles) return `it has more than ${mostFiles} files`;
  const files: SourceFile[] = [];
  const paths = new Set<string>();
  for (const entry of value as readonly unknown[]) {
    const file = parseFile(entry);
    if (file === null) return 'a file is not a pair of path and text';
    if (paths.has(file.path)) return `it has two files called ${file.path}`;
    paths.add(file.path);
    files.push(file);
  }
  return files;
}

function parseFile(entry: unknown): SourceFile | null {
  if (!Array.isArray(entry)) return null;
  const [path, text] = entry as readonly unknown[];
  if (typeof path !== 'string' || typeof text !== 'string') return null;
  return path !== '' && tidyPath(path) === path ? { path, text } : null;
}

function parseSettings(value: unknown): Settings | string {
  if (value === undefined) return defaultSettings;
  if (!isRecord(value)) return 'its settings are not an object';
  const { engines, rows, seedProfile, baseline } = { ...defaultSettings, ...value } as Record<string, unknown>;
  if (!isEngines(engines)) return 'it names no engine known here';
  if (typeof rows !== 'number' || !Number.isInteger(rows) || rows < 0 || rows > mostRows) {
    return `its row count is not between 0 and ${mostRows}`;
  }
  if (seedProfile !== 'representative' && seedProfile !== 'hostile') return 'its seed profile is not known';
  if (baseline !== null && typeof baseline !== 'string') return 'its starting schema is not text';
  const check = parseChecks(value.check);
  if (typeof check === 'string') return check;
  return { engines, rows, seedProfile, baseline, check };
}

function isEngines(value: unknown): value is readonly EngineName[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((name) => typeof name === 'string' && Object.hasOwn(engineLabels, name))
  );
}

function changedSettings(settings: Settings): SettingsJson {
  const check = changedChecks(settings.check);
  return {
    ...(settings.engines.join() !== defaultSettings.engines.join() && { engines: settings.engines }),
    ...(settings.rows !== defaultSettings.rows && { rows: settings.rows }),
    ...(settings.seedProfile !== defaultSettings.seedProfile && { seedProfile: settings.seedProfile }),
    ...(settings.baseline !== defaultSettings.baseline && { baseline: settings.baseline }),
    ...(Object.keys(check).length > 0 && { check }),
  };
}

function refuse(reason: string): ParsedWorkspace {
  return { ok: false, reason };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
