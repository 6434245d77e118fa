import assert from 'node:assert/strict'
import { functionsCsv } from '#editor/functionsCsv.ts'
import { type FunctionRow, inOrder, orders, rowDescription } from '#editor/functionRows.ts'
import type { LensState } from '#editor/lensState.ts'
import { deployed, deployedState, now, problem, statistics } from '../../support/lensStates.ts'

const source = { windowHours: 24, now }

function row(name: string, state: LensState, more: Partial<FunctionRow> = {}): FunctionRow {
  return { name, place: `src/${name}.js#handler`, state, ...more }
}

const called = (count: number, usdPerMillion: number, p99Ms: number) =>
  deployedState({ statistics: { ...statistics, count, usdPerMillion, p99Ms } })
const rows = [
  row('rare', called(10, 40, 9000)),
  row('busy', called(5_000_000, 2, 120)),
  row('steady', called(1_000_000, 3, 812)),
  row('unknown', { kind: 'unanswered', deployed, problem: problem('unreachable') }),
  row('new', { kind: 'reading' }),
]

describe('the rows of the view of functions', () => {
  it('say p99, init and what a day costs', () => {
    assert.equal(rowDescription(rows[2] ?? assert.fail(), source), 'p99 812 ms · init 131 ms · $3.00 a day')
  })

  it('have the cost of the log beside that of the compute', () => {
    const log = { bytes: 820_000_000, usd: 0.41 }
    assert.match(
      rowDescription(row('steady', called(1_000_000, 3, 812), { log }), source),
      / · \$3\.00 a day \+ \$0\.41 log$/,
    )
  })

  it('say why there are no figures, in the words of the lens', () => {
    assert.deepEqual(
      rows.slice(3).map(one => rowDescription(one, source)),
      ['AWS did not answer', 'Reading logs…'],
    )
  })

  it('say that figures are old, that a cost is unknown, and that calls were in the lab', () => {
    const old = deployedState({ statistics }, { problem: problem('unreachable') })
    assert.match(rowDescription(row('old', old), source), / · 2 h old$/)
    const { usdPerMillion: _, ...unpriced } = statistics
    assert.match(rowDescription(row('abroad', deployedState({ statistics: unpriced })), source), / · cost unknown$/)
    assert.match(
      rowDescription(row('sampled', deployedState({ statistics, sampled: true })), source),
      / · cost unknown$/,
    )
    assert.match(rowDescription(row('local', { kind: 'known', statistics }), source), / · in the lab$/)
  })

  const sorted: readonly (readonly [keyof typeof orders, readonly string[]])[] = [
    ['usdPerDay', ['busy', 'steady', 'rare', 'new', 'unknown']],
    ['p99', ['rare', 'steady', 'busy', 'new', 'unknown']],
    ['usdPerMillion', ['rare', 'steady', 'busy', 'new', 'unknown']],
    ['calls', ['busy', 'steady', 'rare', 'new', 'unknown']],
    ['name', ['busy', 'new', 'rare', 'steady', 'unknown']],
  ]
  for (const [order, names] of sorted) {
    it(`by ${orders[order].label}: ${names.join(', ')}`, () =>
      assert.deepEqual(
        inOrder(rows, order).map(({ name }) => name),
        names,
      ))
  }

  it('by every figure have all rows', () => {
    for (const order of Object.keys(orders) as (keyof typeof orders)[])
      assert.equal(inOrder(rows, order).length, rows.length)
  })
})

describe('the functions as CSV', () => {
  it('are a head and a line each, with an empty cell for what is unknown and the reason behind it', () => {
    const [head = '', ...lines] = functionsCsv(rows, source).split('\r\n')
    const columns = head.split(',')
    assert.equal(lines.length, rows.length)
    for (const line of lines) assert.equal(line.split(',').length, columns.length, line)
    const cell = (line: string | undefined, column: string) => line?.split(',')[columns.indexOf(column)]
    assert.deepEqual(
      ['function', 'handler', 'deployed as', 'calls', 'p99 ms', 'USD a day', 'log USD a day'].map(name =>
        cell(lines[2], name),
      ),
      ['steady', 'src/steady.js#handler', 'shop-resize', '1000000', '812', '3', ''],
    )
    assert.deepEqual([cell(lines[3], 'p99 ms'), cell(lines[3], 'remark')], ['', 'AWS did not answer'])
  })

  it('have quotes where a spreadsheet needs them, and no formulas', () => {
    const csv = functionsCsv([row('a,"b"', { kind: 'reading' }), row('=HYPERLINK(1)', { kind: 'reading' })], source)
    assert.match(csv, /\r\n"a,""b""",/)
    assert.match(csv, /\r\n'=HYPERLINK\(1\),/)
  })
})
