// `npm run bench [-- FOLDER]`: the budgets of docs/architecture.md, measured on this machine. Prints, asserts nothing.
// FOLDER holds a real history's revisions; the comparison with the peer is then made on them too.
import { createServer } from 'vite';
import { benchBrowser } from './bench/browser.mjs';
import { generateChain } from './bench/chain.mjs';
import { benchPeer, benchPeerVerify } from './bench/peer.mjs';
import { root } from './paths.mjs';
import { setup } from './setup.mjs';

const lengths = [10, 50, 100];

await setup();
const server = await createServer({
  root,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null },
  appType: 'custom',
});
const { lint } = await server.ssrLoadModule('/src/lint/lint.ts');
const { Lab } = await server.ssrLoadModule('/src/lab/lab.ts');
const { nodeAssets } = await server.ssrLoadModule('/src/lab/assets.node.ts');
const { defaultLabSettings } = await server.ssrLoadModule('/src/lab/result.ts');

console.log(`\nNode ${process.version}; milliseconds; best of 3 where short\n`);
await benchCheck();
await benchVerify();
await benchPeer({ chain: generateChain, lengths, check: timeCheck, repository: process.argv[2] });
await benchBrowser();
await server.close();
process.exit(0);

/** Files that were checked before are remembered: each round gets others. */
async function timeCheck(files) {
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const fresh = files.map(({ path, text }) => ({ path, text: `${text}\n# round ${round} of ${files.length}\n` }));
    times.push(await timed(() => lint(fresh, { dialect: 'postgresql', fixes: false })));
  }
  return Math.min(...times);
}

async function benchCheck() {
  await lint(generateChain(1), { dialect: 'postgresql' });
  for (const length of lengths) row(`check, ${length} generated revisions`, await timeCheck(generateChain(length)));
}

async function benchVerify() {
  const lab = new Lab(nodeAssets(), () => undefined);
  const prepare = await timed(() => lab.prepare({ files: [], engines: ['sqlite', 'postgres'] }));
  row('lab: start Python, Alembic, SQLite and Postgres', prepare);
  const run = (files, engine) => lab.run({ files, engines: [engine], settings: defaultLabSettings }, () => undefined);
  for (const engine of ['sqlite', 'postgres']) {
    await run(generateChain(1), engine);
    row(`verify, 1 revision, warm, ${engine}`, await timed(() => run(generateChain(1), engine)));
    for (const length of lengths) {
      const ms = await timed(() => run(generateChain(length), engine));
      row(`verify, ${length} generated revisions, ${engine}`, ms, `${(ms / length).toFixed(1)} a revision`);
    }
  }
  await benchPeerVerify({ chain: generateChain, lengths, verify: (files) => timed(() => run(files, 'sqlite')) });
  await lab.close();
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function row(what, ms, remark = '') {
  console.log(`${what.padEnd(56)}${ms.toFixed(0).padStart(8)}   ${remark}`);
}
