import { renameSync, writeFileSync } from 'node:fs'
import type { Runner, Test } from 'mocha'

/** What a suite brings out of the extension host. */
export interface SuiteResult {
  readonly passed: readonly string[]
  readonly failed: readonly { readonly title: string; readonly stack: string }[]
  readonly pending: readonly string[]
}

const TIMEOUT_MS = 60_000

/**
 * Runs in the extension host: defines the tests by calling `load`, runs them and leaves a `SuiteResult` as JSON in
 * `resultFile`. Rejects when a test failed, which is how `@vscode/test-electron` learns of it.
 */
export async function runSuite(load: () => void, resultFile: string): Promise<void> {
  const passed: string[] = []
  const failed: { title: string; stack: string }[] = []
  const pending: string[] = []
  try {
    await runMocha(load, runner => {
      runner.on('pass', (test: Test) => passed.push(test.fullTitle()))
      runner.on('pending', (test: Test) => pending.push(test.fullTitle()))
      runner.on('fail', (test: Test, error: Error) => failed.push({ title: test.fullTitle(), stack: stackOf(error) }))
    })
  } catch (error) {
    failed.push({ title: 'the suite itself', stack: stackOf(error) })
  }
  save(resultFile, { passed, failed, pending })
  if (failed.length > 0) throw new Error(`${failed.length} editor tests failed`)
}

async function runMocha(load: () => void, listen: (runner: Runner) => void): Promise<void> {
  const { default: Mocha } = await import('mocha')
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT_MS, forbidOnly: true, reporter: Mocha.reporters.Base })
  mocha.suite.emit('pre-require', globalThis, '', mocha)
  load()
  await new Promise<void>(done => {
    listen(mocha.run(() => done()))
  })
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function save(file: string, result: SuiteResult): void {
  const partial = `${file}.partial`
  writeFileSync(partial, JSON.stringify(result))
  renameSync(partial, file)
}
