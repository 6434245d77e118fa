import { posix } from 'node:path'
import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import { joinPath } from '../../sourceFiles.ts'
import { functionDefinitions } from '../sam/functionDefinitions.ts'
import type { TemplateProject } from '../templateReader.ts'
import { type ImageAsset, imageAsset } from './imageAsset.ts'
import { plainJson, textAt, valueAt } from './plainJson.ts'

/** A function of a template in `cdk.out`. */
export interface SynthesizedFunction {
  /** Of the template; without the code's place. */
  readonly definition: FunctionDefinition
  readonly stack: string
  /** Ids from the app to the function's construct; empty where the template does not tell. */
  readonly path: readonly string[]
  /** Copy, or bundle, of the code. */
  readonly assetFolder?: string
  readonly imageAsset?: ImageAsset
}

export interface CloudAssembly {
  readonly functions: readonly SynthesizedFunction[]
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

const deepest = 6

/** Reads what `cdk synth` left in a folder, stages and nested stacks included. Empty where there is nothing. */
export async function readCloudAssembly(folder: string, project: TemplateProject, depth = 0): Promise<CloudAssembly> {
  const file = joinPath(folder, 'manifest.json')
  const text = await project.text(file)
  if (text === undefined || depth > deepest) return { functions: [], problems: [] }
  const manifest = plainJson(text)
  if (manifest === undefined) return { functions: [], problems: [{ file, reason: 'It is not valid JSON.' }] }
  const parts: CloudAssembly[] = []
  const artifacts = Object.entries(valueAt(manifest, 'artifacts') ?? {})
  const assets = artifacts.flatMap(([, artifact]) =>
    textAt(artifact, 'type') === 'cdk:asset-manifest' ? (textAt(artifact, 'properties', 'file') ?? []) : [],
  )
  for (const [name, artifact] of artifacts) {
    const type = textAt(artifact, 'type')
    const template = textAt(artifact, 'properties', 'templateFile')
    const nested = textAt(artifact, 'properties', 'directoryName')
    if (type === 'aws:cloudformation:stack' && template !== undefined) {
      const stack = textAt(artifact, 'properties', 'stackName') ?? name
      parts.push(await readStack(joinPath(folder, template), stack, { folder, assets, project }, 0))
    } else if (type === 'cdk:cloud-assembly' && nested !== undefined) {
      parts.push(await readCloudAssembly(joinPath(folder, nested), project, depth + 1))
    }
  }
  return joined(parts)
}

interface AssemblyFolder {
  readonly folder: string
  /** Its asset manifests. */
  readonly assets: readonly string[]
  readonly project: TemplateProject
}

async function readStack(file: string, stack: string, assembly: AssemblyFolder, depth: number): Promise<CloudAssembly> {
  const { folder, assets, project } = assembly
  const text = await project.text(file)
  if (text === undefined)
    return { functions: [], problems: [{ file, reason: 'The manifest names it, but it is not there.' }] }
  const { definitions, reason } = functionDefinitions(text, file)
  const resources = valueAt(plainJson(text), 'Resources') ?? {}
  const functions: SynthesizedFunction[] = []
  for (const definition of definitions) {
    const metadata = valueAt(resources, definition.logicalId, 'Metadata')
    const path = constructPath(textAt(metadata, 'aws:cdk:path'))
    if (path.some(id => ownFunctions.test(id))) continue
    const asset = textAt(metadata, 'aws:asset:path')
    const resource = resources[definition.logicalId]
    const image = definition.image && (await imageAsset(resource, folder, assets, project))
    const assetFolder = asset === undefined ? undefined : joinPath(folder, asset)
    functions.push({ definition, stack, path, ...present('assetFolder', assetFolder), ...present('imageAsset', image) })
  }
  const parts: CloudAssembly[] = [{ functions, problems: reason === undefined ? [] : [{ file, reason }] }]
  for (const resource of depth < deepest ? Object.values(resources) : []) {
    if (textAt(resource, 'Type') !== 'AWS::CloudFormation::Stack') continue
    const nested = textAt(resource, 'Metadata', 'aws:asset:path')
    if (nested === undefined) continue
    parts.push(await readStack(joinPath(posix.dirname(file), nested), stack, assembly, depth + 1))
  }
  return joined(parts)
}

/** Functions that the library brings along for its own purposes, by their construct's id. */
const ownFunctions =
  /^(Custom::|AWS[\da-f]{32}$|LogRetention[\da-f]{32}$|BucketNotificationsHandler[\da-f]{32}$|framework-(onEvent|isComplete|onTimeout)$|SingletonLambda[\da-f]{32}$|aws-cdk-)/

/** `Shop/Orders/Resource` → `Shop`, `Orders`: the resource is no construct that somebody writes. */
function constructPath(path: string | undefined): readonly string[] {
  const ids = path?.split('/') ?? []
  return ids.at(-1) === 'Resource' ? ids.slice(0, -1) : ids
}

function joined(parts: readonly CloudAssembly[]): CloudAssembly {
  return { functions: parts.flatMap(part => part.functions), problems: parts.flatMap(part => part.problems) }
}
