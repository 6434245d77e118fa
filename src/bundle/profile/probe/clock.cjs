'use strict'

/**
 * Milliseconds that this thread has worked on a processor: other programs on the machine do not count. Node.js itself
 * shows that clock only to WebAssembly; where it has none, or a coarse one, time on the wall stands in.
 */
exports.workClock = () => {
  const wall = () => Number(process.hrtime.bigint()) / 1e6
  if (process.platform === 'win32') return { kind: 'wall', now: wall }
  try {
    // It warns that it is experimental.
    const { emitWarning } = process
    process.emitWarning = () => undefined
    const { WASI } = require('node:wasi')
    process.emitWarning = emitWarning
    const memory = new WebAssembly.Memory({ initial: 1 })
    const wasi = new WASI({ version: 'preview1' })
    wasi.initialize({ exports: { memory } })
    const view = new DataView(memory.buffer)
    const threadTime = 3
    const now = () => {
      if (wasi.wasiImport.clock_time_get(threadTime, 1n, 0) !== 0) throw new Error('no such clock')
      return Number(view.getBigUint64(0, true)) / 1e6
    }
    now()
    return { kind: 'work', now }
  } catch {
    return { kind: 'wall', now: wall }
  }
}
