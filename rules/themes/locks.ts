import type { Theme } from '../../src/lint/rule';
import indexNotConcurrent from '../index-not-concurrent/rule';
import concurrentInTransaction from '../concurrent-in-transaction/rule';
import constraintValidates from '../constraint-validates/rule';
import constraintBuildsIndex from '../constraint-builds-index/rule';
import setNotNullScans from '../set-not-null-scans/rule';
import validateInSameTransaction from '../validate-in-same-transaction/rule';
import fkLocksReferencedTable from '../fk-locks-referenced-table/rule';
import tableRewrite from '../table-rewrite/rule';
import typeChangeOnUsedColumn from '../type-change-on-used-column/rule';
import lockHeldDuringWork from '../lock-held-during-work/rule';
import bulkChangeHoldsLocks from '../bulk-change-holds-locks/rule';
import blockingMaintenance from '../blocking-maintenance/rule';
import partitionChangeBlocks from '../partition-change-blocks/rule';
import enumValueUsedEarly from '../enum-value-used-early/rule';
import dropConstraintIndex from '../drop-constraint-index/rule';
import autovacuumDisabled from '../autovacuum-disabled/rule';
import wideLockWindow from '../wide-lock-window/rule';
import missingLockTimeout from '../missing-lock-timeout/rule';
import lockTimeoutIneffective from '../lock-timeout-ineffective/rule';
import matviewFilled from '../matview-filled/rule';
import replicaIdentityLost from '../replica-identity-lost/rule';
import mysqlTableCopy from '../mysql-table-copy/rule';
import missingStatementTimeout from '../missing-statement-timeout/rule';
import indexGap from '../index-gap/rule';
import repeatedFullPass from '../repeated-full-pass/rule';
import batchRebuild from '../batch-rebuild/rule';

/** RT4xx. */
const theme: Theme = {
  name: 'locks',
  title: 'Locks, rewrites and transactions',
  rules: [
    indexNotConcurrent,
    concurrentInTransaction,
    constraintValidates,
    constraintBuildsIndex,
    setNotNullScans,
    validateInSameTransaction,
    fkLocksReferencedTable,
    tableRewrite,
    typeChangeOnUsedColumn,
    lockHeldDuringWork,
    bulkChangeHoldsLocks,
    blockingMaintenance,
    partitionChangeBlocks,
    enumValueUsedEarly,
    dropConstraintIndex,
    autovacuumDisabled,
    wideLockWindow,
    missingLockTimeout,
    lockTimeoutIneffective,
    matviewFilled,
    replicaIdentityLost,
    mysqlTableCopy,
    missingStatementTimeout,
    indexGap,
    repeatedFullPass,
    batchRebuild,
  ],
};

export default theme;
