import { LensError } from '#common/errors.ts'
import type { SweepWay } from '#tuning/way.ts'

export interface WayValues {
  readonly lab: boolean
  readonly versions: boolean
  readonly clone: boolean
  readonly 'state-machine': boolean
  readonly architecture?: string | undefined
}

/**
 * The way that the arguments ask for; undefined where they ask for none, so that the function decides. A version or an
 * alias has no memory of its own to change, so its code is copied. Throws a `LensError` (`bad-arguments`,
 * `qualifier-not-tuned`).
 */
export function wayOf(target: string, values: WayValues): SweepWay | undefined {
  const chosen = (['lab', 'versions', 'clone', 'state-machine'] as const)
    .filter(name => values[name])
    .map(name => `--${name}`)
  if (chosen.length > 1) {
    throw new LensError('bad-arguments', `${chosen.join(' and ')} exclude each other.`, 'Give one of them.')
  }
  const qualifier = qualifierOf(target)
  const isOfLatest = values.versions || values.lab || values['state-machine']
  if (qualifier !== undefined && isOfLatest) {
    throw new LensError(
      'qualifier-not-tuned',
      `${target} names a version or an alias, whose memory cannot be changed.`,
      'Tune a copy of it with --clone; or give the function without it, for $LATEST.',
    )
  }
  const architecture = architectureOf(values)
  if (isOfLatest) return { kind: 'versions' }
  if (!values.clone && qualifier === undefined) return undefined
  return {
    kind: 'clone',
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(architecture === undefined ? {} : { architecture }),
  }
}

function architectureOf({ architecture, clone }: WayValues): 'x86_64' | 'arm64' | undefined {
  if (architecture === undefined) return undefined
  if (architecture !== 'x86_64' && architecture !== 'arm64') {
    throw new LensError('bad-arguments', `"${architecture}" is no architecture of Lambda.`, 'Give x86_64 or arm64.')
  }
  if (clone) return architecture
  throw new LensError('bad-arguments', 'Only a copy can have another architecture.', 'Add --clone.')
}

/** Of `name:alias`, or an ARN with one. */
function qualifierOf(target: string): string | undefined {
  if (target.includes('#')) return undefined
  const parts = target.split(':')
  return target.startsWith('arn:') ? parts[7] : parts[1]
}
