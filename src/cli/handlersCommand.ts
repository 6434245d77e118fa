import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LensError } from '#common/errors.ts'
import { handlersReport } from '#handlers/handlersReport.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import type { ExitCode } from './main.ts'

export async function handlersCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const folder = resolve(positionals[0] ?? '.')
  const isFolder = await stat(folder).then(
    stats => stats.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new LensError('no-folder', `There is no folder ${folder}.`, 'Give the folder of a project.')
  const started = performance.now()
  const index = await indexProject(nodeProjectFiles(folder), signal)
  const report = handlersReport(index, performance.now() - started)
  for (const { file, reason } of index.problems) process.stderr.write(`${file}: ${reason}\n`)
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else for (const line of report.handlers.map(describe)) process.stdout.write(`${line}\n`)
  return 0
}

function describe(handler: ReturnType<typeof handlersReport>['handlers'][number]): string {
  const { file, line, certainty, definition } = handler
  const named = definition ? `${definition.logicalId} in ${definition.template}` : certainty
  return `${file}:${line}  ${handler.export}  ${named}`
}
