import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'

/**
 * `npm run --silent bench`: every bench of test/bench after the other, as one JSON document with each one's own under
 * its name; what they say of their progress goes to stderr.
 */
const folder = join(import.meta.dirname, '../test/bench')
const results: Record<string, unknown> = {}
for (const entry of readdirSync(folder, { withFileTypes: true })) {
  const { name, ext } = parse(entry.name)
  if (!entry.isFile() || ext !== '.ts') continue
  process.stderr.write(`── ${name}\n`)
  const { stdout, status } = spawnSync(process.execPath, [join(folder, entry.name), '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) process.exitCode = 1
  results[name] = status === 0 ? JSON.parse(stdout) : { failed: status }
}
process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`)
