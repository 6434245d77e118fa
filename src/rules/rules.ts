import { batchOperations } from './batch-operations.ts'
import { cacheStaticLookups } from './cache-static-lookups.ts'
import { hoistSdkClient } from './hoist-sdk-client.ts'
import { lazyImportHeavyModule } from './lazy-import-heavy-module.ts'
import { narrowSdkImport } from './narrow-sdk-import.ts'
import { noAwaitInLoop } from './no-await-in-loop.ts'
import { noAwsSdkV2 } from './no-aws-sdk-v2.ts'
import { noCheckThenAct } from './no-check-then-act.ts'
import { noIoOutsideSteps } from './no-io-outside-steps.ts'
import { noMetricsCallInHandler } from './no-metrics-call-in-handler.ts'
import { noRequestStateAtModuleScope } from './no-request-state-at-module-scope.ts'
import { noSyncIoInHandler } from './no-sync-io-in-handler.ts'
import { noSyncLambdaInvoke } from './no-sync-lambda-invoke.ts'
import { noWaitForEmptyEventLoop } from './no-wait-for-empty-event-loop.ts'
import { noWaitingInHandler } from './no-waiting-in-handler.ts'
import { paginateResults } from './paginate-results.ts'
import { parallelAwaits } from './parallel-awaits.ts'
import { partialBatchResponse } from './partial-batch-response.ts'
import { readOnlyWhatYouNeed } from './read-only-what-you-need.ts'
import { respectRemainingTime } from './respect-remaining-time.ts'
import { reuseConnections } from './reuse-connections.ts'
import type { Rule } from './rule.ts'
import { streamLargeObjects } from './stream-large-objects.ts'
import { workerThreadsNeedMemory } from './worker-threads-need-memory.ts'

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
  'no-metrics-call-in-handler': noMetricsCallInHandler,
  'no-request-state-at-module-scope': noRequestStateAtModuleScope,
  'no-sync-io-in-handler': noSyncIoInHandler,
  'no-sync-lambda-invoke': noSyncLambdaInvoke,
  'no-wait-for-empty-event-loop': noWaitForEmptyEventLoop,
  'no-waiting-in-handler': noWaitingInHandler,
  'paginate-results': paginateResults,
  'parallel-awaits': parallelAwaits,
  'partial-batch-response': partialBatchResponse,
  'read-only-what-you-need': readOnlyWhatYouNeed,
  'respect-remaining-time': respectRemainingTime,
  'reuse-connections': reuseConnections,
  'stream-large-objects': streamLargeObjects,
  'worker-threads-need-memory': workerThreadsNeedMemory,
}
