import eugene from './eugene';
import type { Peer } from './peer';
import pytestMrt from './pytest-mrt';
import squawk from './squawk';

/** The peers whose every rule has an answer here. */
export const peers: readonly Peer[] = [pytestMrt, squawk, eugene];
