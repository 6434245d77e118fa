import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { describeError } from '#common/errors.ts'
import { seededRandom } from '#common/random.ts'
import { Journal } from '#tuning/journal.ts'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { startTestLab, type TestLab } from '../support/lab.ts'

/**
 * What a sweep that is killed leaves: `node test/bench/kill.ts [--json] [--sweeps 100] [--seed 1]`. Each sweep is a
 * process of its own on a function of its own and gets SIGKILL at a random moment of its run; then one restart recovers
 * them all. Every second one is on a clone. Compared with what the killed sweeps had left before the restart.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    sweeps: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
})
const sweeps = Number(values.sweeps)
const random = seededRandom(Number(values.seed))
const atOnce = 3
const ways = ['versions', 'clone'] as const
type Way = (typeof ways)[number]
const script = join(import.meta.dirname, 'kill/doomedSweep.ts')
const { signal: never } = new AbortController()

const started = performance.now()
const lab = await startTestLab()
const journalFolder = join(lab.folder, 'journal')
try {
  const document = await bench(lab)
  process.stdout.write(values.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${describe(document)}\n`)
  if (document.asBefore < sweeps || document.versionsLeft + document.functionsLeft + document.journalLeft > 0) {
    process.exitCode = 1
  }
} finally {
  await lab.close()
}

async function bench(lab: TestLab) {
  const names = Array.from({ length: sweeps }, (_, index) => `doomed-${index}`)
  for (const name of ['undisturbed', ...names]) await lab.deploy(name, 'exports.handler = async event => event')
  const before = await lookAtAll(names)
  const wholeMs = { versions: 0, clone: 0 }
  for (const way of ways) wholeMs[way] = (await run('undisturbed', way)).elapsedMs
  const moments: string[] = []
  const queue = names.map((name, index) => ({ name, way: ways[index % ways.length] ?? 'versions' }))
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      moments.push(`${next.way}: ${await kill(next.name, next.way, wholeMs[next.way])}`)
      process.stderr.write(`${moments.length} of ${sweeps}: ${moments.at(-1)}\n`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const asBeforeUntilRestart = countEqual(before, await lookAtAll(names))
  const functionsUntilRestart = (await listFunctions()).length - sweeps - 1

  const restarted = performance.now()
  const recovered = await recoverUnfinished(new Journal(journalFolder), lab.control, () => true, never)
  const restartMs = Math.round(performance.now() - restarted)
  for (const { message, error } of recovered) {
    if (error !== undefined) process.stderr.write(`${message} ${describeError(error)}\n`)
  }
  const after = await lookAtAll(names)
  const functions = await listFunctions()
  return {
    sweeps,
    seed: Number(values.seed),
    killed: moments.length,
    /** What each was doing when it was killed. */
    moments: countBy(moments.map(kindOf)),
    untilRestart: { asBefore: asBeforeUntilRestart, functionsLeft: functionsUntilRestart },
    recovered: recovered.length,
    asBefore: countEqual(before, after),
    versionsLeft: after.reduce((count, { versions }) => count + versions.length, 0),
    functionsLeft: functions.length - sweeps - 1,
    journalLeft: (await readdir(journalFolder)).length,
    restartMs,
    elapsedMs: Math.round(performance.now() - started),
  }
}

/** Sweeps until one is killed before it has ended by itself. Returns what it was doing. */
async function kill(name: string, way: Way, wholeMs: number): Promise<string> {
  for (;;) {
    const { moment } = await run(name, way, random() * wholeMs * 1.2)
    if (!moment.startsWith('Ended')) return moment
  }
}

/** Sweeps a function in another process, killed so many ms after it began; without that, it may end by itself. */
async function run(name: string, way: Way, killAfterMs?: number): Promise<{ moment: string; elapsedMs: number }> {
  const { endpoint, region, credentials } = lab.lab
  const connection = JSON.stringify({ endpoint, region, credentials })
  const child = spawn(process.execPath, [script, connection, name, journalFolder, way], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let moment = ''
  let begunAt: number | undefined
  let timer: NodeJS.Timeout | undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    moment = text.trimEnd().split('\n').at(-1) ?? moment
    if (begunAt !== undefined) return
    begunAt = performance.now()
    if (killAfterMs !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  await once(child, 'close')
  clearTimeout(timer)
  return { moment, elapsedMs: performance.now() - (begunAt ?? performance.now()) }
}

async function lookAtAll(names: readonly string[]) {
  const looks = []
  for (const name of names) {
    const { revisionId: _, ...configuration } = await lab.control.read(name, never)
    looks.push({ configuration, versions: await lab.control.listVersions(name, never) })
  }
  return looks
}

async function listFunctions(): Promise<readonly unknown[]> {
  const lambda = await lab.clients.lambda()
  const functions: unknown[] = []
  let Marker: string | undefined
  do {
    const page = await lambda.listFunctions({ Marker })
    functions.push(...(page.Functions ?? []))
    Marker = page.NextMarker
  } while (Marker)
  return functions
}

function countEqual(before: readonly unknown[], after: readonly unknown[]): number {
  return before.filter((look, index) => isDeepStrictEqual(look, after[index])).length
}

function countBy(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of kinds.toSorted()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** `versions: Publishing a version with 512 MB` → `versions: Publishing`. */
function kindOf(moment: string): string {
  return moment.split(' ').slice(0, 2).join(' ')
}

function describe(document: Awaited<ReturnType<typeof bench>>): string {
  const { killed, untilRestart, asBefore, versionsLeft, functionsLeft, journalLeft, restartMs } = document
  const share = `${asBefore} of ${sweeps} functions as before after the restart (${restartMs} ms), `
  const compared = `${untilRestart.asBefore} before it with ${untilRestart.functionsLeft} copies; ${killed} killed; `
  return `${share}${compared}left: ${versionsLeft} versions, ${functionsLeft} functions, ${journalLeft} journal files`
}
