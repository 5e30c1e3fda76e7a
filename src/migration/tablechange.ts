import type { ObjectName } from '../schema/model';
import type { Option } from './detail';

/** What ALTER TABLE changes about a table as a whole. */
export type TableChange =
  | { readonly type: 'comment'; readonly comment: string | null }
  | { readonly type: 'trait'; readonly trait: string; readonly isOn: boolean }
  | { readonly type: 'schema'; readonly schema: string }
  | { readonly type: 'trigger'; readonly name: string; readonly isEnabled: boolean }
  | {
      readonly type: 'partition';
      readonly action: 'attach' | 'detach';
      readonly partition: ObjectName;
      readonly concurrently: boolean;
      readonly isDefault: boolean;
    }
  | { readonly type: 'inheritance'; readonly parent: ObjectName; readonly isOn: boolean }
  | {
      readonly type: 'replicaIdentity';
      readonly identity: 'default' | 'nothing' | 'full' | 'index';
      readonly index: string | null;
    }
  | { readonly type: 'tablespace' | 'accessMethod' | 'owner'; readonly name: string }
  /** Storage parameters: `autovacuum_enabled`, `fillfactor`, ... */
  | { readonly type: 'options'; readonly options: readonly Option[]; readonly isReset: boolean }
  /** `null`: SET WITHOUT CLUSTER. */
  | { readonly type: 'clusterOn'; readonly index: string | null }
  | {
      readonly type: 'columnSetting';
      readonly column: string;
      readonly setting: 'statistics' | 'storage' | 'compression' | 'options';
      readonly value: string;
    }
  /** ALTER CONSTRAINT: whether it may be deferred. */
  | { readonly type: 'constraint'; readonly name: string; readonly definition: string }
  | { readonly type: 'other'; readonly definition: string };
