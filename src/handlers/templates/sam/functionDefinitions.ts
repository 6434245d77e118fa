import { LineTable } from '#syntax/lineTable.ts'
import type { FunctionDefinition } from '../../handler.ts'
import { type IsWanted, readJson } from '../readJson.ts'
import { readYaml } from '../readYaml.ts'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { functionCallers } from './functionCallers.ts'
import { readFunction } from './functionReader.ts'
import { type NestedTemplate, nestedTemplates } from './nestedTemplates.ts'
import { type GivenValue, withParameters } from './resolveValue.ts'

/** The functions of one template; `reason` says what of it could not be read. */
export interface TemplateDefinitions {
  /** Without a source yet; with a `reason` where there cannot be one. */
  readonly definitions: readonly FunctionDefinition[]
  readonly nested: readonly NestedTemplate[]
  readonly reason?: string
}

/** Cheap test whether a text may be a SAM or CloudFormation template with functions, before it is parsed. */
export function mayDefineFunctions(text: string): boolean {
  return (
    /AWS::(Serverless::((Web)?Function|Application)|Lambda::Function|CloudFormation::Stack)\b/.test(text) &&
    /(^|[\s{,])(["']?)Resources\2\s*:/.test(text)
  )
}

/**
 * Reads a SAM or CloudFormation template, YAML or JSON. Never throws: broken text gives what could be read.
 * @param parameters what a stack around it gives
 */
export function functionDefinitions(
  text: string,
  template: string,
  parameters: Readonly<Record<string, GivenValue>> = {},
): TemplateDefinitions {
  const { root: asWritten, reason } = /^\uFEFF?\s*\{/.test(text) ? readJson(text, isWanted) : readYaml(text)
  const root = asWritten && withParameters(asWritten, parameters)
  if (!root) return { definitions: [], nested: [], ...(reason !== undefined && { reason }) }
  const lines = new LineTable(text)
  const { definitions, loops } = readResources(root, template, lines)
  const problems = [
    ...(reason === undefined ? [] : [reason]),
    ...loops.map(line => `Line ${line}: functions made by Fn::ForEach are not read yet.`),
  ]
  return {
    definitions,
    nested: nestedTemplates(root, template, lines),
    ...(problems.length > 0 && { reason: problems.join(' ') }),
  }
}

/** Resources that say something about a function; of the others their type is enough, and many megabytes are saved. */
const tellingTypes =
  /^AWS::(Lambda|Serverless|SQS::Queue|SNS::Subscription|Events::Rule|Scheduler::Schedule|S3::Bucket|CloudFront::Distribution|CloudFormation::Stack)/

/** `Properties` stand in a resource, which stands in `Resources`. */
const isWanted: IsWanted = (key, depth, around) => {
  if (depth !== 3 || key !== 'Properties') return true
  const type = around.find(entry => entry.key === 'Type')?.value
  return type?.kind !== 'scalar' || tellingTypes.test(String(type.value))
}

function readResources(
  root: TemplateNode,
  template: string,
  lines: LineTable,
): { readonly definitions: readonly FunctionDefinition[]; readonly loops: readonly number[] } {
  const context = { root, template, lines, callers: functionCallers(root, lines) }
  const [loops, resources] = partition(entriesOf(valueAt(root, 'Resources')), ({ key }) =>
    key.startsWith('Fn::ForEach'),
  )
  return {
    definitions: resources.flatMap(resource => readFunction(resource, context) ?? []),
    loops: loops.map(({ keySpan }) => lines.lineAt(keySpan.start)),
  }
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(test), items.filter(item => !test(item))]
}
