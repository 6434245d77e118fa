// Calls handlers that write their response piece by piece. Loaded on need: most functions have none.
'use strict'
const { Writable } = require('node:stream')
const { finished } = require('node:stream/promises')

/** Resolves when the handler has settled and ended the stream. `respond` takes each piece, and calls back. */
async function callStreaming(handler, event, context, respond) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      respond(chunk, done)
    },
  })
  stream.setContentType = () => {}
  await Promise.all([finished(stream), handler(event, stream, context)])
}

/** A response of which each piece is sent when it is there; an error may still end it. */
class ResponseStream {
  #client
  #begin
  #hasBegun = false

  /** `begin` is the head of the request. */
  constructor(client, begin) {
    this.#client = client
    this.#begin = begin
  }

  get hasBegun() {
    return this.#hasBegun
  }

  write(chunk, done) {
    const head = this.#hasBegun ? '' : this.#begin
    this.#hasBegun = true
    const { socket } = this.#client
    socket.cork()
    socket.write(`${head}${chunk.length.toString(16)}\r\n`)
    socket.write(chunk)
    socket.write('\r\n', done)
    socket.uncork()
  }

  /** Resolves when the lab has taken it. `trailers` tell an error. */
  end(trailers = {}) {
    const head = this.#hasBegun ? '' : this.#begin
    this.#hasBegun = true
    const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${value}\r\n`)
    return this.#client.send(`${head}0\r\n${lines.join('')}\r\n`)
  }
}

module.exports = { callStreaming, ResponseStream }
