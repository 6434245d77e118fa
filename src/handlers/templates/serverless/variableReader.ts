import { composed, type Located, type NotFound, type Resolved, textOf } from './locatedValue.ts'
import { type Alternative, parseVariables, type TextPart, type Variable } from './parseVariables.ts'
import type { ServiceFiles } from './serviceFiles.ts'
import type { ServiceValues } from './serviceValues.ts'

const maximalDepth = 60
/** Nobody writes longer ones; splitting them takes time by the square. */
const maximalLength = 8000
const onlyDeployed = 'is known only when it is deployed.'

/**
 * Texts with variables. A deployment without options is assumed: `opt`, `env` and `param` have their defaults, and
 * what only AWS or a program could tell stays unknown, whatever its default.
 */
export class VariableReader {
  readonly #values: ServiceValues
  readonly #files: ServiceFiles
  #depth = 0

  constructor(values: ServiceValues, files: ServiceFiles) {
    this.#values = values
    this.#files = files
  }

  /** `value`: where the text stands. A text without variables is the value itself. */
  async text(text: string, value: Located): Promise<Resolved | NotFound> {
    if (text.length > maximalLength || this.#depth >= maximalDepth) return { reason: 'It is too long to be resolved.' }
    const parts = parseVariables(text)
    const [first, ...others] = parts
    if (first === undefined || first === text) {
      return value.node.kind === 'scalar' && value.node.value === text ? value : composed(text, value)
    }
    this.#depth++
    const result =
      typeof first === 'object' && others.length === 0
        ? await this.#variable(first, value)
        : await this.#joined(parts, value)
    this.#depth--
    return result
  }

  async #joined(parts: readonly TextPart[], value: Located): Promise<Resolved | NotFound> {
    let text = ''
    for (const part of parts) {
      if (typeof part === 'string') {
        text += part
        continue
      }
      const resolved = await this.#variable(part, value)
      if ('reason' in resolved) return resolved
      if (resolved.node.kind !== 'scalar') return { reason: `${part.text} is no text.`, isWrong: true }
      text += textOf(resolved.node)
      if (text.length > maximalLength) return { reason: 'It is too long to be resolved.' }
    }
    return composed(text, value)
  }

  async #variable({ text, alternatives }: Variable, value: Located): Promise<Resolved | NotFound> {
    let failure: NotFound = { reason: `${text} ${onlyDeployed}` }
    for (const alternative of alternatives) {
      const found = await this.#alternative(alternative, value)
      if (!found) continue
      if ('reason' in found) {
        failure = found.isWrong && !isFile(alternative) ? found : { ...found, reason: `${text}: ${found.reason}` }
        if (found.isFinal) break
      } else if (found.node.kind !== 'scalar' || found.node.value !== null) return found
    }
    return failure
  }

  /** Undefined where the source has no value, so that the next alternative counts. */
  async #alternative(alternative: Alternative, value: Located): Promise<Resolved | NotFound | undefined> {
    if ('literal' in alternative) return composed(alternative.literal, value)
    if ('text' in alternative) return this.text(alternative.text, value)
    const { type } = alternative
    const parameter = await this.#plain(alternative.parameter, value)
    if (typeof parameter === 'object') return parameter
    const address = await this.#plain(alternative.address, value)
    if (typeof address === 'object') return address
    const unknown = { reason: `${type} ${onlyDeployed}`, isFinal: true } as const
    switch (type) {
      case 'opt':
      case 'env':
        return undefined
      case 'self':
        return this.#self(address, value)
      case 'file':
        return this.#file(parameter, address)
      case 'param':
        return this.#parameter(address, value)
      case 'sls':
        return address === 'stage' ? this.#stage(value) : unknown
      case 'aws':
        return address === 'region' ? this.#self('provider.region', value) : unknown
      case 'strToBool':
        return composed(/^(true|1)$/i.test(parameter), value)
      default:
        return unknown
    }
  }

  async #plain(text: string, value: Located): Promise<string | NotFound> {
    if (!text.includes('${')) return text
    const resolved = await this.text(text, value)
    if ('reason' in resolved) return resolved
    return resolved.node.kind === 'scalar' ? textOf(resolved.node) : { reason: `${text} is no text.`, isWrong: true }
  }

  async #self(address: string, value: Located): Promise<Resolved | NotFound> {
    const path = address === '' ? [] : address.split('.')
    const found = await this.#values.ofService(...path)
    if ('node' in found) return found
    if (address === 'provider.stage' && !(await this.#provider('stage'))) return composed('dev', value)
    if (address === 'provider.region' && !(await this.#provider('region'))) return composed('us-east-1', value)
    return found
  }

  async #provider(key: string): Promise<Located | undefined> {
    const provider = await this.#values.ofService('provider')
    return 'node' in provider ? this.#values.child(provider, key) : undefined
  }

  async #stage(value: Located): Promise<Resolved | NotFound> {
    const stage = await this.#provider('stage')
    // `stage: ${sls:stage}` asks for the option, or else the framework's default.
    return stage && !this.#values.isBeingResolved(stage) ? this.#values.resolve(stage) : composed('dev', value)
  }

  async #parameter(name: string, value: Located): Promise<Resolved | undefined> {
    const stage = await this.#stage(value)
    for (const key of ['reason' in stage ? '' : textOf(stage.node), 'default']) {
      for (const path of [
        ['stages', key, 'params'],
        ['params', key],
      ]) {
        const found = await this.#values.ofService(...path, name)
        if ('node' in found) return found
      }
    }
    return undefined
  }

  async #file(path: string, address: string): Promise<Resolved | NotFound> {
    const root = await this.#files.file(path)
    if ('reason' in root) return root
    const keys = address === '' ? [] : address.split('.')
    // A script's default export is what it stands for.
    const whole = await this.#values.at(root, ['default', ...keys])
    return 'node' in whole ? whole : this.#values.at(root, keys)
  }
}

/** What is wrong with a file is told once, by the variable that names it. */
function isFile(alternative: Alternative): boolean {
  return 'type' in alternative && alternative.type === 'file'
}
