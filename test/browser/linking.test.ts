import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
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

describe('a profile whose role asks for a code', function () {
  this.timeout(300_000)
  const host: { env: Record<string, string>; userSettings: Record<string, string> } = { env: {}, userSettings: {} }
  let home: string
  let server: ProtocolServer

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'lambda-lens-home-'))
    await writeFile(join(home, 'config'), config)
    server = await serveProtocol(({ body }) => {
      if (new URLSearchParams(body).get('Action') === 'AssumeRole')
        return assumedRole('AKROLE', new Date(Date.now() + 3_600_000))
      return { status: 400, errorType: 'Refused' }
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

  const input = () => workbench().page.locator('.quick-input-widget .quick-input-box input')

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
