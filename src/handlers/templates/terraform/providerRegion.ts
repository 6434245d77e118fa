import { attributeOf, type HclBody, type HclExpression } from './hclNode.ts'
import type { ModuleInstance } from './moduleInstance.ts'
import type { PlacedBlock } from './terraformFolder.ts'
import { resolve } from './terraformValue.ts'

const byDefault = 'aws'

/** The region that a resource, or the call of a module, is deployed in; undefined where only Terraform knows. */
export function providerRegion({ block, file }: PlacedBlock, instance: ModuleInstance): string | undefined {
  const { body } = block
  return said(body, file, instance) ?? regionOf(providerOf(body) ?? byDefault, instance)
}

/** The name of the provider, `aws.edge`, in the own module. */
function providerOf(body: HclBody, name = byDefault): string | undefined {
  const passed = attributeOf(body, 'providers')
  const one = passed?.kind === 'object' ? attributeOf(passed, name) : attributeOf(body, 'provider')
  return pathOf(one)
}

function pathOf(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind === 'literal') return String(expression.value)
  return expression?.kind === 'reference' ? expression.path.join('.') : undefined
}

/** A module has the providers that its call passes, and by itself the one without an alias. */
function regionOf(name: string, instance: ModuleInstance): string | undefined {
  const { folder, caller } = instance
  const provider = folder.providers.get(name)
  if (provider) return said(provider.block.body, provider.file, instance)
  if (!caller) return
  const outside = providerOf(caller.call.block.body, name) ?? (name === byDefault ? name : undefined)
  return outside === undefined ? undefined : regionOf(outside, caller.instance)
}

function said(body: HclBody, file: string, instance: ModuleInstance): string | undefined {
  const expression = attributeOf(body, 'region')
  const region = expression && resolve({ expression, file, instance, isShared: false, isPassed: false })?.value
  return typeof region === 'string' && region !== '' ? region : undefined
}
