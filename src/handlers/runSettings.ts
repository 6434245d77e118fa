import { effectiveMemoryMb, effectiveTimeoutSeconds } from './effectiveSettings.ts'
import type { FunctionDefinition, Handler, Language } from './handler.ts'

/** What a local run needs to know besides the code. Where no definition tells, Lambda's own defaults. */
export interface RunSettings {
  /** A valid function name: the logical id, or made of file and export. Other projects may have the same. */
  readonly name: string
  readonly runtime: string
  readonly architecture: 'x86_64' | 'arm64'
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly environment: Readonly<Record<string, string>>
}

const longestName = 64
/** November 2026. */
const newestRuntime: Readonly<Record<Language, string>> = {
  javascript: 'nodejs24.x',
  typescript: 'nodejs24.x',
  python: 'python3.14',
  java: 'java25',
  kotlin: 'java25',
  go: 'provided.al2023',
  csharp: 'dotnet10',
  ruby: 'ruby3.4',
  rust: 'provided.al2023',
}

export function runSettings(handler: Handler, definition: FunctionDefinition | undefined): RunSettings {
  return {
    name: functionName(handler, definition),
    runtime: definition?.runtime ?? newestRuntime[handler.language],
    architecture: definition?.architecture ?? 'x86_64',
    memoryMb: (definition && effectiveMemoryMb(definition)) ?? 128,
    timeoutSeconds: (definition && effectiveTimeoutSeconds(definition)) ?? 3,
    environment: definition?.environment ?? {},
  }
}

function functionName(handler: Handler, definition: FunctionDefinition | undefined): string {
  const words = definition?.logicalId ?? `${handler.file.replace(/\.\w+$/, '')}-${handler.exportName}`
  return words.replace(/[^\w-]+/g, '-').slice(-longestName)
}
