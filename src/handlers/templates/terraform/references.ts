import type { HclExpression, HclReference } from './hclNode.ts'
import { moduleSource, type PlacedBlock } from './terraformFolder.ts'
import type { ModuleInstance } from './moduleInstance.ts'
import { follow, resolve, type TerraformValue } from './terraformValue.ts'

/** Something that a configuration declares, in one use of the folder that it stands in. */
export interface Referenced {
  /** `aws_sqs_queue.orders`, `data.aws_sqs_queue.orders`, `module.orders`. */
  readonly address: string
  readonly placed: PlacedBlock
  readonly instance: ModuleInstance
}

/** What an expression refers to: `module.image`, `aws_ecr_repository.app`. */
export function addressesIn(expression: HclExpression): readonly string[] {
  return pathsIn(expression).flatMap(path => addressOf(path) ?? [])
}

function addressOf([first, second, third]: HclReference['path']): string | undefined {
  if (first === 'data') return second && third ? `data.${second}.${third}` : undefined
  return first && second ? `${first}.${second}` : undefined
}

function pathsIn(expression: HclExpression): readonly HclReference['path'][] {
  switch (expression.kind) {
    case 'reference':
      return [expression.path]
    case 'template':
      return expression.parts.flatMap(part => (typeof part === 'string' ? [] : pathsIn(part)))
    case 'call':
      return expression.arguments.flatMap(pathsIn)
    case 'list':
      return expression.items.flatMap(pathsIn)
    default:
      return []
  }
}

const deepest = 8

/** Finds what values refer to, through the outputs of the project's own modules. */
export class References {
  readonly #children = new Map<PlacedBlock['block'], ModuleInstance[]>()

  constructor(instances: readonly ModuleInstance[]) {
    for (const instance of instances) {
      if (!instance.caller) continue
      const { block } = instance.caller.call
      this.#children.set(block, [...(this.#children.get(block) ?? []), instance])
    }
  }

  /** The first resource, data source or foreign module that a value refers to. */
  find(value: TerraformValue | undefined, depth = 0): Referenced | undefined {
    if (!value || depth > deepest) return
    const { expression, instance } = follow(value)
    for (const path of pathsIn(expression)) {
      const address = addressOf(path) ?? ''
      const { modules, resources } = instance.folder
      const isModule = path[0] === 'module'
      const placed = isModule ? modules.get(address.slice('module.'.length)) : resources.get(address)
      if (!placed) continue
      const child = this.#children.get(placed.block)?.find(({ caller }) => caller?.instance === instance)
      if (!child) return { address, placed, instance }
      const output = child.folder.outputs.get(path[2] ?? '')
      return output && this.find({ ...output, instance: child, isShared: false, isPassed: false }, depth + 1)
    }
    return undefined
  }
}

/** Which resource a foreign module of a well-known kind makes: `aws_sqs_queue` for terraform-aws-modules/sqs. */
export function resourceType({ address, placed }: Referenced): string {
  if (!address.startsWith('module.')) return address.replace(/^data\./, '').replace(/\..*$/, '')
  const name = /terraform-aws-modules\/(?:terraform-aws-)?([\w-]+)/.exec(moduleSource(placed.block) ?? '')?.[1]
  return name === undefined ? '' : (resourceOfModule[name] ?? '')
}

const resourceOfModule: Readonly<Record<string, string>> = {
  sqs: 'aws_sqs_queue',
  sns: 'aws_sns_topic',
  'dynamodb-table': 'aws_dynamodb_table',
  'msk-kafka-cluster': 'aws_msk_cluster',
  's3-bucket': 'aws_s3_bucket',
}

/** The address of what a value refers to, or else its text. */
export function sourceName(value: TerraformValue | undefined, references: References): string | undefined {
  const known = value && (references.find(value)?.address ?? resolve(value)?.value)
  return known === undefined || known === null ? undefined : String(known)
}
