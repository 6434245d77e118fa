// `awslambda.streamifyResponse`: handlers that write their response piece by piece.
'use strict'

const streaming = new WeakSet()

/** What the runtime puts into the global scope, before the function's module is loaded. */
function provideStreaming() {
  globalThis.awslambda = {
    streamifyResponse(handler) {
      streaming.add(handler)
      return handler
    },
    HttpResponseStream: {
      /** Status and headers go ahead of the body, with eight zero bytes between. */
      from(stream, prelude) {
        stream.write(`${JSON.stringify(prelude)}${'\0'.repeat(8)}`)
        return stream
      },
    },
  }
}

function isStreaming(handler) {
  return streaming.has(handler)
}

/** Resolves with all that the handler wrote, when it has settled and ended the stream. */
async function callStreaming(handler, event, context) {
  // Loaded here: most functions do not stream, and each of them would wait for it at its start.
  const { Writable } = require('node:stream')
  const { finished } = require('node:stream/promises')
  const chunks = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  stream.setContentType = () => {}
  await Promise.all([finished(stream), handler(event, stream, context)])
  return Buffer.concat(chunks)
}

module.exports = { provideStreaming, isStreaming, callStreaming }
