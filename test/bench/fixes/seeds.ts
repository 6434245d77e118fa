import { buildings } from '../../unit/rules/cache-static-lookups/buildings.ts'
import { lookups } from '../../unit/rules/cache-static-lookups/lookups.ts'
import { refusals as lookupRefusals } from '../../unit/rules/cache-static-lookups/refusals.ts'
import { fixes } from '../../unit/rules/hoist-sdk-client/fixes.ts'
import { layouts } from '../../unit/rules/hoist-sdk-client/layouts.ts'
import { nearMisses } from '../../unit/rules/hoist-sdk-client/nearMisses.ts'
import { refusals } from '../../unit/rules/hoist-sdk-client/refusals.ts'
import { refusedSurroundings } from '../../unit/rules/hoist-sdk-client/refusedSurroundings.ts'
import { suggestions } from '../../unit/rules/hoist-sdk-client/suggestions.ts'
import { suggestions as lateImports } from '../../unit/rules/lazy-import-heavy-module/suggestions.ts'
import { fixes as narrowings } from '../../unit/rules/narrow-sdk-import/fixes.ts'
import { suggestions as translations } from '../../unit/rules/no-aws-sdk-v2/suggestions.ts'
import { suggestions as requestState } from '../../unit/rules/no-request-state-at-module-scope/suggestions.ts'
import { suggestions as asyncForms } from '../../unit/rules/no-sync-io-in-handler/suggestions.ts'
import { answers, conversions } from '../../unit/rules/no-wait-for-empty-event-loop/suggestions.ts'
import { suggestions as partialAnswers } from '../../unit/rules/partial-batch-response/suggestions.ts'
import { fixes as connections, moves } from '../../unit/rules/reuse-connections/fixes.ts'
import type { RuleCase } from '../../unit/rules/ruleCases.ts'

/** Handlers of our own: those that have edits, and those that are close to it. */
export const seeds: readonly RuleCase[] = [
  ...fixes,
  ...layouts,
  ...suggestions,
  ...refusals,
  ...refusedSurroundings,
  ...nearMisses,
  ...buildings,
  ...lookups,
  ...lookupRefusals,
  ...lateImports,
  ...narrowings,
  ...translations,
  ...requestState,
  ...asyncForms,
  ...answers,
  ...conversions,
  ...partialAnswers,
  ...connections,
  ...moves,
]
