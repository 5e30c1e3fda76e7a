// `npm start`: sets up, builds and serves the site, and prints its address.
import { build, preview } from 'vite';
import { setup } from './setup.mjs';
import { root } from './paths.mjs';

await setup();
console.log('Building the site');
await build({ root, logLevel: 'warn' });
const server = await preview({ root, preview: { port: Number(process.env.PORT ?? 4173), host: process.env.HOST } });
const [url] = server.resolvedUrls?.local ?? [];
console.log(`\nRoundtrip is at ${url ?? 'the address above'}  (Ctrl+C stops it)\n`);
