import { parseArgs } from 'node:util'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { describeError, LensError } from '#common/errors.ts'
import { chooseLimiter } from './chooseLimiter.ts'
import { parseFaults } from './faults.ts'
import { FolderLock } from './folderLock.ts'
import { LabServer } from './labServer.ts'
import { RunFolder, sweep, sweepDeadLabs } from './runFolder.ts'
import { runStopLoop } from './stopLoop.ts'

/** The lab as a process: prints one line of JSON, then runs until its input ends or it is told to end. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      limiter: { type: 'string' },
      concurrency: { type: 'string', default: '10' },
      data: { type: 'string' },
      faults: { type: 'string' },
      'idle-seconds': { type: 'string' },
      'retire-seconds': { type: 'string', default: '300' },
      sweep: { type: 'string' },
    },
  })
  if (values.sweep !== undefined) {
    sweep(values.sweep)
    return
  }
  sweepDeadLabs()
  const folder = new RunFolder()
  folder.guard(import.meta.filename)
  let close = () => folder.remove()
  const end = (code: number) => {
    close()
    process.exit(code)
  }
  process.stdin
    .on('end', () => end(0))
    .on('error', () => end(0))
    .resume()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(0))
  try {
    const lock = values.data === undefined ? undefined : FolderLock.take(values.data)
    if (values.data !== undefined && !lock)
      process.stderr.write(`Another lab keeps its logs in ${values.data}: those of this one end with it.\n`)
    const faults = values.faults === undefined ? undefined : parseFaults(values.faults)
    const limiter = await chooseLimiter(values.limiter, folder, import.meta.filename)
    const lab = new LabServer({
      limiter,
      folder,
      maxConcurrency: Number(values.concurrency),
      retireMs: Number(values['retire-seconds']) * 1000,
      ...(lock && values.data !== undefined ? { dataFolder: values.data } : {}),
      ...(faults ? { faults } : {}),
    })
    close = () => {
      lab.close()
      lock?.release()
      limiter.close()
      folder.remove()
    }
    if (values['idle-seconds'] !== undefined) {
      const mostMs = Number(values['idle-seconds']) * 1000
      setInterval(() => lab.idleMs > mostMs && end(0), Math.min(1000, mostMs))
    }
    const endpoint = await lab.listen(Number(values.port))
    const { accessKeyId, secretAccessKey, region } = lab.key
    const line = { endpoint, region, accessKeyId, secretAccessKey, limiter: limiter.name, pid: process.pid }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  } catch (error) {
    const isInUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    process.stderr.write(`${describeError(isInUse ? portInUse(values.port, error) : error)}\n`)
    end(2)
  }
}

function portInUse(port: string, cause: unknown): LensError {
  const remedy = 'End what uses it, or let the lab choose a port: leave --port away.'
  return new LensError('lab-port-in-use', `Port ${port} is in use.`, remedy, cause)
}

if (isMainThread) await main()
else if (parentPort) runStopLoop(parentPort, workerData as Int32Array)
