import { describe, expect, test } from 'vitest';
import { listDrafts, removeDraft, saveDraft, type DraftStorage } from './drafts';
import { openWorkspace } from './workspace';

/** A browser's storage: text by key, and an end to the room. */
class Room implements DraftStorage {
  readonly #values = new Map<string, string>();

  constructor(readonly size = Infinity) {}

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (value.length > this.size) throw new DOMException('full', 'QuotaExceededError');
    this.#values.set(key, value);
  }
}

const work = (text: string) => openWorkspace([{ path: 'a.py', text }]);

describe('drafts', () => {
  test('come back as they were saved, newest first', () => {
    const room = new Room();
    saveDraft(room, { id: 'one', savedAt: 1, workspace: work('1') });
    saveDraft(room, { id: 'two', savedAt: 2, workspace: work('2') });
    expect(listDrafts(room)).toEqual([
      { id: 'two', savedAt: 2, workspace: work('2') },
      { id: 'one', savedAt: 1, workspace: work('1') },
    ]);
  });

  test('of the same piece of work replace each other, and leave other work alone', () => {
    const room = new Room();
    saveDraft(room, { id: 'mine', savedAt: 1, workspace: work('first') });
    saveDraft(room, { id: 'link', savedAt: 2, workspace: work('other') });
    saveDraft(room, { id: 'mine', savedAt: 3, workspace: work('second') });
    expect(listDrafts(room).map(({ id, workspace }) => [id, workspace.files[0]?.text])).toEqual([
      ['mine', 'second'],
      ['link', 'other'],
    ]);
  });

  test('with the same content are kept once', () => {
    const room = new Room();
    saveDraft(room, { id: 'tab 1', savedAt: 1, workspace: work('same') });
    saveDraft(room, { id: 'tab 2', savedAt: 2, workspace: work('same') });
    expect(listDrafts(room).map(({ id }) => id)).toEqual(['tab 2']);
  });

  test('beyond the eighth push out the oldest', () => {
    const room = new Room();
    for (let at = 0; at < 10; at++) saveDraft(room, { id: `${at}`, savedAt: at, workspace: work(`${at}`) });
    expect(listDrafts(room).map(({ id }) => id)).toEqual(['9', '8', '7', '6', '5', '4', '3', '2']);
  });

  test('give up older ones when the room is full, and keep the newest', () => {
    const room = new Room(700);
    for (let at = 0; at < 4; at++) saveDraft(room, { id: `${at}`, savedAt: at, workspace: work(`${at}`.repeat(200)) });
    expect(listDrafts(room).map(({ id }) => id)).toEqual(['3', '2']);
  });

  test('that do not fit at all are reported, not thrown, and older ones stay', () => {
    const room = new Room(300);
    saveDraft(room, { id: 'small', savedAt: 1, workspace: work('x') });
    expect(saveDraft(room, { id: 'big', savedAt: 2, workspace: work('x'.repeat(500)) })).toMatchObject({ ok: false });
    expect(listDrafts(room).map(({ id }) => id)).toEqual(['small']);
  });

  test('can be thrown away one by one', () => {
    const room = new Room();
    saveDraft(room, { id: 'one', savedAt: 1, workspace: work('1') });
    saveDraft(room, { id: 'two', savedAt: 2, workspace: work('2') });
    removeDraft(room, 'two');
    expect(listDrafts(room).map(({ id }) => id)).toEqual(['one']);
  });

  test.each(['nonsense', '{}', '[1, null, {}]', '[{"id":"a","savedAt":1,"workspace":{"files":[]}}]'])(
    'that cannot be read are left out: %s',
    (stored) => {
      const room = new Room();
      room.setItem('roundtrip.drafts.v1', stored);
      expect(listDrafts(room)).toEqual([]);
    },
  );
});
