import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { type AwsLab, startAwsLab } from '../support/editor/awsLab.ts'
import { hoverText, lensSaying } from '../support/editor/lenses.ts'
import { until } from '../support/editor/workspace.ts'
import { metricsOf } from '../support/faultyProxy.ts'
import { logOf } from '../support/logLines.ts'
import { priceListFile } from '../support/priceListFile.ts'
import { serveProtocol } from '../support/protocolServer.ts'

const hourMs = 3_600_000
const orders = 'src/orders.js'
const run = (command: string, ...given: unknown[]) => vscode.commands.executeCommand(`lambdaLens.${command}`, ...given)
const statement = '{"Effect":"Allow","Action":"logs:StartQuery","Resource":"*"}'

const roleWithMfa = `[default]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/dev
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me
`
const signedOut = `[default]
region = us-east-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = dev
[sso-session corp]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
`

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('lambdaLens').update(name, value, vscode.ConfigurationTarget.Global)
}

/** Calls around a change three hours ago, which made them slower by about a third. */
function callsAround(now: number) {
  return Array.from({ length: 800 }, (_, n) => {
    const durationMs = (n < 400 ? 100 : 134) + (n % 40) / 10
    return {
      time: now - 5.9 * hourMs + n * ((5.8 * hourMs) / 800),
      durationMs,
      billedMs: Math.ceil(durationMs),
      memoryMb: 512,
      maxMemoryUsedMb: 90,
      status: 'success' as const,
      ...(n % 100 === 0 && { initMs: 300 }),
    }
  })
}

/** How deployed functions run, on every surface of the editor, in a lab that the extension takes for AWS. */
describe('how functions run', function () {
  this.timeout(90_000)
  let aws: AwsLab

  before(async () => {
    const now = Date.now()
    const names = ['shop-orders', 'shop-refunds', 'shop-quiet']
    const events = ['shop-orders', 'shop-refunds'].flatMap(name =>
      logOf(`/aws/lambda/${name}`, 'text', callsAround(now)),
    )
    aws = await startAwsLab(names, events)
    const changed = new Date(now - 3 * hourMs).toISOString().replace('Z', '+0000')
    aws.proxy.rewrite = ({ operation }, answer) =>
      operation === 'GetFunctionConfiguration' || operation === 'ListFunctions'
        ? answer.replaceAll(/"LastModified":"[^"]*"/g, `"LastModified":"${changed}"`)
        : answer
    // A gigabyte a day, which costs half a dollar to write.
    aws.proxy.answer = request => metricsOf(request, [1e9, 1e9, 1e9])
    await aws.home.write('config', aws.profile('profile base') + roleWithMfa)
  })

  after(async () => {
    for (const name of ['codeLens.figures', 'statistics.window', 'statistics.dailyBudget']) await set(name, undefined)
    await aws?.close()
  })

  it('is asked by nobody who does not look, and opens no input box by itself', async () => {
    assert.deepEqual(aws.proxy.requests, [])
    const { command, tooltip } = await lensSaying(orders, /^AWS wants an MFA code…$/)
    assert.equal(command, 'lambdaLens.signIn')
    assert.match(tooltip ?? '', /mfa\/me/)
    assert.deepEqual(aws.proxy.requests, [])
  })

  it('is told with the change since the last deployment', async () => {
    await aws.home.write('config', aws.profile('default'))
    await run('refreshStatistics')
    const { command, tooltip } = await lensSaying(
      orders,
      /^p99 13\d ms ▲ 3\d % since its last change 3 h ago · init 300 ms, \S+ % cold · \$\S+ per 1M$/,
    )
    assert.equal(command, 'lambdaLens.showReport')
    assert.match(tooltip ?? '', /\nshop-orders in us-east-1, by the name in the template\n/)
    assert.match(tooltip ?? '', /\n800 calls at 512 MB, last 24 hours\n/)
    assert.match(tooltip ?? '', /the query scanned \d\S* kB for \$/)
    assert.match(tooltip ?? '', /prices of us-east-1 of 2026-09/)
    assert.equal(aws.proxy.count('ListVersionsByFunction'), 1)
  })

  it('is compared for functions on screen only: the view asks for the others without it', async () => {
    await run('functions.focus')
    await until(
      async () =>
        aws.proxy.requests.filter(({ operation, body }) => operation === 'StartQuery' && body.includes('refunds')),
      queries => queries.length > 0,
    )
    await lensSaying('src/quiet.js', /^No calls in the last 24 h$/)
    assert.equal(aws.proxy.count('ListVersionsByFunction'), 1)
  })

  it('is told in a table with links over the name of the handler', async () => {
    const text = await hoverText(orders, new vscode.Position(0, 10))
    assert.match(text, /\| duration \| 1\d\d ms \| 13\d ms \|/)
    assert.match(text, /\[Report\]\(command:lambdaLens\.showReport\?/)
    assert.doesNotMatch(text, /console\.aws/, 'the endpoint is not AWS')
  })

  it('is told in a report with the numbers of the lens', async () => {
    const lens = await lensSaying(orders, /^p99 13\d ms ▲/)
    await run('showReport', lens.arguments?.[0])
    const text = await until(
      async () =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'lambda-lens-report')?.getText() ?? '',
      found => found.includes('shop-orders'),
    )
    assert.match(text, /^# shop-orders in us-east-1/)
    assert.ok(text.includes(`**${lens.title.replaceAll('$', '\\$')}**`), text)
    await vscode.commands.executeCommand('workbench.action.closeAllEditors')
  })

  it('is told in the figures and for the window of the settings', async () => {
    await set('codeLens.figures', ['calls', 'p50', 'nonsense'])
    await lensSaying(orders, /^800 calls · p50 1\d\d ms$/)
    await set('statistics.window', '3h')
    const { tooltip } = await lensSaying(orders, /^[34]\d\d calls · p50 13\d ms$/)
    assert.match(tooltip ?? '', /, last 3 hours\n/)
    await set('statistics.window', undefined)
    await set('codeLens.figures', undefined)
    await lensSaying(orders, /^p99 13\d ms/)
  })

  it('is copied as CSV, with all functions of the workspace', async () => {
    const text = await until(
      async () => {
        await run('copyFunctions')
        return await vscode.env.clipboard.readText()
      },
      copied => /^OrdersFunction,.*,2\.\d+,[^,]*$/m.test(copied) && !copied.includes('Reading logs'),
    )
    const lines = text.split('\r\n')
    assert.equal(lines.length, 6, text)
    assert.match(text, /OrdersFunction,src\/orders\.js#handler,shop-orders,us-east-1,512,800,/)
    assert.match(text, /PageFunction,template\.yaml,.*It is a web function/)
    assert.match(text, /AuditFunction,src\/audit\.js#handler,,.*Not linked to a deployed function/)
  })

  it('has prices that can be refreshed', async () => {
    const server = await serveProtocol(() => ({ body: priceListFile() }))
    aws.home.set({ AWS_ENDPOINT_URL_PRICING: server.endpoint })
    await run('refreshPrices')
    await until(
      async () => (await lensSaying(orders, /^p99/)).tooltip ?? '',
      tooltip => tooltip.includes('prices of us-east-1 of 2027-01'),
    )
    assert.equal(server.requests[0]?.url, '/offers/v1.0/aws/AWSLambda/current/us-east-1/index.json')
    await server.close()
  })

  it('names the action and the line of a policy when it is denied', async () => {
    aws.proxy.fault = ({ operation }) => (/StartQuery|FilterLogEvents/.test(operation) ? 'denied' : undefined)
    await run('refreshStatistics')
    const { tooltip } = await lensSaying(orders, /^p99 13\d ms( ▲.*)? \(\d+ \w+ old: No permission: logs:StartQuery\)$/)
    assert.ok(tooltip?.includes(statement), tooltip)
    aws.proxy.release()
  })

  it('is not asked for over the budget', async () => {
    await set('statistics.dailyBudget', 0)
    aws.proxy.requests.length = 0
    await run('refreshStatistics')
    await lensSaying(orders, /^p99 13\d ms( ▲.*)? \(\d+ \w+ old: the daily budget is used up\)$/)
    assert.equal(aws.proxy.count('StartQuery'), 0)
    await set('statistics.dailyBudget', undefined)
  })

  it('has the exact command for whoever is signed out', async () => {
    await aws.home.write('config', signedOut)
    // Another budget makes new clients, as a new window would.
    await set('statistics.dailyBudget', 0.4)
    await run('refreshStatistics')
    const { command, tooltip } = await lensSaying(orders, /^p99 13\d ms( ▲.*)? \(\d+ \w+ old: Sign in to AWS…\)$/)
    assert.equal(command, 'lambdaLens.signIn')
    assert.match(tooltip ?? '', /Run `aws sso login --profile default`\./)
    await run('signIn')
    await aws.home.write('config', aws.profile('default'))
    await run('refreshStatistics')
    await lensSaying(orders, /^p99 13\d ms ▲ 3\d % since its last change 3 h ago · init/)
  })

  it('is told of no function that is not linked', async () => {
    const audit = await lensSaying('src/audit.js', /^Not linked to a deployed function: link…$/)
    assert.equal(audit.command, 'lambdaLens.link')
  })
})
