const { createServer } = require('node:http')

/**
 * Stands for a service on the network: an HTTP server on a free loopback port that answers `answer(url)` as JSON
 * after `latencyMs`. It does not keep the process alive. Returns its origin.
 */
exports.startLocalServer = (answer, latencyMs) =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = new URL(request.url, 'http://127.0.0.1')
      setTimeout(() => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(answer(url)))
      }, latencyMs)
    })
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.unref()
      resolve(`http://127.0.0.1:${server.address().port}`)
    })
  })
