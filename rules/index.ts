import type { Rule, Theme } from '../src/lint/rule';
import asymmetry from './themes/asymmetry';
import data from './themes/data';
import downgrade from './themes/downgrade';
import locks from './themes/locks';
import loss from './themes/loss';
import portability from './themes/portability';
import rollingDeploy from './themes/rolling-deploy';
import sql from './themes/sql';

/** All themes, in the order in which their rules run and are listed: by code. A later rule sees what earlier ones reported. */
export const themes: readonly Theme[] = [downgrade, loss, data, locks, asymmetry, rollingDeploy, sql, portability];

/** All rules, by code. */
export const rules: readonly Rule[] = themes.flatMap((theme) => theme.rules);
