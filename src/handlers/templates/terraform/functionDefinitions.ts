import { posix } from 'node:path'
import { LineTable } from '#syntax/lineTable.ts'
import type { FunctionDefinition } from '../../handler.ts'
import { ModulePlaces } from '../../modulePlaces.ts'
import { FunctionCallers } from './functionCallers.ts'
import { FunctionReader, type ReaderContext } from './functionReader.ts'
import type { HclBody, ParsedHcl } from './hclNode.ts'
import { moduleInstances } from './moduleInstance.ts'
import { readHcl } from './readHcl.ts'
import { readTerraformJson, readVariablesJson } from './readTerraformJson.ts'
import { moduleSource, type PlacedBlock, TerraformFolder } from './terraformFolder.ts'

export interface TerraformText {
  /** Path relative to the indexed folder. */
  readonly file: string
  readonly text: string
}

export interface TerraformDefinitions {
  /** Without a source yet; with a `reason` where there cannot be one. */
  readonly definitions: readonly FunctionDefinition[]
  /** Files that could not be read wholly. */
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

/** Cheap test by name: a file that Terraform reads. */
export function isTerraformFile(file: string): boolean {
  return /\.tf(\.json)?$|(^|\/)(terraform|[^/]*\.auto)\.tfvars(\.json)?$/.test(file)
}

/** Cheap test by text: whether a file may define functions. What it refers to may stand in any other. */
export function mayDefineFunctions(text: string): boolean {
  return /["']aws_lambda_function["']|terraform-aws-modules\/(terraform-aws-)?lambda/.test(text)
}

/**
 * The functions of all Terraform files of a project: resources, and calls of terraform-aws-modules/lambda. One that
 * stands in a module of the project is there once for each call. Never throws: broken text gives what could be read.
 * @param names all files of the project: an archive that no template makes is searched for among them
 */
export function functionDefinitions(files: readonly TerraformText[], names: Iterable<string>): TerraformDefinitions {
  if (!files.some(({ text }) => mayDefineFunctions(text))) return { definitions: [], problems: [] }
  const problems: { file: string; reason: string }[] = []
  const bodies = new Map<string, Map<string, HclBody>>()
  for (const { file, text } of files) {
    const { body, reason } = readBody(file, text)
    if (reason !== undefined) problems.push({ file, reason })
    const folder = posix.dirname(file).replace(/^\.$/, '')
    bodies.set(folder, (bodies.get(folder) ?? new Map<string, HclBody>()).set(file, body))
  }
  const folders = new Map([...bodies].map(([path, ofFolder]) => [path, new TerraformFolder(path, ofFolder)]))
  const context = { lines: lineTables(files), places: new ModulePlaces(names) }
  return { definitions: definitionsOf(folders, context), problems }
}

function readBody(file: string, text: string): ParsedHcl {
  if (file.endsWith('.tfvars.json')) return readVariablesJson(text)
  return file.endsWith('.json') ? readTerraformJson(text) : readHcl(text)
}

function lineTables(files: readonly TerraformText[]): (file: string) => LineTable {
  const texts = new Map(files.map(({ file, text }) => [file, text]))
  const tables = new Map<string, LineTable>()
  return file => {
    const table = tables.get(file) ?? new LineTable(texts.get(file) ?? '')
    tables.set(file, table)
    return table
  }
}

function definitionsOf(
  folders: ReadonlyMap<string, TerraformFolder>,
  base: Omit<ReaderContext, 'callers'>,
): readonly FunctionDefinition[] {
  const instances = moduleInstances(folders)
  const callers = new FunctionCallers(instances, (file, offset) => base.lines(file).lineAt(offset))
  const context = { ...base, callers }
  const uses = new Map<TerraformFolder, number>()
  for (const { folder } of instances) uses.set(folder, (uses.get(folder) ?? 0) + 1)
  const found = new Map<string, FunctionDefinition>()
  for (const instance of instances) {
    const isReused = (uses.get(instance.folder) ?? 0) > 1
    for (const { address, placed, dialect } of functionsOf(instance.folder)) {
      const reader = new FunctionReader(placed, instance, instance.prefix + address, isReused, dialect)
      const definition = reader.read(context)
      // One module may be called under one name by several roots: these are deployments of one function.
      if (!definition) continue
      const key = `${definition.template}#${definition.logicalId}`
      if (!found.has(key)) found.set(key, definition)
    }
  }
  return [...found.values()]
}

interface FoundFunction {
  readonly address: string
  readonly placed: PlacedBlock
  readonly dialect: 'resource' | 'module'
}

function functionsOf({ resources, modules }: TerraformFolder): readonly FoundFunction[] {
  const found: FoundFunction[] = []
  for (const [address, placed] of resources) {
    if (address.startsWith('aws_lambda_function.')) found.push({ address, placed, dialect: 'resource' })
  }
  for (const [name, placed] of modules) {
    if (isFunctionModule(moduleSource(placed.block))) {
      found.push({ address: `module.${name}`, placed, dialect: 'module' })
    }
  }
  return found
}

/** terraform-aws-modules/lambda, from the registry or from its repository; none of the modules inside of it. */
function isFunctionModule(source: string | undefined): boolean {
  if (source === undefined || /\/\/modules\//.test(source)) return false
  return /^([\w.]+\/)?terraform-aws-modules\/lambda\/aws(\/\/\.?)?$|terraform-aws-modules\/terraform-aws-lambda(\.git)?([/?]|$)/.test(
    source,
  )
}
