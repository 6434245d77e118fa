import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { IndexFigures } from './handlers/measureIndex.ts'
import { writeRepository } from './handlers/writeRepository.ts'

/**
 * How long the index of a large repository takes, what memory it needs and how soon it follows an edit; beside it, a
 * plain read of the same files. `--json` prints one document; `--services N` builds another size, of 30 files each.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, services: { type: 'string', default: '500' } },
})
const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-bench-'))
try {
  process.stderr.write('Building the repository …\n')
  const files = await writeRepository(folder, Number(values.services))
  process.stderr.write(`Indexing ${files} files …\n`)
  // A process of its own, so that its peak of memory is that of the index.
  const script = fileURLToPath(new URL('handlers/measureIndex.ts', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`The measured process ended with ${status}.`)
  const figures: IndexFigures = JSON.parse(stdout)
  const targets = { firstIndexMs: 5000, peakRssMb: 400, editMs: 50 }
  const document = { files, templates: Number(values.services), ...figures, targets }
  process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : describe(document))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function describe(document: IndexFigures & { readonly files: number; readonly templates: number }): string {
  const { files, templates, definitions, firstIndexMs, firstIndexCpuMs, plainReadMs, ratio, peakRssMb } = document
  return [
    `${files} files, ${templates} templates, ${definitions} functions`,
    `first index      ${firstIndexMs} ms (${firstIndexCpuMs} ms of CPU); a plain read of the same ${document.filesRead} files ${plainReadMs} ms (${ratio}×)`,
    `peak memory      ${peakRssMb} MB`,
    `edited template  ${document.templateEditMs} ms, source ${document.sourceEditMs} ms (medians)`,
    '',
  ].join('\n')
}
