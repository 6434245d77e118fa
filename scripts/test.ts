import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * `npm test` runs every step; `npm test -- unit browser` those named. Each check counts as one test, each floor as many
 * as it has. The last line is `N passed, N failed`.
 */
interface Step {
  readonly name: string
  /** Arguments of node. */
  readonly command: readonly string[]
  /** Mocha counts its tests; anything else is one. */
  readonly mocha?: boolean
}

/** A step that hangs is ended, and named, long before whoever runs this gives up on it. */
const limitMs = 25 * 60_000

const mocha = 'node_modules/mocha/bin/mocha.js'
const steps: readonly Step[] = [
  { name: 'build', command: ['scripts/build.ts'] },
  { name: 'types', command: ['node_modules/typescript-7/bin/tsc', '-p', '.'] },
  { name: 'types of the webviews', command: ['node_modules/typescript-7/bin/tsc', '-p', 'webview'] },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'] },
  { name: 'format', command: ['node_modules/@biomejs/biome/bin/biome', 'format'] },
  { name: 'unused files and exports', command: ['node_modules/knip/bin/knip.js'] },
  { name: 'unit', command: [mocha, 'test/unit/**/*.test.ts'], mocha: true },
  { name: 'editor', command: ['scripts/host/editorTests.ts'], mocha: true },
  { name: 'package', command: ['scripts/package.ts'] },
  { name: 'size budget', command: ['scripts/sizeBudget.ts'] },
  { name: 'browser', command: [mocha, 'test/browser/**/*.test.ts'], mocha: true },
]

const chosen = process.argv.slice(2)
const unknown = chosen.filter(name => !steps.some(step => step.name.split(' ')[0] === name))
if (unknown.length > 0) {
  const names = steps.map(step => step.name.split(' ')[0]).join(' ')
  process.stderr.write(`There is no step ${unknown.join(' ')}; there are: ${names}\n`)
  process.exit(2)
}

if (spawnSync('python3', ['--version']).status !== 0) {
  const command = process.platform === 'darwin' ? 'xcode-select --install' : 'sudo apt-get install -y python3'
  process.stderr.write(`The tests run Python functions, and this machine has no python3. Run: ${command}\n`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
let passed = 0
let failed = 0
for (const step of steps.filter(({ name }) => chosen.length === 0 || chosen.includes(name.split(' ')[0] ?? ''))) {
  const result = run(step)
  passed += result.passed
  failed += result.failed
}
rmSync(folder, { recursive: true })
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

function run(step: Step): { passed: number; failed: number } {
  const started = performance.now()
  process.stdout.write(`\n── ${step.name}\n`)
  const tally = join(folder, `${step.name}.json`)
  const reporter = step.mocha && step.command[0] === mocha ? ['--reporter', 'scripts/tallyReporter.cjs'] : []
  const { status, signal } = spawnSync(process.execPath, [...step.command, ...reporter], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: limitMs,
    env: { ...process.env, LAMBDA_LENS_TALLY: tally },
  })
  const counts = step.mocha ? readTally(tally) : { passes: status === 0 ? 1 : 0, failures: status === 0 ? 0 : 1 }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(
    `── ${step.name}: ${status === 0 ? 'passed' : `failed (${signal ?? `exit ${status}`})`} in ${seconds} s\n`,
  )
  // A floor that breaks off, or that finds no test, has failed, whatever it counted.
  const broken = counts.failures === 0 && (status !== 0 || counts.passes === 0)
  return { passed: counts.passes, failed: counts.failures + (broken ? 1 : 0) }
}

function readTally(file: string): { passes: number; failures: number } {
  try {
    const runs = readFileSync(file, 'utf8').trim().split('\n')
    return runs
      .map((line): { passes: number; failures: number } => JSON.parse(line))
      .reduce((sum, run) => ({ passes: sum.passes + run.passes, failures: sum.failures + run.failures }))
  } catch {
    return { passes: 0, failures: 0 }
  }
}
