import { existsSync } from 'node:fs'
import { appendFile, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { describeError } from '#common/errors.ts'
import { hasDisplay } from './desktopEditor.ts'
import { bundleSuite } from './editorBundle.ts'
import { openDesktopHost } from './editorDesktop.ts'
import type { EditorHost } from './editorHost.ts'
import { openServerHost } from './editorServer.ts'
import type { SuiteResult } from './editorSuite.ts'
import { sourceStack } from './sourceStack.ts'

const USAGE = `node scripts/host/editorTests.ts [--host desktop|server] [--workspace folder] [name…]
Runs test/editor/<name>.test.ts, each in a window of its own on a fresh copy of test/fixtures/editor/<name>.`

const REPOSITORY = resolve(import.meta.dirname, '../..')
const TESTS = join(REPOSITORY, 'test', 'editor')
const OUTPUT = join(REPOSITORY, 'node_modules', '.cache', 'lambda-lens', 'editor-tests')

const log = (line: string): void => console.log(line)

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { host: { type: 'string' }, workspace: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    log(USAGE)
    return true
  }
  const files = (await readdir(TESTS)).filter(file => file.endsWith('.test.ts'))
  const names = files.map(file => basename(file, '.test.ts')).sort()
  const unknown = positionals.filter(name => !names.includes(name))
  if (unknown.length > 0) throw new Error(`No such editor test: ${unknown.join(', ')}\n${USAGE}`)
  const chosen = positionals.length > 0 ? positionals : names
  const host = await openHost(values.host)
  log(`Editor tests in ${host.name}`)
  try {
    let failures = 0
    for (const name of chosen) failures += await report(name, await runOne(host, name, values.workspace))
    return failures === 0
  } finally {
    await host.close()
  }
}

/** The desktop's VS Code where there is a display and it can be downloaded, else the server. */
async function openHost(wanted: string | undefined): Promise<EditorHost> {
  if (wanted === 'desktop') return openDesktopHost(REPOSITORY)
  if (wanted !== 'server' && hasDisplay()) {
    try {
      return await openDesktopHost(REPOSITORY)
    } catch (error) {
      log(`VS Code could not be downloaded (${describeError(error)}); using its server from npm.`)
    }
  }
  return openServerHost(REPOSITORY, log)
}

/** Undefined: the window ended without a result. */
async function runOne(host: EditorHost, name: string, givenWorkspace?: string): Promise<SuiteResult | undefined> {
  const folder = join(OUTPUT, `${name}-${process.pid}`)
  const suiteFile = join(folder, 'suite.cjs')
  const resultFile = join(folder, 'result.json')
  const workspace = await mkdtemp(join(tmpdir(), `lambda-lens-${name}-`))
  const fixture = givenWorkspace ? resolve(givenWorkspace) : join(REPOSITORY, 'test', 'fixtures', 'editor', name)
  try {
    if (givenWorkspace || existsSync(fixture)) await cp(fixture, workspace, { recursive: true })
    await bundleSuite(join(TESTS, `${name}.test.ts`), suiteFile, resultFile)
    await host.runSuite({ name, workspace, suiteFile, resultFile })
    if (!existsSync(resultFile)) return undefined
    const result: SuiteResult = JSON.parse(await readFile(resultFile, 'utf8'))
    const failed = result.failed.map(async ({ title, stack }) => ({
      title,
      stack: await sourceStack(stack, suiteFile, REPOSITORY),
    }))
    return { ...result, failed: await Promise.all(failed) }
  } finally {
    for (const path of [folder, workspace]) await rm(path, { recursive: true, force: true })
  }
}

/** Returns the number of failures; a suite without a result or without a test has failed. */
async function report(name: string, result: SuiteResult | undefined): Promise<number> {
  const { passed, failed, pending } = result ?? { passed: [], failed: [], pending: [] }
  for (const title of passed) log(`  ✓ ${title}`)
  for (const title of pending) log(`  - ${title}`)
  for (const { title, stack } of failed) log(`  ✗ ${title}\n${stack.replaceAll(/^/gm, '      ')}`)
  const empty = failed.length === 0 && passed.length === 0
  const failures = failed.length + (empty ? 1 : 0)
  log(`${name}: ${passed.length} passed, ${failures} failed${empty ? ' (no test ran)' : ''}, ${pending.length} pending`)
  const tally = process.env['LAMBDA_LENS_TALLY']
  if (tally) await appendFile(tally, `${JSON.stringify({ passes: passed.length, failures })}\n`)
  return failures
}

process.exitCode = (await main()) ? 0 : 1
