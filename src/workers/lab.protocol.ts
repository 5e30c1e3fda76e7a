import type { EngineName } from '../lab/engines/engine';
import type { EngineRun, LabEvent, LabRequest } from '../lab/result';
import { wantedExtensions } from '../lab/extensions';

/** What a worker is told before it is locked: enough to know all that it will ever need. */
export type Preview = Pick<LabRequest, 'files' | 'engines'>;

/** What the lab worker offers. Everything that crosses is plain data, but for `onEvent`, a Comlink proxy. */
export interface LabService {
  /** Loads and starts what the preview needs, then locks the worker: from then on it loads nothing more. */
  open(preview: Preview, onEvent: (event: LabEvent) => void): Promise<OpenAnswer>;
  /** All events are delivered before the answer. */
  run(request: LabRequest, onEvent: (event: LabEvent) => void): Promise<RunAnswer>;
}

/** Failures are values: Comlink keeps nothing of an error but its message. */
export interface Failure {
  readonly ok: false;
  readonly message: string;
}

export type OpenAnswer = { readonly ok: true } | Failure;

export type RunAnswer = { readonly ok: true; readonly runs: readonly EngineRun[] } | Failure;

/** What a worker has once it is open. */
export interface Equipment {
  readonly engines: readonly EngineName[];
  /** Postgres extensions. */
  readonly extensions: readonly string[];
}

/** The starting schema is read like a file: it may ask for an extension too. */
export function previewOf({ files, engines, settings: { baseline } }: LabRequest): Preview {
  return { engines, files: baseline === null ? files : [...files, { path: 'starting schema', text: baseline }] };
}

export function equipmentFor({ files, engines }: Preview): Equipment {
  return { engines, extensions: engines.includes('postgres') ? wantedExtensions(files) : [] };
}

/** A worker equipped for one thing can do another that needs no more. */
export function suffices(has: Equipment, needs: Equipment): boolean {
  return (
    needs.engines.every((engine) => has.engines.includes(engine)) &&
    needs.extensions.every((extension) => has.extensions.includes(extension))
  );
}
