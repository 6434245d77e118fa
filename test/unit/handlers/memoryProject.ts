import type { ProjectFiles } from '#handlers/projectIndex.ts'

/** A project in memory, which remembers what was read of it. */
export class MemoryProject implements ProjectFiles {
  filesRead: string[] = []
  readonly files: Map<string, string>

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files))
  }

  async list(): Promise<readonly string[]> {
    return [...this.files.keys()]
  }

  async kindOf(path: string): Promise<'file' | 'folder' | undefined> {
    if (this.files.has(path)) return 'file'
    return [...this.files.keys()].some(file => file.startsWith(`${path}/`)) ? 'folder' : undefined
  }

  async read(file: string): Promise<string> {
    this.filesRead.push(file)
    const text = this.files.get(file)
    if (text === undefined || text === 'UNREADABLE') throw new Error(`${file} is locked`)
    return text
  }
}

/** A template of functions: `Id: handler string`, all Node.js. */
export function template(functions: Readonly<Record<string, string>>): string {
  const resources = Object.entries(functions).map(
    ([id, handler]) =>
      `  ${id}:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: src, Runtime: nodejs24.x, Handler: ${handler} }\n`,
  )
  return `Resources:\n${resources.join('')}`
}
