import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { functionsPerService, templateFiles } from './writeTemplates.ts'

const filesPerService = 30

/** Writes a repository of services, each with a template and what belongs to it, 30 files in all, and returns the number of files. */
export async function writeRepository(folder: string, services: number): Promise<number> {
  for (let service = 0; service < services; service++) {
    const files = filesOf(service)
    for (const [file, text] of Object.entries(files)) {
      const path = join(folder, `services/group-${service % 20}/service-${service}`, file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
  }
  return services * filesPerService
}

function filesOf(service: number): Readonly<Record<string, string>> {
  const isPython = service % 4 === 3
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
  const extension = isPython ? 'py' : 'ts'
  const handlers = numbers(functionsPerService).map(
    index => [`src/task_${index}.${extension}`, isPython ? pythonHandler(index) : scriptHandler(index)] as const,
  )
  const own = {
    ...templateFiles(service, isPython),
    ...Object.fromEntries(handlers),
    'package.json': JSON.stringify({ name: `service-${service}`, dependencies: {} }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { outDir: 'dist', rootDir: '.' } }),
    'config/settings.yaml': `service: ${service}\nlimits:\n${numbers(30)
      .map(index => `  limit${index}: ${index * 10}\n`)
      .join('')}`,
    'openapi.yaml': `openapi: 3.0.0\npaths:\n${numbers(40)
      .map(index => `  /orders/${index}:\n    get: { responses: { "200": { description: fine } } }\n`)
      .join('')}`,
    'README.md': `# Service ${service}\n`,
  }
  const rest = filesPerService - Object.keys(own).length
  const others = numbers(rest).map(index =>
    index % 5 === 4
      ? ([
          `test/event_${index}.json`,
          JSON.stringify({ Records: numbers(20).map(id => ({ id, body: 'x'.repeat(60) })) }),
        ] as const)
      : ([`src/lib/part_${index}.${extension}`, isPython ? pythonLibrary(index) : scriptLibrary(index)] as const),
  )
  return { ...own, ...Object.fromEntries(others) }
}

function scriptHandler(index: number): string {
  return `import type { SQSEvent } from 'aws-lambda'
import { part } from './lib/part_${index}.js'

const table = process.env['TABLE']

export const handler = async (event: SQSEvent) => {
  const failures: { itemIdentifier: string }[] = []
  for (const record of event.Records) {
    try {
      await part(JSON.parse(record.body), table)
    } catch {
      failures.push({ itemIdentifier: record.messageId })
    }
  }
  return { batchItemFailures: failures }
}
`
}

function pythonHandler(index: number): string {
  return `import json
import os

from src.lib.part_${index} import part

TABLE = os.environ.get("TABLE")


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            part(json.loads(record["body"]), TABLE)
        except ValueError:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
`
}

function scriptLibrary(index: number): string {
  const steps = Array.from(
    { length: 25 },
    (_, step) => `  total += Math.round(values[${step}] ?? ${index}) // step ${step}`,
  )
  return `export async function part(values: number[], table: string | undefined) {\n  let total = 0\n${steps.join('\n')}\n  return { total, table }\n}\n`
}

function pythonLibrary(index: number): string {
  const steps = Array.from(
    { length: 25 },
    (_, step) => `    total += round(values.get(${step}, ${index}))  # step ${step}`,
  )
  return `def part(values, table):\n    total = 0\n${steps.join('\n')}\n    return {"total": total, "table": table}\n`
}
