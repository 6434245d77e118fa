import { parse, TomlError } from 'smol-toml'
import { parseDocument } from 'yaml'
import { textAt, valueAt } from '../templates/cdk/plainJson.ts'

/** One environment of `samconfig.toml`: what `sam deploy --config-env NAME` is given. */
export interface SamEnvironment {
  readonly stackName?: string
  readonly region?: string
  readonly profile?: string
  /** Templates that the commands of the environment name, relative to the file. */
  readonly templates: readonly string[]
}

export interface SamConfig {
  readonly environments: ReadonlyMap<string, SamEnvironment>
  /** What could not be read. */
  readonly reason?: string
}

interface ReadText {
  readonly value: unknown
  readonly reason?: string
}

/** More mistakes than these, and it is no TOML at all. */
const mostMistakes = 20

/** Reads `samconfig.toml`, `.yaml` or `.yml`. Never throws: of a half-written file what could be read, with a reason. */
export function readSamConfig(text: string, file: string): SamConfig {
  const { value, reason } = file.endsWith('.toml') ? readToml(text) : readYaml(text)
  const environments = Object.keys(valueAt(value) ?? {}).flatMap(name => {
    const commands = valueAt(value, name)
    return commands ? [[name, environmentOf(commands)] as const] : []
  })
  return { environments: new Map(environments), ...(reason !== undefined && { reason }) }
}

function environmentOf(commands: Readonly<Record<string, unknown>>): SamEnvironment {
  const said = (key: string) =>
    ['deploy', 'sync', 'global'].map(command => textAt(commands, command, 'parameters', key)).find(Boolean)
  const stackName = said('stack_name')
  const region = said('region')
  const profile = said('profile')
  return {
    ...(stackName !== undefined && { stackName }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    templates: Object.keys(commands).flatMap(command =>
      ['template_file', 'template'].flatMap(key => textAt(commands, command, 'parameters', key) ?? []),
    ),
  }
}

/** A line that is no TOML is left out and the rest read; what follows a broken heading belongs to no table we know. */
function readToml(text: string): ReadText {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  let reason: string | undefined
  for (let mistake = 0; mistake < mostMistakes; mistake++) {
    try {
      return { value: parse(lines.join('\n')), ...(reason !== undefined && { reason }) }
    } catch (error) {
      const line = error instanceof TomlError ? error.line : 0
      reason ??= `Line ${line} is not valid TOML.`
      const broken = lines[line - 1]
      if (broken === undefined) break
      lines[line - 1] = broken.trimStart().startsWith('[') ? `[unreadable-${mistake}]` : ''
    }
  }
  return { value: {}, ...(reason !== undefined && { reason }) }
}

function readYaml(text: string): ReadText {
  try {
    const document = parseDocument(text, { logLevel: 'silent' })
    const [error] = document.errors
    const reason = error && `It is not valid YAML: ${error.message.split('\n')[0]?.replace(/:$/, '')}.`
    return { value: document.toJS(), ...(reason !== undefined && { reason }) }
  } catch {
    // Aliases that unfold without end.
    return { value: {}, reason: 'It cannot be read as YAML.' }
  }
}
