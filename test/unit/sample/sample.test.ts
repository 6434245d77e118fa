import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'

const sample = join(import.meta.dirname, '../../../media/sample')

interface SampleFunction {
  readonly id: string
  readonly file: string
  readonly event: string
  /** A part of the answer to the event, worked out once by hand or by another program where that is possible. */
  readonly answer: Readonly<Record<string, unknown>>
}

const functions: readonly SampleFunction[] = [
  {
    id: 'ThumbnailFunction',
    file: 'images/thumbnail.js',
    event: 'thumbnail',
    answer: { photoId: 4711, width: 320, height: 240 },
  },
  { id: 'FingerprintFunction', file: 'images/fingerprint.mjs', event: 'fingerprint', answer: { compared: 150_000 } },
  {
    id: 'QuoteFunction',
    file: 'shipping/quote.ts',
    event: 'quote',
    answer: { cheapest: { carrier: 'steamer', cents: 717, days: 17 } },
  },
  {
    id: 'MonthlySalesFunction',
    file: 'reports/monthlySales.js',
    event: 'monthlySales',
    answer: { rows: 1_922_000, bytes: 246_016_000 },
  },
  { id: 'GetOrderFunction', file: 'orders/getOrder.js', event: 'getOrder', answer: { totalCents: 12 * 120 } },
  { id: 'GetOrderFunction', file: 'orders/getOrder.js', event: 'getOrderAbroad', answer: { totalCents: 12 * 120 } },
  { id: 'InvoiceFunction', file: 'invoices/invoice.py', event: 'invoice', answer: { lines: 40_000 } },
]

describe('sample project', () => {
  for (const { id, file, event, answer } of functions) {
    it(`${id} answers ${event}.json the same each time`, async () => {
      const [first, second] = await (file.endsWith('.py') ? callPythonTwice(file, event) : callTwice(file, event))
      assert.partialDeepStrictEqual(first, answer)
      assert.deepEqual(second, first)
    })
  }

  it('charges duty on orders to other countries only', async () => {
    const [home] = await callTwice('orders/getOrder.js', 'getOrder')
    const [abroad] = await callTwice('orders/getOrder.js', 'getOrderAbroad')
    assert.equal('customs' in home, false)
    assert.equal(Array.isArray(abroad['customs']) && abroad['customs'].length, 3)
  })

  it('has a handler for each function of the template, and a test for each event', () => {
    const handlers = Object.entries(readTemplate()).map(([id, file]) => `${id} ${file}`)
    const tested = new Set(functions.map(({ id, file }) => `${id} ${file.replace(/\.\w+$/, '.handler')}`))
    assert.deepEqual(handlers.toSorted(), [...tested].toSorted())
    const events = functions.map(({ event }) => `${event}.json`)
    assert.deepEqual(readdirSync(join(sample, 'events')).toSorted(), events.toSorted())
  })
})

type Answers = [Record<string, unknown>, Record<string, unknown>]

function readEvent(name: string): unknown {
  return JSON.parse(readFileSync(join(sample, 'events', `${name}.json`), 'utf8'))
}

async function callTwice(file: string, event: string): Promise<Answers> {
  const module = await import(pathToFileURL(join(sample, 'src', file)).href)
  return [await module.handler(readEvent(event)), await module.handler(readEvent(event))]
}

async function callPythonTwice(file: string, event: string): Promise<Answers> {
  const script = [
    'import importlib.util, json, sys',
    'sys.dont_write_bytecode = True',
    'spec = importlib.util.spec_from_file_location("function", sys.argv[1])',
    'module = importlib.util.module_from_spec(spec)',
    'spec.loader.exec_module(module)',
    'print(json.dumps([module.handler(json.loads(sys.argv[2]), None) for _ in range(2)]))',
  ].join('\n')
  const args = ['-c', script, join(sample, 'src', file), JSON.stringify(readEvent(event))]
  const { stdout } = await promisify(execFile)('python3', args)
  return JSON.parse(stdout)
}

/** Logical id → handler as a path below `src`. */
function readTemplate(): Record<string, string> {
  const { Resources } = parse(readFileSync(join(sample, 'template.yaml'), 'utf8'))
  return Object.fromEntries(
    Object.entries<{ Properties: { Handler: string; CodeUri?: string } }>(Resources).map(([id, { Properties }]) => [
      id,
      join(Properties.CodeUri ?? 'src/', Properties.Handler).replace('src/', ''),
    ]),
  )
}
