import { parseWorkspace, toJson, type WorkspaceJson } from './parse';
import { isSameWork, type Workspace } from './workspace';

/**
 * Drafts survive a reload. Every piece of work (an edited example, an edited link) is a draft of its own, so opening
 * something else never writes over it. The newest few are kept.
 */
export interface Draft {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
  readonly workspace: Workspace;
}

/** The part of `Storage` that is used; `localStorage` in a page. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export type SaveResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

const storageKey = 'roundtrip.drafts.v1';
const mostDrafts = 8;

interface StoredDraft {
  readonly id: string;
  readonly savedAt: number;
  readonly workspace: WorkspaceJson;
}

/** Newest first. What cannot be read (no storage, older shapes) is left out. */
export function listDrafts(storage: DraftStorage): readonly Draft[] {
  return readStored(storage).flatMap(parseDraft);
}

/** Adds a draft, or replaces the one of the same id or with the same content. When space is short, old ones go. */
export function saveDraft(storage: DraftStorage, draft: Draft): SaveResult {
  const others = listDrafts(storage).filter(
    (other) => other.id !== draft.id && !isSameWork(other.workspace, draft.workspace),
  );
  for (let kept = [draft, ...others].slice(0, mostDrafts); kept.length > 0; kept = kept.slice(0, -1)) {
    if (write(storage, kept)) return { ok: true };
  }
  return { ok: false, message: 'This browser gives no room to keep a draft: your work is lost when the page closes.' };
}

export function removeDraft(storage: DraftStorage, id: string): void {
  write(
    storage,
    listDrafts(storage).filter((draft) => draft.id !== id),
  );
}

function readStored(storage: DraftStorage): readonly unknown[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored : [];
  } catch {
    // Storage is blocked, or holds something else: there are no drafts to offer.
    return [];
  }
}

function parseDraft(stored: unknown): readonly Draft[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { id, savedAt, workspace } = stored as Partial<StoredDraft>;
  const parsed = parseWorkspace(workspace);
  return typeof id === 'string' && typeof savedAt === 'number' && parsed.ok
    ? [{ id, savedAt, workspace: parsed.workspace }]
    : [];
}

function write(storage: DraftStorage, drafts: readonly Draft[]): boolean {
  const stored: readonly StoredDraft[] = drafts.map((draft) => ({ ...draft, workspace: toJson(draft.workspace) }));
  try {
    storage.setItem(storageKey, JSON.stringify(stored));
    return true;
  } catch {
    // The quota is used up, or storage is blocked: the caller makes room or says so.
    return false;
  }
}
