import { parentPort } from 'node:worker_threads';
import type { LabMessage } from './cli.process';
import { nodeAssets } from './lab/assets.node';
import { Lab } from './lab/lab';
import type { LabRequest } from './lab/result';

/** The command line's lab: one request after the other, events as they happen. */
const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread.');

const send = (message: LabMessage) => {
  port.postMessage(message);
};
const lab = new Lab(nodeAssets(), (event) => {
  send({ type: 'event', event });
});

port.on('message', (request: LabRequest) => {
  lab
    .run(request, (event) => {
      send({ type: 'event', event });
    })
    .then(
      (runs) => {
        send({ type: 'done', runs });
      },
      (error: unknown) => {
        send({ type: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
});
