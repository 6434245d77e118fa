import { batchOperations } from './batch-operations.ts'
import { cacheStaticLookups } from './cache-static-lookups.ts'
import { hoistSdkClient } from './hoist-sdk-client.ts'
import { lazyImportHeavyModule } from './lazy-import-heavy-module.ts'
import { narrowSdkImport } from './narrow-sdk-import.ts'
import { noAwaitInLoop } from './no-await-in-loop.ts'
import { noAwsSdkV2 } from './no-aws-sdk-v2.ts'
import { noCheckThenAct } from './no-check-then-act.ts'
import { noIoOutsideSteps } from './no-io-outside-steps.ts'
import { noRequestStateAtModuleScope } from './no-request-state-at-module-scope.ts'
import { noWaitingInHandler } from './no-waiting-in-handler.ts'
import { paginateResults } from './paginate-results.ts'
import { parallelAwaits } from './parallel-awaits.ts'
import { respectRemainingTime } from './respect-remaining-time.ts'
import { reuseConnections } from './reuse-connections.ts'
import type { Rule } from './rule.ts'

/** All rules for JavaScript and TypeScript by their ids, which are the names of their files, pages and tests. */
export const rules: Readonly<Record<string, Rule>> = {
  'batch-operations': batchOperations,
  'cache-static-lookups': cacheStaticLookups,
  'hoist-sdk-client': hoistSdkClient,
  'lazy-import-heavy-module': lazyImportHeavyModule,
  'narrow-sdk-import': narrowSdkImport,
  'no-await-in-loop': noAwaitInLoop,
  'no-aws-sdk-v2': noAwsSdkV2,
  'no-check-then-act': noCheckThenAct,
  'no-io-outside-steps': noIoOutsideSteps,
  'no-request-state-at-module-scope': noRequestStateAtModuleScope,
  'no-waiting-in-handler': noWaitingInHandler,
  'paginate-results': paginateResults,
  'parallel-awaits': parallelAwaits,
  'respect-remaining-time': respectRemainingTime,
  'reuse-connections': reuseConnections,
}
