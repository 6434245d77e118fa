import { LensError } from '#common/errors.ts'

const smallestMb = 128
const largestMb = 10_240

/** Where a size more teaches most: small ones apart by doubling, the full core and the account cap of 3,008 MB. */
const grid = [128, 256, 512, 1024, 1536, 1769, 2048, 3008]

/** The default grid with the current size in it, ascending. */
export function defaultSizes(currentMb: number): number[] {
  return ascending([...grid, currentMb])
}

/** Ascending, without repeats. Throws a `LensError` (`bad-sizes`) on none at all or on one that Lambda does not have. */
export function checkSizes(sizes: readonly number[]): number[] {
  const bad = sizes.find(size => !Number.isInteger(size) || size < smallestMb || size > largestMb)
  if (bad !== undefined || sizes.length === 0) {
    throw new LensError(
      'bad-sizes',
      bad === undefined ? 'No memory size was given.' : `${bad} MB is no memory size of a Lambda function.`,
      `Give whole numbers from ${smallestMb} to ${largestMb}, such as 128,512,1024.`,
    )
  }
  return ascending(sizes)
}

/** Reads `128,512,1024`; throws like `checkSizes`. */
export function parseSizes(text: string): number[] {
  return checkSizes(
    text
      .split(/[\s,;]+/)
      .filter(part => part !== '')
      .map(Number),
  )
}

function ascending(sizes: readonly number[]): number[] {
  return [...new Set(sizes)].sort((a, b) => a - b)
}
