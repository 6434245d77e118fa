import { startLocalServer } from '../lib/localServer.js'

interface QuoteRequest {
  readonly postcode: string
  readonly weightGrams: number
}

interface Quote {
  readonly carrier: string
  readonly cents: number
  readonly days: number
}

const carriers = ['pigeon', 'balloon', 'steamer']
const latencyMs = 120
const carrierService = startLocalServer(answerAsCarrier, latencyMs)

/** Asks each carrier in turn for a price: almost all of the time is spent waiting. */
export async function handler(event: QuoteRequest): Promise<{ cheapest: Quote; quotes: Quote[] }> {
  const origin = await carrierService
  const quotes: Quote[] = []
  for (const carrier of carriers) {
    const query = new URLSearchParams({ postcode: event.postcode, grams: String(event.weightGrams) })
    const response = await fetch(`${origin}/${carrier}?${query}`)
    quotes.push((await response.json()) as Quote)
  }
  const cheapest = quotes.reduce((best, quote) => (quote.cents < best.cents ? quote : best))
  return { cheapest, quotes }
}

function answerAsCarrier(url: URL): Quote {
  const carrier = url.pathname.slice(1)
  const grams = Number(url.searchParams.get('grams'))
  const zone = Number(url.searchParams.get('postcode')?.charAt(0)) + 1
  const rank = carriers.indexOf(carrier)
  return { carrier, cents: 290 + zone * 35 + Math.ceil(grams / 100) * (40 - 12 * rank), days: 2 + 3 * rank + zone }
}
