import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { figure, type TestLab } from '../../unit/lab/testLab.ts'
import { median, round, say } from './figures.ts'

/** Answers each request at once with what an empty function's answer looks like, in a process of its own. */
const emptyServer = `
const tail = Buffer.alloc(400, 'x').toString('base64')
require('node:http').createServer((request, response) => request.resume().on('end', () => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'X-Amz-Log-Result': tail, 'X-Amz-Executed-Version': '1' })
  response.end('1')
})).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

const empty = { 'index.js': 'exports.handler = async () => 1' }

/** Calls in a row to one server before the other has its turn. */
const BLOCK = 10
/** Blocks until the compilers of the lab and of the client have done most of their work. */
const WARM_UP = 50

/**
 * What a warm call takes besides the function's own duration, for a caller with the AWS SDK who calls again and again;
 * and what the same caller's requests take to a server that does nothing, in turns of some calls each. Apart: the first
 * calls of a new lab, and a call after a pause, whose environment has been frozen.
 */
export async function measureWarmOverhead(lab: TestLab, calls: number) {
  say('Warm overhead, and the same client against an empty server')
  const server = spawn(process.execPath, ['-e', emptyServer], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(server.stdout, 'data')
  const { region, credentials } = lab.lab
  const bare = new LambdaClient({ endpoint: `http://127.0.0.1:${String(port).trim()}`, region, credentials })
  await lab.create('warm', empty, { MemorySize: 1769 })
  const durations: number[] = []
  const callLab = async () => {
    const started = performance.now()
    const durationMs = figure((await lab.call('warm')).report, 'Duration')
    durations.push(durationMs)
    return performance.now() - started - durationMs
  }
  const callBare = async () => {
    const started = performance.now()
    await bare.send(new InvokeCommand({ FunctionName: 'warm', LogType: 'Tail', Payload: '{}' }))
    return performance.now() - started
  }
  const [overheads, rawTimes, afterPauses, early]: number[][] = [[], [], [], []]
  for (let block = -WARM_UP; block < calls; block++) {
    for (let n = 0; n < BLOCK; n++) {
      const overheadMs = await callLab()
      // The first call of a block finds its environment frozen.
      if (block >= 0) (n === 0 ? afterPauses : overheads)?.push(overheadMs)
      else if (block < 5 - WARM_UP) early?.push(overheadMs)
    }
    for (let n = 0; n < BLOCK; n++) {
      const rawMs = await callBare()
      if (block >= 0 && n > 0) rawTimes?.push(rawMs)
    }
  }
  server.kill()
  bare.destroy()
  const [overheadMs, emptyServerMs] = [median(overheads ?? []), median(rawTimes ?? [])]
  return {
    overheadMs: round(overheadMs),
    emptyServerMs: round(emptyServerMs),
    /** What of it is the lab's. */
    labMs: round(overheadMs - emptyServerMs),
    ratio: round(overheadMs / emptyServerMs),
    /** Of the first 50 calls. */
    earlyMs: round(median(early ?? [])),
    afterPauseMs: round(median(afterPauses ?? [])),
    durationMs: round(median(durations)),
  }
}

/**
 * INIT of an empty handler, from the start of its process to its first request for work, against the bare interpreter
 * from its start to its end, in turns. Nothing is kept ready beforehand. Apart: the whole cold call for its caller.
 */
export async function measureColdStart(lab: TestLab, calls: number) {
  say('Cold starts, and node -e 0')
  const inits: number[] = []
  const whole: number[] = []
  const bare: number[] = []
  for (let n = 0; n < calls * 2; n++) {
    const name = `empty${n}`
    await lab.create(name, empty)
    const calledAt = performance.now()
    const { report, log } = await lab.call(name)
    whole.push(performance.now() - calledAt)
    const path = / by (\S+) /.exec(log)?.[1] ?? process.execPath
    const started = performance.now()
    spawnSync(path, ['-e', '0'], { env: {} })
    bare.push(performance.now() - started)
    inits.push(figure(report, 'Init Duration'))
  }
  const [initMs, bareMs] = [median(inits), median(bare)]
  const figures = { coldStartMs: round(initMs), bareNodeMs: round(bareMs), ratio: round(initMs / bareMs) }
  return { ...figures, callMs: round(median(whole)) }
}
