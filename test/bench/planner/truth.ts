import { LensError } from '#common/errors.ts'

/** What a size truly does to a call. */
export interface TrueSize {
  readonly memoryMb: number
  readonly meanMs: number
  /** Standard deviation of the logarithm of a call's duration. */
  readonly sigma: number
  /** USD of a call, by the mean duration and not by the billed one. */
  readonly usd: number
}

export interface TrueCurve {
  /** `nodejs22 arm64 cpu-intensive`. */
  readonly name: string
  readonly architecture: 'x86_64' | 'arm64'
  /** Ascending memory. */
  readonly sizes: readonly TrueSize[]
}

const fewestSizes = 4
const usdPerRequest = 0.0000002
const usdPerGbSecond = { x86_64: 0.0000166667, arm64: 0.0000133334 } as const

/** USD of a call of that long, as interfaces.md prices it. */
export function priceOf(memoryMb: number, ms: number, architecture: TrueCurve['architecture']): number {
  return (ms * memoryMb * usdPerGbSecond[architecture]) / 1024 / 1000 + usdPerRequest
}

/**
 * The warm curves of a CSV file (docs: curves/README.md) with at least four sizes. Columns are found by their names.
 * Throws a `LensError` (`bad-curves`) where a needed column or figure is missing.
 */
export function readCurves(csv: string): readonly TrueCurve[] {
  const [header = '', ...lines] = csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
  const columns = header.split(',').map(name => name.trim())
  const curves = new Map<string, { architecture: TrueCurve['architecture']; sizes: TrueSize[] }>()
  for (const line of lines) {
    const cells = line.split(',')
    const cell = (name: string) => cells[columns.indexOf(name)]?.trim() ?? ''
    if (cell('start') !== 'warm') continue
    const architecture = cell('arch')
    if (architecture !== 'x86_64' && architecture !== 'arm64') throw badCurves(`the architecture of: ${line}`)
    const name = [cell('runtime'), architecture, cell('workload')].join(' ')
    const curve = curves.get(name) ?? { architecture, sizes: [] }
    curve.sizes.push(trueSize(figure(cell('memory_mb')), figure(cell('mean_ms')), figure(cell('p99_ms')), architecture))
    curves.set(name, curve)

    function figure(text: string): number {
      const value = Number(text)
      if (text === '' || !(value > 0)) throw badCurves(`a figure of: ${line}`)
      return value
    }
  }
  return [...curves]
    .filter(([, { sizes }]) => sizes.length >= fewestSizes)
    .map(([name, { architecture, sizes }]) => ({
      name,
      architecture,
      sizes: sizes.toSorted((a, b) => a.memoryMb - b.memoryMb),
    }))
}

function trueSize(memoryMb: number, meanMs: number, p99Ms: number, architecture: TrueCurve['architecture']): TrueSize {
  return { memoryMb, meanMs, sigma: lognormalSigma(p99Ms / meanMs), usd: priceOf(memoryMb, meanMs, architecture) }
}

const z99 = 2.326

/**
 * The smaller root of z σ − σ²/2 = ln(p99 ÷ mean). A p99 below the mean is no lognormal's: no spread. One above
 * e^(z²/2) of the mean is none's either: the widest one.
 */
function lognormalSigma(p99ToMean: number): number {
  const excess = Math.max(0, Math.log(p99ToMean))
  return z99 - Math.sqrt(Math.max(0, z99 ** 2 - 2 * excess))
}

function badCurves(what: string): LensError {
  return new LensError('bad-curves', `The curves file lacks ${what}.`, 'See test/bench/planner/curves/README.md.')
}
