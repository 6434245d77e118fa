import assert from 'node:assert/strict'
import { LensError } from '#common/errors.ts'
import type { LensState } from '#editor/lensState.ts'
import { lensTitle } from '#editor/lensText.ts'
import { lensTooltip } from '#editor/lensTooltip.ts'
import type { DeployedFunction } from '#handlers/deployed/deployedFunction.ts'
import { type FunctionStatistics, type Note, noteTexts } from '#telemetry/functionStatistics.ts'
import { type Statistics, summarize } from '#telemetry/statistics.ts'
import { invocation } from '../../support/samples.ts'

const now = Date.UTC(2026, 10, 21, 12)
const source = { memoryMb: 512, windowHours: 24, now, definedAs: 'ResizeFunction in template.yaml' }
const calls = [invocation(700, 512, { initMs: 131 }), invocation(81, 512), invocation(79.4, 512)]
const statistics =
  summarize(calls, { architecture: 'x86_64', region: 'lab' }) ?? assert.fail('three calls have statistics')
const deployed: DeployedFunction = { name: 'shop-resize', region: 'eu-west-1', via: 'stack' }
const title = (state: LensState) => lensTitle(state, source)
const problem = (code: string) => new LensError(code, 'It failed.', 'Do this.')

function read(more: { readonly statistics?: Statistics; readonly notes?: readonly Note[] } = {}): LensState {
  const reading: FunctionStatistics = {
    function: {
      name: 'shop-resize',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop-resize',
      region: 'eu-west-1',
      kind: 'event',
      memoryMb: 512,
      architecture: 'x86_64',
      ephemeralStorageMb: 512,
      logGroup: '/aws/lambda/shop-resize',
      logFormat: 'text',
      systemLogLevel: 'INFO',
      hasSnapStart: false,
      hasLambdaInsights: false,
      codeSha256: '',
      lastModified: 0,
    },
    window: { from: now - 86_400_000, to: now },
    readAt: now - 2 * 3_600_000,
    memoryMb: 1024,
    sampled: false,
    notes: [],
    scan: { bytes: 2_000_000, usd: 0.01, functions: 4 },
    ...more,
  }
  return { kind: 'deployed', deployed, reading }
}

describe('the words of a lens', () => {
  it('tell p99, init, cold share and cost', () => {
    assert.equal(title({ kind: 'known', statistics }), 'p99 688 ms · init 131 ms, 33 % cold · $2.96 per 1M')
    assert.equal(title(read({ statistics })), title({ kind: 'known', statistics }))
  })

  it('leave out an init that no call reported', () => {
    const warm = summarize([invocation(81, 512)], { architecture: 'x86_64', region: 'lab' })
    assert.ok(warm)
    assert.equal(title({ kind: 'known', statistics: warm }), 'p99 81 ms · $0.88 per 1M')
  })

  it('have their own form for each state', () => {
    const unanswered = ['credentials-expired', 'access-denied', 'not-found', 'unreachable']
    const states: LensState[] = [
      { kind: 'reading' },
      { kind: 'noCalls' },
      { kind: 'notRunning' },
      { kind: 'failed', reason: 'refused' },
      { kind: 'notInLab', language: 'go' },
      { kind: 'known', statistics },
      read({ notes: [noteTexts.noCalls()] }),
      read({ notes: [noteTexts.filtered()] }),
      read({ notes: [noteTexts.overBudget('$0.50')] }),
      read({ notes: [noteTexts.expired('g')] }),
      ...unanswered.map((code): LensState => ({ kind: 'unanswered', deployed, problem: problem(code) })),
    ]
    const titles = states.map(title)
    assert.equal(new Set(titles).size, states.length, titles.join(', '))
    assert.ok(titles.includes('No calls in the last 24 h'))
  })

  it('keep what was known when AWS does not answer, with its age', () => {
    const state = read({ statistics })
    assert.ok(state.kind === 'deployed')
    const kept = { ...state, problem: problem('unreachable') }
    assert.equal(title(kept), 'p99 688 ms (2 h old: AWS did not answer)')
    assert.match(lensTooltip(kept, source), /It failed\. Do this\./)
  })

  it('say in the tooltip what was counted, and where the function is defined', () => {
    const tooltip = lensTooltip({ kind: 'known', statistics }, source)
    assert.match(tooltip, /^ResizeFunction in template\.yaml\n3 calls at 512 MB in the lab, last 24 hours\n/)
    assert.match(lensTooltip({ kind: 'failed', reason: 'The lab has ended.' }, source), /The lab has ended\./)
  })

  it('say which deployed function it is, how old the figures are and what the question scanned', () => {
    const lines = lensTooltip(read({ statistics, notes: [noteTexts.clamped()] }), source).split('\n')
    assert.deepEqual(lines.slice(0, 3), [
      'ResizeFunction in template.yaml',
      'shop-resize in eu-west-1',
      '3 calls at 1,024 MB, last 24 hours',
    ])
    assert.ok(lines.includes(noteTexts.clamped().text))
    assert.ok(lines.includes('Read 2 h ago; the query scanned 2 MB, $0.010.'), lines.join('\n'))
  })

  it('say why a lens speaks of the lab', () => {
    const tooltip = lensTooltip({ kind: 'notRunning', unlinked: 'No stack is named.' }, source)
    assert.match(tooltip, /\nNot linked: No stack is named\.$/)
  })
})
