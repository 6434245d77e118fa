import * as vscode from 'vscode'
import { describeError, LensError } from '#common/errors.ts'
import type { RegionPrices } from '#pricing/prices.ts'
import type { AwsAccess } from './awsAccess.ts'
import type { AwsAccount } from './awsAccount.ts'
import type { RefreshedPrices } from './refreshedPrices.ts'

interface Read {
  readonly region: string
  readonly found?: RegionPrices
  readonly error?: LensError
}

/**
 * *Refresh Prices*: reads the price list of the regions in use. Throws a `LensError` (`prices-not-read`) when none could be
 * read; one that could not is named.
 */
export async function refreshPrices(aws: AwsAccount, prices: RefreshedPrices, inUse: readonly string[]): Promise<void> {
  const access = await aws.access()
  const folders = vscode.workspace.workspaceFolders ?? []
  const places = await Promise.all(folders.map(folder => access.effective(aws.choice.placeIn(folder))))
  // The lab has the prices of us-east-1.
  const regions = [...new Set([...inUse, ...places.flatMap(({ region }) => region ?? []), 'us-east-1'])].sort()
  const progress = { location: vscode.ProgressLocation.Window, title: 'Reading the price list of AWS' }
  const read = await vscode.window.withProgress(progress, () => Promise.all(regions.map(one => readOne(access, one))))
  const found = read.flatMap(({ region, found }) => (found ? [[region, found] as const] : []))
  const failed = read.flatMap(({ error }) => error ?? [])
  if (found.length === 0) throw failed[0] ?? new RangeError('There is always a region.')
  await prices.keep(Object.fromEntries(found))
  const dates = found.map(([region, { date = '' }]) => `${region} of ${date}`).join(', ')
  const others = failed.map(describeError).join(' ')
  void vscode.window.showInformationMessage(`Prices are now those of ${dates}. ${others}`.trim())
}

async function readOne(access: AwsAccess, region: string): Promise<Read> {
  try {
    const { date, prices } = await access.prices(region, new AbortController().signal)
    return { region, found: { ...prices, date } }
  } catch (error) {
    if (error instanceof LensError) return { region, error }
    throw error
  }
}
