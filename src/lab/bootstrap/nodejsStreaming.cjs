// Calls handlers that write their response piece by piece. Loaded on need: most functions have none.
'use strict'
const { Writable } = require('node:stream')
const { finished } = require('node:stream/promises')

/** Resolves with all that the handler wrote, when it has settled and ended the stream. */
async function callStreaming(handler, event, context) {
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

module.exports = { callStreaming }
