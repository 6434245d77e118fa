import { plainJson, textAt, valueAt } from '../templates/cdk/plainJson.ts'
import { parseFunctionReference } from './functionReference.ts'

/** A function in a state of Terraform or OpenTofu. */
export interface StateFunction {
  /** Of the resource, without the keys of `for_each` and `count`: `module.api.aws_lambda_function.orders`. */
  readonly address: string
  readonly name: string
  readonly arn?: string
}

export interface TerraformState {
  readonly functions: readonly StateFunction[]
  readonly reason?: string
}

const instanceKey = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g

/** Reads a state, version 4 (Terraform 0.12 and newer). Never throws. */
export function readTerraformState(text: string): TerraformState {
  const state = plainJson(text)
  if (!state) return { functions: [], reason: 'It is not valid JSON.' }
  if ('encrypted_data' in state) return { functions: [], reason: 'It is encrypted.' }
  if (!Array.isArray(state['resources'])) {
    const version = state['version']
    return { functions: [], ...(version !== 4 && { reason: `Its version is ${String(version)}; 4 is read.` }) }
  }
  const resources: readonly unknown[] = state['resources']
  return { functions: resources.flatMap(functionsOf) }
}

function functionsOf(resource: unknown): readonly StateFunction[] {
  const fields = valueAt(resource)
  const isFunction = textAt(resource, 'type') === 'aws_lambda_function' && textAt(resource, 'mode') === 'managed'
  const name = textAt(resource, 'name')
  if (!fields || !isFunction || name === undefined || !Array.isArray(fields['instances'])) return []
  const module = textAt(resource, 'module')
  const address = `${module === undefined ? '' : `${module.replace(instanceKey, '')}.`}aws_lambda_function.${name}`
  const instances: readonly unknown[] = fields['instances']
  return instances.flatMap(instance => {
    const functionName = textAt(instance, 'attributes', 'function_name')
    // What is deposed is no longer the function, and waits to be destroyed.
    if (functionName === undefined || textAt(instance, 'deposed') !== undefined) return []
    const arn = parseFunctionReference(textAt(instance, 'attributes', 'arn') ?? '')?.arn
    return [{ address, name: functionName, ...(arn !== undefined && { arn }) }]
  })
}
