const { pbkdf2Sync, createHmac } = require('node:crypto')
const { Agent, get } = require('node:http')
const { startLocalServer } = require('./localServer')

const motifs = ['harbour', 'lighthouse', 'old town', 'mountains', 'vineyard']
let service

/**
 * The shop's orders, made like the client of a cloud SDK: dear to construct (it derives a signing key and opens a pool
 * of connections), cheap to use, meant to be made once and shared.
 */
class OrdersClient {
  constructor({ region, maxSockets }) {
    this.agent = new Agent({ keepAlive: true, maxSockets })
    this.signingKey = pbkdf2Sync('sample secret', region, 100_000, 32, 'sha256')
  }

  async getOrder(orderId) {
    service ??= startLocalServer(findOrder, 15)
    const signature = createHmac('sha256', this.signingKey).update(orderId).digest('hex')
    return this.request(new URL(`/orders/${orderId}?signature=${signature}`, await service))
  }

  request(url) {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: this.agent }, async response => {
        response.setEncoding('utf8')
        resolve(JSON.parse((await response.toArray()).join('')))
      })
      request.once('error', reject)
    })
  }
}

/** What the shop's database would answer. */
function findOrder(url) {
  const orderId = url.pathname.split('/').at(-1)
  const number = Number(orderId.replace(/\D/g, ''))
  const items = [1, 2, 3].map(line => ({
    motif: motifs[(number * line) % motifs.length],
    quantity: ((number + line) % 20) + 1,
    cents: 120,
  }))
  return { orderId, items, totalCents: items.reduce((cents, item) => cents + item.quantity * item.cents, 0) }
}

module.exports = { OrdersClient }
