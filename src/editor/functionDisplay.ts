import { runSettings } from '#handlers/runSettings.ts'
import type { PriceTable } from '#pricing/prices.ts'
import type { ReportSource } from './functionReport.ts'
import { awsEndpoint, lensFigures, windowHours } from './settings.ts'
import type { FoundHandler } from './workspaceIndex.ts'

/** What the words about a function need to know of it and of the settings. */
export function displaySource({ root, handler, definition }: FoundHandler, prices: PriceTable): ReportSource {
  return {
    handler: `${handler.file}#${handler.exportName}`,
    memoryMb: runSettings(handler, definition).memoryMb,
    windowHours: windowHours(root),
    figures: lensFigures(root),
    now: Date.now(),
    isOnAws: awsEndpoint() === undefined,
    prices,
    ...(definition ? { definedAs: `${definition.logicalId} in ${definition.template}` } : {}),
  }
}
