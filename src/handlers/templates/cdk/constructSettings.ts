import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import type { BoundConstructs } from './boundConstructs.ts'
import type { CallSyntax } from './callSyntax.ts'

type ConstructSettings = Pick<FunctionDefinition, 'functionKind' | 'ephemeralStorageMb' | 'snapStart' | 'layers'>

/** What a function's construction says besides what has a place that can be edited. */
export function constructSettings(fn: CallSyntax, constructs: BoundConstructs): ConstructSettings {
  const size = fn.option('ephemeralStorageSize')?.value()?.value
  const snapStart = fn.option('snapStart')?.text
  const layers = (fn.option('layers')?.items() ?? []).flatMap(layer => {
    const made = constructs.find(layer, fn.className)
    const arn = made?.method?.name === 'fromLayerVersionArn' ? made.positional[2] : undefined
    const known = (arn ?? made?.positional[1])?.value()?.value
    return typeof known === 'string' ? known : []
  })
  return {
    functionKind: functionKind(fn),
    ...present('ephemeralStorageMb', typeof size === 'number' ? size : undefined),
    ...present('snapStart', snapStart === undefined ? undefined : /\bON_PUBLISHED_VERSIONS$/.test(snapStart)),
    ...(layers.length > 0 && { layers }),
  }
}

function functionKind(fn: CallSyntax): FunctionDefinition['functionKind'] {
  if (fn.callee?.endsWith('EdgeFunction')) return 'edge'
  if (fn.option('durableConfig')) return 'durable'
  return fn.option('tenancyConfig') ? 'tenant-isolated' : 'event'
}
