import type { FunctionDefinition } from '../../handler.ts'
import { isScript } from '../../sourceFiles.ts'
import { readFunction } from './functionReader.ts'
import type { Located } from './locatedValue.ts'
import { ServiceFiles, type ServiceProject } from './serviceFiles.ts'
import { readSettings } from './serviceSettings.ts'
import { ServiceValues } from './serviceValues.ts'

/** The functions of one service; `reason` says what of its definition could not be read. */
export interface ServiceDefinitions {
  /**
   * Without a source yet; with a `reason` where there cannot be one. A function that stands in another file of the
   * service has that file as its `template`, so that its line and spans are of one text.
   */
  readonly definitions: readonly FunctionDefinition[]
  readonly reason?: string
}

/** By its name alone: whether a file may be the definition of a service, or of one of its stages. */
export function mayBeService(file: string): boolean {
  return /(^|\/)serverless([.-][\w.-]+)?\.(ya?ml|json|[cm]?[jt]s)$/i.test(file) && !/\.(test|spec|d)\.\w+$/.test(file)
}

/** Cheap test whether a file may be the definition of a service with functions, before it is parsed. */
export function mayDefineFunctions(text: string, file: string): boolean {
  // Parts of a script's object may be in short form: `{ functions, provider: { … } }`.
  const after = isScript(file) ? '\\s*[:,}]' : '["\']?\\s*:'
  return (
    mayBeService(file) &&
    ['functions', 'service', 'provider'].every(key => new RegExp(`(^|[\\s{,'"])${key}${after}`).test(text))
  )
}

/**
 * Reads the definition of a Serverless Framework service: YAML, JSON, or a script as far as it is written down as
 * plain values. Broken text gives what could be read.
 * @param template path relative to the indexed folder
 * @throws AbortError when `project` does; nothing else
 */
export async function functionDefinitions(
  text: string,
  template: string,
  project: ServiceProject,
): Promise<ServiceDefinitions> {
  const files = new ServiceFiles(template, text, project)
  const root = await files.root(template)
  const result = 'reason' in root ? { definitions: [] } : await readService(root, files)
  const problems = [...files.problems, ...(result.problems ?? [])]
  return {
    definitions: result.definitions,
    ...(problems.length > 0 && { reason: problems.join(' ') }),
  }
}

interface ReadService {
  readonly definitions: readonly FunctionDefinition[]
  readonly problems?: readonly string[]
}

async function readService(root: Located, files: ServiceFiles): Promise<ReadService> {
  const service = isScript(root.file) ? await new ServiceValues(files, root).at(root, ['default']) : root
  if ('reason' in service) return { definitions: [], problems: [`It exports no definition: ${service.reason}`] }
  const values = new ServiceValues(files, service)
  const settings = await readSettings(values, files.folder)
  if (settings.provider !== undefined && settings.provider !== 'aws') {
    const reason = `Its provider is ${settings.provider}; only functions on AWS are read.`
    return { definitions: [], problems: [reason] }
  }
  const functions = await values.child(service, 'functions')
  const known = functions && (await values.resolve(functions))
  if (known && 'reason' in known) return { definitions: [], problems: [`Its functions: ${known.reason}`] }
  const definitions: FunctionDefinition[] = []
  for (const entry of known ? await values.entries(known) : []) {
    definitions.push(await readFunction(entry, { values, files, settings }))
  }
  const missing = known ? await values.missingParts(known) : []
  return { definitions, problems: [...new Set([...values.problems, ...missing])] }
}
