import { expose } from 'comlink';
import { Lab } from '../lab/lab';
import type { LabEvent, RevisionResult } from '../lab/result';
import { lockDown } from '../lab/runners/alembic/sandbox';
import { emptySchema } from '../schema/model';
import { WebAssets } from './assets.web';
import type { LabService } from './lab.protocol';

/** Who hears of starts; they belong to `open`. */
let tellStart: (event: LabEvent) => void = () => undefined;
const lab = new Lab(new WebAssets(), (event) => {
  tellStart(event);
});

const service: LabService = {
  async open(preview, onEvent) {
    const events = deliver(onEvent);
    tellStart = events.tell;
    try {
      await lab.prepare(preview);
      await events.delivered();
      return { ok: true };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    } finally {
      lockDown(self);
    }
  },

  async run(request, onEvent) {
    const events = deliver(onEvent);
    tellStart = events.tell;
    try {
      const runs = await lab.run(request, events.tell);
      await events.delivered();
      return { ok: true, runs: runs.map((run) => ({ ...run, revisions: run.revisions.map(withoutSchemas) })) };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    }
  },
};

/** Taken before the lock, which leaves no way to post for anything but what holds this. */
expose(service, {
  postMessage: self.postMessage.bind(self),
  addEventListener: self.addEventListener.bind(self),
  removeEventListener: self.removeEventListener.bind(self),
});

/** Events travel on a port of their own, so an answer could overtake them: it waits for the last to arrive. */
function deliver(onEvent: (event: LabEvent) => void | Promise<void>) {
  let last: void | Promise<void> = undefined;
  return {
    tell: (event: LabEvent): void => {
      last = onEvent(event.type === 'revision' ? { ...event, result: withoutSchemas(event.result) } : event);
    },
    delivered: async (): Promise<void> => {
      await last;
    },
  };
}

/** The page shows differences; whole schemas, three for each revision of a long chain, would be copied for nothing. */
function withoutSchemas(result: RevisionResult): RevisionResult {
  return { ...result, schemas: { before: emptySchema, after: null, back: null } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
