import { Worker } from 'node:worker_threads';
import type { EngineRun, LabEvent, LabRequest } from './lab/result';
import type { LabProcess } from './lab/supervise';

/** What the worker thread says. */
export type LabMessage =
  | { readonly type: 'event'; readonly event: LabEvent }
  | { readonly type: 'done'; readonly runs: readonly EngineRun[] }
  | { readonly type: 'broken'; readonly message: string };

/** A lab in a worker thread: what it runs can be stopped only by ending the thread. */
export function spawnLab(): LabProcess {
  // Both files stand side by side in the built command line.
  const worker = new Worker(new URL('./cli.worker.js', import.meta.url));
  return {
    run: (request, onEvent) => ask(worker, request, onEvent),
    terminate: () => void worker.terminate(),
  };
}

function ask(worker: Worker, request: LabRequest, onEvent: (event: LabEvent) => void): Promise<readonly EngineRun[]> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: LabMessage) => {
      if (message.type === 'event') return onEvent(message.event);
      worker.off('message', onMessage);
      worker.off('error', reject);
      if (message.type === 'done') resolve(message.runs);
      else reject(new Error(message.message));
    };
    worker.on('message', onMessage);
    worker.on('error', reject);
    worker.postMessage(request);
  });
}
