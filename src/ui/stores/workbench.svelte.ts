import type { SourceFile } from '../../migration/migration';
import { listDrafts, removeDraft, saveDraft, type Draft, type DraftStorage } from '../../workspace/drafts';
import { examples, type Example } from '../../workspace/examples';
import { decodeLink } from '../../workspace/permalink';
import { addFiles, editFile, moveFile, removeFile, renameFile, selectFile } from '../../workspace/tabs';
import { isSameWork, openWorkspace, type Settings, type Workspace } from '../../workspace/workspace';

/** Where the work on the page came from. */
export type Origin =
  { readonly kind: 'example'; readonly id: string } | { readonly kind: 'link' } | { readonly kind: 'own' };

const tabKey = 'roundtrip.draft-of-this-tab';

/**
 * The files and settings on the page, and their draft. Work is saved once it differs from what was opened, as a draft
 * of its own: opening a link or an example writes over nothing.
 */
export class Workbench {
  readonly #storage: DraftStorage = openStorage();
  #workspace = $state.raw<Workspace>(examples[0].workspace);
  #origin = $state.raw<Origin>({ kind: 'example', id: examples[0].id });
  #linkError = $state.raw<string | null>(null);
  #saveProblem = $state.raw<string | null>(null);
  #drafts = $state.raw<readonly Draft[]>([]);
  #opened: Workspace = examples[0].workspace;
  #draftId: string = crypto.randomUUID();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get workspace(): Workspace {
    return this.#workspace;
  }

  get origin(): Origin {
    return this.#origin;
  }

  /** Why the link in the address could not be opened. */
  get linkError(): string | null {
    return this.#linkError;
  }

  get saveProblem(): string | null {
    return this.#saveProblem;
  }

  /** Other pieces of work that can be returned to, newest first. */
  get otherDrafts(): readonly Draft[] {
    return this.#drafts.filter(({ id, workspace }) => id !== this.#draftId && !isSameWork(workspace, this.#workspace));
  }

  /** The first thing a page does: the link in its address, else this tab's draft, else the newest, else an example. */
  open(hash: string): void {
    this.#drafts = listDrafts(this.#storage);
    if (!this.openLink(hash)) this.#openDraftOrExample();
  }

  /** False when the hash is no link that can be opened; the work on the page is then left alone. */
  openLink(hash: string): boolean {
    const decoded = decodeLink(hash);
    if (decoded.ok) {
      // Back from the rules to the same link: what is on the page is it.
      if (!isSameWork(decoded.workspace, this.#workspace)) this.#show(decoded.workspace, { kind: 'link' });
      return true;
    }
    this.#linkError = decoded.error.code === 'not-a-link' ? null : decoded.error.message;
    return false;
  }

  openExample(example: Example): void {
    this.#show(example.workspace, { kind: 'example', id: example.id });
    forgetHash();
  }

  openDraft(draft: Draft): void {
    this.#show(draft.workspace, { kind: 'own' });
    this.#draftId = draft.id;
    rememberTab(draft.id);
    forgetHash();
  }

  openNew(files: readonly SourceFile[], settings: Partial<Settings> = {}): void {
    this.#show(openWorkspace(files, settings), { kind: 'own' });
    forgetHash();
  }

  /** Other work than what is on the page. */
  forgetOtherDrafts(): void {
    for (const { id } of this.otherDrafts) removeDraft(this.#storage, id);
    this.#drafts = listDrafts(this.#storage);
  }

  dismissLinkError(): void {
    this.#linkError = null;
    forgetHash();
  }

  fileAt(path: string): SourceFile | undefined {
    return this.#workspace.files.find((file) => file.path === path);
  }

  edit(path: string, text: string): void {
    this.#change(editFile(this.#workspace, path, text));
  }

  add(files: readonly SourceFile[]): void {
    this.#change(addFiles(this.#workspace, files));
  }

  rename(path: string, newPath: string): void {
    this.#change(renameFile(this.#workspace, path, newPath));
  }

  move(path: string, to: number): void {
    this.#change(moveFile(this.#workspace, path, to));
  }

  /** Answers how to take it back. */
  remove(path: string): () => void {
    const before = this.#workspace;
    this.#change(removeFile(before, path));
    return () => {
      this.#change(before);
    };
  }

  select(path: string): void {
    this.#workspace = selectFile(this.#workspace, path);
  }

  set(settings: Partial<Settings>): void {
    this.#change({ ...this.#workspace, settings: { ...this.#workspace.settings, ...settings } });
  }

  setCheck(check: Partial<Settings['check']>): void {
    this.set({ check: { ...this.#workspace.settings.check, ...check } });
  }

  /** Writes the draft now; called when typing pauses and when the page goes away. */
  save(): void {
    clearTimeout(this.#timer);
    if (isSameWork(this.#workspace, this.#opened)) return;
    const saved = saveDraft(this.#storage, { id: this.#draftId, savedAt: Date.now(), workspace: this.#workspace });
    this.#saveProblem = saved.ok ? null : saved.message;
    this.#drafts = listDrafts(this.#storage);
    rememberTab(this.#draftId);
  }

  #change(workspace: Workspace): void {
    const before = this.#workspace;
    this.#workspace = workspace;
    if (isSameWork(before, workspace)) return;
    // The address no longer says what is on the page; a reload must bring back the work, not the link.
    forgetHash();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.save();
    }, 400);
  }

  #show(workspace: Workspace, origin: Origin): void {
    this.save();
    this.#workspace = workspace;
    this.#opened = workspace;
    this.#origin = origin;
    this.#linkError = null;
    this.#draftId = crypto.randomUUID();
  }

  #openDraftOrExample(): void {
    const ofThisTab = rememberedTab();
    const draft = this.#drafts.find(({ id }) => id === ofThisTab) ?? this.#drafts[0];
    if (draft === undefined) return;
    this.#workspace = draft.workspace;
    this.#opened = draft.workspace;
    this.#origin = { kind: 'own' };
    // Another tab may be at work on the same draft: only this tab's own is written to.
    if (draft.id === ofThisTab) this.#draftId = draft.id;
  }
}

/** Where a browser blocks storage even to look at it, drafts live as long as the page. */
function openStorage(): DraftStorage {
  try {
    return localStorage;
  } catch {
    return {
      getItem: () => null,
      setItem: () => {
        throw new Error('This browser blocks storage.');
      },
    };
  }
}

function forgetHash(): void {
  if (location.hash.startsWith('#v')) history.replaceState(null, '', location.pathname + location.search);
}

function rememberTab(id: string): void {
  try {
    sessionStorage.setItem(tabKey, id);
  } catch {
    // Storage is blocked: a reload then opens the newest draft, which is this one.
  }
}

function rememberedTab(): string | null {
  try {
    return sessionStorage.getItem(tabKey);
  } catch {
    return null;
  }
}
