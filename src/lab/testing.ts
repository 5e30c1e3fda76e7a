import { nodeAssets } from './assets.node';
import { Lab } from './lab';

/** For tests: one lab for all files that run in one process (vite.config.ts), as in a page. */
export const lab = new Lab(nodeAssets(), () => undefined);
