import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { assumedRole } from '../support/assumedRole.ts'
import { useWorkbench } from '../support/browser/testWorkbench.ts'
import { type ProtocolServer, serveProtocol } from '../support/protocolServer.ts'

const device = 'arn:aws:iam::123456789012:mfa/me'
const config = `[profile base]
aws_access_key_id = AKBASE
aws_secret_access_key = SK
region = eu-west-1
[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = base
mfa_serial = ${device}
region = eu-west-1
`
const arn = 'arn:aws:lambda:eu-west-1:123456789012'
const linked = 'shop-OrdersFunction-1A2B3C'
const functions = ['audit', linked].map(name => ({
  FunctionName: name,
  FunctionArn: `${arn}:function:${name}`,
  Runtime: 'nodejs24.x',
}))

describe('a link to a deployed function, by hand', function () {
  this.timeout(300_000)
  const host: { env: Record<string, string>; userSettings: Record<string, string> } = { env: {}, userSettings: {} }
  let home: string
  let server: ProtocolServer

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'lambda-lens-home-'))
    await writeFile(join(home, 'config'), config)
    server = await serveProtocol(({ url, body }) => {
      if (new URLSearchParams(body).get('Action') === 'AssumeRole')
        return assumedRole('AKROLE', new Date(Date.now() + 3_600_000))
      return url.includes('/functions') ? { body: { Functions: functions } } : { status: 400, errorType: 'Refused' }
    })
    Object.assign(host.env, {
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
      AWS_ENDPOINT_URL_STS: server.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    host.userSettings['lambdaLens.aws.endpoint'] = server.endpoint
  })

  after(async () => {
    await server?.close()
    await rm(home, { recursive: true, force: true })
  })

  const workbench = useWorkbench('test/fixtures/editor/linking', host)

  const links = async (): Promise<unknown> => {
    const text = await readFile(join(workbench().workspace, '.vscode', 'settings.json'), 'utf8').catch(() => '{}')
    const settings: unknown = JSON.parse(text || '{}')
    return new Map(Object.entries(settings ?? {})).get('lambdaLens.links')
  }
  const untilLinks = (expected: unknown) => until(links, seen => isDeepStrictEqual(seen, expected))
  const input = () => workbench().page.locator('.quick-input-widget .quick-input-box input')
  const undo = (message: RegExp) => workbench().notification(message).getByRole('button', { name: 'Undo' })

  async function link(): Promise<void> {
    await workbench().runCommand('Lambda Lens: Link to Deployed Function…')
    await workbench().pick(linked)
    await untilLinks({ 'src/orders.js#handler': `${arn}:function:${linked}` })
  }

  it('waits for the six digits of the MFA device, and sends them', async () => {
    await workbench().openFile('src/orders.js')
    await workbench().runCommand('Lambda Lens: Choose AWS Profile and Region…')
    await workbench().pick('admin')
    await workbench().pick('eu-west-1')
    const box = workbench().page.locator('.quick-input-widget', { hasText: `Code of ${device}` })
    await box.waitFor()
    await input().fill('12345')
    await input().press('Enter')
    // It takes the place of the question.
    await workbench().page.locator('.quick-input-widget', { hasText: 'A code has six digits.' }).waitFor()
    assert.equal(server.requests.filter(({ body }) => body.includes('AssumeRole')).length, 0)
    await input().fill('123456')
    await input().press('Enter')
    const [sent] = await until(
      async () => server.requests.filter(({ body }) => body.includes('AssumeRole')),
      requests => requests.length > 0,
    )
    const { TokenCode, SerialNumber } = Object.fromEntries(new URLSearchParams(sent?.body))
    assert.deepEqual([TokenCode, SerialNumber], ['123456', device])
  })

  it('is taken back by the button of its message', async () => {
    await link()
    await undo(/is linked to/).click()
    await untilLinks(undefined)
  })

  it('comes back by the button of the message that it is gone', async () => {
    await link()
    await workbench().runCommand('Lambda Lens: Unlink')
    await untilLinks(undefined)
    await undo(/is no longer linked/).click()
    await untilLinks({ 'src/orders.js#handler': `${arn}:function:${linked}` })
  })
})

/** Looks until it is as wanted. */
async function until<T>(look: () => Promise<T>, isDone: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const seen = await look()
    if (isDone(seen)) return seen
    assert.ok(Date.now() < deadline, `still ${JSON.stringify(seen)}`)
    await delay(50)
  }
}
