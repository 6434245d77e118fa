import { LensError } from '#common/errors.ts'
import { formatMs } from '#common/format.ts'

/** The result of the work, unless that takes longer. @throws LensError `bundle-timeout` */
export async function withDeadline<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const what = `The bundle was not ready after ${formatMs(ms)}`
      reject(new LensError('bundle-timeout', `${what}, so the build was given up.`, 'Look for a plugin that hangs.'))
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    work.catch(() => undefined)
  }
}
