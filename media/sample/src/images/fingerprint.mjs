import { Worker } from 'node:worker_threads'

const threads = 2

/** Finds photos that look like a given one by their fingerprints: two threads share the catalogue. */
export const handler = async event => {
  const { photoId, catalogueSize } = event
  const share = Math.ceil(catalogueSize / threads)
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, i) =>
      runInThread(findNearest, { photoId, from: i * share, to: Math.min(catalogueSize, (i + 1) * share) }),
    ),
  )
  const nearest = parts.flat().sort((a, b) => a.distance - b.distance || a.id - b.id)
  return { photoId, compared: catalogueSize, nearest: nearest.slice(0, 5) }
}

/** Runs a function that uses nothing from around it, so that this file can be bundled like any other. */
function runInThread(work, input) {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads')
    parentPort.postMessage((${work})(workerData))
  `
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData: input })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** The photos between `from` and `to` whose fingerprints of 1,024 bits differ in fewest bits from that of `photoId`. */
function findNearest({ photoId, from, to }) {
  const words = 32
  const wanted = new Int32Array(words)
  const candidate = new Int32Array(words)
  readFingerprint(photoId, wanted)
  let nearest = []
  for (let id = from; id < to; id++) {
    if (id === photoId) continue
    readFingerprint(id, candidate)
    let distance = 0
    for (let word = 0; word < words; word++) {
      for (let bits = candidate[word] ^ wanted[word]; bits !== 0; bits &= bits - 1) distance++
    }
    if (nearest.length === 5 && nearest[4].distance <= distance) continue
    nearest = [...nearest, { id, distance }].sort((a, b) => a.distance - b.distance).slice(0, 5)
  }
  return nearest

  // Stands for reading it from a catalogue: the same id gives the same bits.
  function readFingerprint(id, into) {
    let state = id + 1
    for (let word = 0; word < words; word++) {
      for (let round = 0; round < 24; round++) {
        state ^= state << 13
        state ^= state >>> 17
        state ^= state << 5
      }
      into[word] = state
    }
  }
}
