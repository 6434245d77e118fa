import assert from 'node:assert/strict'
import type { FigureName } from '#editor/figures.ts'
import type { LensState } from '#editor/lensState.ts'
import { lensTitle, shortWindow } from '#editor/lensText.ts'
import { lensTooltip } from '#editor/lensTooltip.ts'
import { type Note, noteTexts } from '#telemetry/functionStatistics.ts'
import { summarize } from '#telemetry/statistics.ts'
import { deployed, deployedState, now, problem, since, statistics } from '../../support/lensStates.ts'
import { invocation } from '../../support/samples.ts'

const source = { memoryMb: 512, windowHours: 24, now, definedAs: 'ResizeFunction in template.yaml' }
const title = (state: LensState, figures?: readonly FigureName[]) =>
  lensTitle(state, { ...source, ...(figures && { figures }) })
const unanswered = (code: string, message?: string): LensState => ({
  kind: 'unanswered',
  deployed,
  problem: problem(code, message),
})
const noted = (...notes: readonly Note[]) => deployedState({ notes })
const kept = (code: string) => deployedState({ statistics }, { problem: problem(code) })

describe('the words of a lens', () => {
  it('tell p99, init, cold share and cost', () => {
    assert.equal(title({ kind: 'known', statistics }), 'p99 688 ms · init 131 ms, 33 % cold · $2.96 per 1M')
    assert.equal(title(deployedState({ statistics })), title({ kind: 'known', statistics }))
  })

  it('leave out an init that no call reported', () => {
    const warm = summarize([invocation(81, 512)], { architecture: 'x86_64', region: 'lab' })
    assert.ok(warm)
    assert.equal(title({ kind: 'known', statistics: warm }), 'p99 81 ms · $0.88 per 1M')
  })

  const bySetting: readonly (readonly [readonly FigureName[], string])[] = [
    [['cost', 'p50'], '$2.96 per 1M · p50 81 ms'],
    [['p90', 'p95', 'p99', 'max'], 'p90 576 ms · p95 638 ms · p99 688 ms · longest 700 ms'],
    [['cold', 'initP99', 'calls'], '33 % cold · init p99 131 ms · 3 calls'],
    [['errors', 'memory'], '0 calls failed · peak 80 MB'],
    [['perDay'], '$0.0000089 a day'],
  ]
  for (const [figures, words] of bySetting) {
    it(`are by setting ${figures.join(', ')}`, () => assert.equal(title(deployedState({ statistics }), figures), words))
  }

  const states: readonly (readonly [string, LensState, string])[] = [
    ['being read', { kind: 'reading' }, 'Reading logs…'],
    ['not linked', { kind: 'notLinked', reason: 'No template.' }, 'Not linked to a deployed function: link…'],
    ['not run by the lab', { kind: 'notInLab', language: 'go' }, 'Not linked to a deployed function: link…'],
    ['a web function', { kind: 'notRead', reason: 'It serves.' }, 'Its kind of function leaves no reports'],
    ['without a lab', { kind: 'notRunning' }, 'Run in the lab'],
    ['without calls in the lab', { kind: 'noCalls' }, 'No calls in the lab yet'],
    ['when the lab fails', { kind: 'failed', reason: 'refused' }, 'The lab did not answer'],
    ['without calls', noted(noteTexts.noCalls()), 'No calls in the last 24 h'],
    ['without a log', noted(noteTexts.noLog('g')), 'No calls in the last 24 h'],
    ['with filtered reports', noted(noteTexts.filtered()), 'Its log level leaves out reports'],
    ['of Managed Instances', noted(noteTexts.instances()), 'Its kind of function leaves no reports'],
    ['with an expired log', noted(noteTexts.expired('g')), 'Its log does not reach back that far'],
    ['with a delivered log', noted(noteTexts.delivered('g')), 'Its log cannot be asked'],
    ['over budget', noted(noteTexts.overBudget('$0.50')), 'The daily budget for reading logs is used up'],
    ['signed out', unanswered('signed-out'), 'Sign in to AWS…'],
    ['with expired credentials', unanswered('credentials-expired'), 'Sign in to AWS…'],
    ['with refused credentials', unanswered('credentials-refused'), 'Sign in to AWS…'],
    ['without an MFA code', unanswered('mfa-missing'), 'AWS wants an MFA code…'],
    ['with a wrong MFA code', unanswered('mfa-refused'), 'AWS did not take the MFA code…'],
    ['without its profile', unanswered('profile-missing'), 'The AWS profile is missing: choose…'],
    ['without a region', unanswered('region-missing'), 'No AWS region is chosen: choose…'],
    [
      'denied',
      unanswered('access-denied', 'AWS does not let you use logs:StartQuery on the log group g: no.'),
      'No permission: logs:StartQuery',
    ],
    ['denied without a name', unanswered('access-denied'), 'No permission to read its logs'],
    ['not there', unanswered('not-found'), 'Not deployed there: link…'],
    ['with a wrong clock', unanswered('clock-skewed'), 'The clock of this machine is wrong'],
    ['throttled', unanswered('throttled'), 'AWS throttles the questions'],
    ['with too many queries', unanswered('too-many-queries'), 'The account has too many queries open'],
    ['after an error of the service', unanswered('service-failed'), 'AWS failed inside'],
    ['with a query that failed midway', unanswered('query-failed'), 'CloudWatch gave up the query'],
    ['unreachable', unanswered('unreachable'), 'AWS did not answer'],
    ['without an answer in time', unanswered('request-timeout'), 'AWS did not answer'],
    ['stale', kept('unreachable'), 'p99 688 ms (2 h old: AWS did not answer)'],
    ['stale and signed out', kept('signed-out'), 'p99 688 ms (2 h old: Sign in to AWS…)'],
    [
      'stale by budget',
      deployedState({ statistics, notes: [noteTexts.overBudget('$0.50')] }),
      'p99 688 ms (2 h old: the daily budget is used up)',
    ],
    ['kept without figures', deployedState({}, { problem: problem('unreachable') }), 'AWS did not answer'],
    [
      'sampled',
      deployedState({ statistics, sampled: true }),
      'p99 688 ms · init 131 ms, 33 % cold · $2.96 per 1M · sample of 3',
    ],
  ]
  for (const [name, state, words] of states) it(`${name}: ${words}`, () => assert.equal(title(state), words))

  it('say that a cost is unknown where the price is', () => {
    const { usdPerMillion: _, ...unpriced } = statistics
    assert.match(title(deployedState({ statistics: unpriced })), / · cost unknown$/)
  })

  it('name the window as long as it is', () => {
    assert.deepEqual([1, 24, 72, 720].map(shortWindow), ['1 h', '24 h', '3 d', '30 d'])
    assert.equal(lensTitle(noted(noteTexts.noCalls()), { windowHours: 168, now }), 'No calls in the last 7 d')
  })
})

describe('the change since the last deployment', () => {
  const changed = (...args: Parameters<typeof since>) => deployedState({ statistics }, { since: since(...args) })

  it('stands behind the p99', () => {
    assert.match(title(changed(0.21)), /^p99 688 ms ▲ 21 % since deploy 3 h ago · init /)
    assert.match(title(changed(-0.305)), /^p99 688 ms ▼ 31 % since deploy 3 h ago · /)
  })

  it('is nothing where the difference may be noise, or where no p99 is shown', () => {
    assert.doesNotMatch(title(changed(undefined)), /▲|▼/)
    assert.equal(title(changed(0.21), ['p50']), 'p50 81 ms')
  })

  it('is of the last change, where that may have been one of settings', () =>
    assert.match(title(changed(0.21, { isCertain: false })), /▲ 21 % since its last change 3 h ago/))

  it('is told in the tooltip with both sides, also where it is noise', () => {
    const line = (state: LensState) => lensTooltip(state, source)
    assert.match(
      line(changed(0.21)),
      /p99 812 ms of 900 calls since the deploy 3 h ago, 671 ms of 1,200 calls in the same span before\./,
    )
    assert.match(line(changed(undefined)), /no difference that is more than noise/)
  })
})

describe('the tooltip of a lens', () => {
  it('says what was counted, and where the function is defined', () => {
    const tooltip = lensTooltip({ kind: 'known', statistics }, source)
    assert.match(tooltip, /^ResizeFunction in template\.yaml\n3 calls at 512 MB in the lab, last 24 hours\n/)
    assert.match(lensTooltip({ kind: 'failed', reason: 'The lab has ended.' }, source), /The lab has ended\./)
  })

  it('says source, sample, age, what the query scanned, and whose prices they are', () => {
    const lines = lensTooltip(deployedState({ statistics, notes: [noteTexts.clamped()] }), source).split('\n')
    assert.deepEqual(lines.slice(0, 3), [
      'ResizeFunction in template.yaml',
      'shop-resize in eu-west-1, by its stack',
      '3 calls at 1,024 MB, last 24 hours',
    ])
    const wanted = [
      noteTexts.clamped().text,
      '1 new environment, init p99 131 ms; how many calls waited for one is not known.',
      'Read 2 h ago from CloudWatch Logs Insights; the query scanned 2 MB for $0.010, 4 functions at once.',
      '$0.0000089 a day at this pace, at the prices of eu-west-1 of 2026-09.',
      'Click for the report.',
    ]
    for (const line of wanted) assert.ok(lines.includes(line), `${line}\nis not in\n${lines.join('\n')}`)
  })

  it('says who waited, where it is known', () => {
    const known = { ...statistics, initialized: 40, waited: 10, coldShare: 0.01 }
    assert.match(
      lensTooltip(deployedState({ statistics: known }), source),
      /40 new environments, .*; 10 calls waited for one \(1 %\)\./,
    )
  })

  it('says what to do where the price is unknown', () => {
    const { function: own } = deployedState().reading
    const abroad = deployedState({ statistics, function: { ...own, region: 'moon-north-1' } })
    assert.match(lensTooltip(abroad, source), /prices of moon-north-1 are not known: run “Lambda Lens: Refresh Prices”/)
  })

  it('says why there is none, and what to do', () => {
    const denied = problem('access-denied', 'No logs:StartQuery.', 'Have it allowed: {"Action":"logs:StartQuery"}')
    const tooltip = lensTooltip({ kind: 'unanswered', deployed, problem: denied }, source)
    assert.match(tooltip, /No logs:StartQuery\. Have it allowed: \{"Action":"logs:StartQuery"\}/)
    assert.match(lensTooltip(kept('unreachable'), source), /It failed\. Do this\./)
  })

  it('says why a lens speaks of the lab', () => {
    const tooltip = lensTooltip({ kind: 'notRunning', unlinked: 'No stack is named.' }, source)
    assert.match(tooltip, /\nNot linked: No stack is named\.$/)
  })
})
