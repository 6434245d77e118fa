import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
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
const bundle = mkdtempSync(join(tmpdir(), 'lambda-lens-bundle-'))
try {
  process.stderr.write('Building the repository …\n')
  const files = await writeRepository(folder, Number(values.services))
  process.stderr.write(`Indexing ${files} files …\n`)
  // A process of its own, so that its peak of memory is that of the index; bundled, as the index is shipped.
  const script = await bundled(fileURLToPath(new URL('handlers/measureIndex.ts', import.meta.url)))
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
  for (const made of [folder, bundle]) rmSync(made, { recursive: true, force: true })
}

async function bundled(script: string): Promise<string> {
  await build({
    entryPoints: { measure: script },
    outdir: bundle,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    // Bundled packages written as CommonJS ask for these, which an ES module does not have.
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname",
    },
  })
  return join(bundle, 'measure.mjs')
}

function describe(document: IndexFigures & { readonly files: number; readonly templates: number }): string {
  const { files, templates, definitions, firstIndexMs, firstIndexCpuMs, plainReadMs, ratio, peakRssMb } = document
  return [
    `${files} files, ${templates} templates, ${definitions} functions`,
    `first index      ${firstIndexMs} ms (${firstIndexCpuMs} ms of CPU); a plain read of the same ${document.filesRead} files ${plainReadMs} ms (${ratio}×)`,
    `peak memory      ${peakRssMb} MB`,
    `edited template  ${document.templateEditMs} ms (${document.templateEditCpuMs} ms of CPU), source ${document.sourceEditMs} ms (${document.sourceEditCpuMs} ms of CPU; medians)`,
    '',
  ].join('\n')
}
