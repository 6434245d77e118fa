import assert from 'node:assert/strict'
import { hoverMarkdown, type ReportSource, reportMarkdown } from '#editor/functionReport.ts'
import type { LensState } from '#editor/lensState.ts'
import { deployed, deployedState, now, problem, since, statistics } from '../../support/lensStates.ts'

const source: ReportSource = { handler: 'src/my_resize.js#handler', memoryMb: 512, windowHours: 24, now, isOnAws: true }
const links = [['Report', 'command:lambdaLens.showReport?%5B%5D']] as const
const hover = (state: LensState, more: Partial<ReportSource> = {}) =>
  hoverMarkdown(state, { ...source, ...more }, links)
const changed = deployedState({ statistics }, { since: since(0.21) })

describe('the hover over a handler', () => {
  it('has the durations in a table, and the other figures in a line', () => {
    const text = hover(changed)
    assert.match(text, /\*\*shop-resize in eu-west-1\*\* · 3 calls at 1,024 MB, last 24 h/)
    assert.match(text, /\| duration \| 81 ms \| 576 ms \| 638 ms \| 688 ms \| 700 ms \|/)
    assert.match(text, /\| init \| 131 ms \|  \|  \| 131 ms \|  \|/)
    assert.match(text, /33 % cold · \\\$2\.96 per 1M · \\\$0\.0000089 a day · 0 failed · peak 80 MB/)
    assert.match(text, /▲ 21 % since deploy 3 h ago\. p99 812 ms of 900 calls/)
  })

  it('leads to the report, and on AWS to function and log in the console', () => {
    const text = hover(changed)
    assert.match(text, /\[Report\]\(command:lambdaLens\.showReport\?%5B%5D\)/)
    assert.match(
      text,
      /\(https:\/\/eu-west-1\.console\.aws\.amazon\.com\/lambda\/home\?region=eu-west-1#\/functions\/shop-resize\)/,
    )
    assert.match(text, /#logsV2:log-groups\/log-group\/\$252Faws\$252Flambda\$252Fshop-resize\)/)
    assert.doesNotMatch(hover(changed, { isOnAws: false }), /console/)
  })

  it('says why there are no figures', () => {
    const denied = problem('access-denied', 'AWS does not let you use logs:StartQuery.', 'Have {"Action":"*"} allowed.')
    const text = hover({ kind: 'unanswered', deployed, problem: denied })
    assert.match(text, /\*\*No permission: logs:StartQuery\*\*/)
    assert.match(text, /Have \\\{"Action":"\\\*"\\\} allowed\./)
  })

  it('says that figures are old', () => {
    const text = hover(deployedState({ statistics }, { problem: problem('unreachable') }))
    assert.match(text, /It failed\. Do this\./)
  })
})

describe('the report of a function', () => {
  it('has the figures of the lens, all others, and what must be known to read them', () => {
    const text = reportMarkdown(changed, { ...source, log: { bytes: 1e9, usd: 0.5 } })
    assert.match(text, /^# shop-resize in eu-west-1\n\nsrc\/my\\_resize\.js\\#handler\n/)
    assert.match(text, /\*\*p99 688 ms ▲ 21 % since deploy 3 h ago · init 131 ms, 33 % cold · \\\$2\.96 per 1M\*\*/)
    assert.match(text, /\| Writing the log, a day \| \\\$0\.50 \|/)
    assert.match(text, /\n- Read 2 h ago from CloudWatch Logs Insights; the query scanned 2 MB/)
    assert.doesNotMatch(text, /Click/)
  })

  it('says that a cost is unknown', () => {
    const { usdPerMillion: _, ...unpriced } = statistics
    assert.match(
      reportMarkdown(deployedState({ statistics: unpriced }), source),
      /\| A million calls \| unknown \|\n\| A day \| unknown \|/,
    )
  })

  it('is there without figures too', () =>
    assert.match(reportMarkdown({ kind: 'reading' }, source), /\*\*Reading logs…\*\*/))
})
