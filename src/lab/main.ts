import { isMainThread, type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { describeError, LensError } from '#common/errors.ts'
import { chooseLimiter } from './chooseLimiter.ts'
import { runSampler, type SamplerData } from './cpuSampler.ts'
import { FolderLock } from './folderLock.ts'
import { type LabOptions, labOptions } from './labOptions.ts'
import { LabServer } from './labServer.ts'
import { RunFolder, sweep, sweepDeadLabs } from './runFolder.ts'
import { runStopLoop, type StopLoopData } from './stopLoop.ts'

/** A lab that is told to end does so within this time. */
const LOCK_WAIT_MS = 3000

/** The lab as a process: prints one line of JSON, then runs until its input ends or it is told to end. */
async function main(): Promise<void> {
  const options = readOptions()
  if (!options) return
  if (options.sweep !== undefined) {
    sweep(options.sweep)
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
    const { dataFolder, idleMs } = options
    const lock = dataFolder === undefined ? undefined : await FolderLock.takeWithin(dataFolder, LOCK_WAIT_MS)
    if (dataFolder !== undefined && !lock)
      process.stderr.write(`Another lab keeps its logs in ${dataFolder}: those of this one end with it.\n`)
    const limiter = await chooseLimiter(options.limiter, folder, import.meta.filename)
    const lab = new LabServer({ ...options, limiter, folder, entry: import.meta.filename }, lock && dataFolder)
    close = () => {
      lab.close()
      lock?.release()
      limiter.close()
      folder.remove()
    }
    if (idleMs !== undefined) setInterval(() => lab.idleMs > idleMs && end(0), Math.min(1000, idleMs))
    const endpoint = await lab.listen(options.port)
    const { accessKeyId, secretAccessKey, region } = lab.key
    const line = { endpoint, region, accessKeyId, secretAccessKey, limiter: limiter.name, pid: process.pid }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  } catch (error) {
    const isInUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    process.stderr.write(`${describeError(isInUse ? portInUse(options.port, error) : error)}\n`)
    end(2)
  }
}

function readOptions(): LabOptions | undefined {
  try {
    return labOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`)
    process.exitCode = 2
    return undefined
  }
}

function portInUse(port: number, cause: unknown): LensError {
  const remedy = 'End what uses it, or let the lab choose a port: leave --port away.'
  return new LensError('lab-port-in-use', `Port ${port} is in use.`, remedy, cause)
}

if (isMainThread) await main()
else if (parentPort) runThread(parentPort, workerData as SamplerData | StopLoopData)

function runThread(port: MessagePort, data: SamplerData | StopLoopData): void {
  if (data.role === 'sampler') runSampler(port, data)
  else runStopLoop(port, data)
}
