import assert from 'node:assert/strict'
import { createClients } from '#aws/clients.ts'
import { listFunctions } from '#aws/functionList.ts'
import { sharedCredentials } from '#aws/sharedCredentials.ts'
import { LensError } from '#common/errors.ts'
import { assumedRole } from '../../support/assumedRole.ts'
import { type AwsHome, makeAwsHome } from '../../support/awsHome.ts'
import { refusal } from '../../support/cloudFormation.ts'
import {
  type ProtocolAnswer,
  type ProtocolRequest,
  type ProtocolServer,
  serveProtocol,
} from '../../support/protocolServer.ts'

const hourMs = 3_600_000
const never = new AbortController().signal
const session = '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = us-east-1\n'
const work = `[profile work]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = Developer
region = eu-west-1
${session}`
const old = `[profile old]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = Developer
`
const base = '[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = SK\n'
const admin = (source: string) =>
  `[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = ${source}\nregion = eu-west-1\n`
const device = 'arn:aws:iam::123456789012:mfa/me'

const noCode = () => assert.fail('nobody may be asked for a code')

describe('credentials by the shared configuration', () => {
  let home: AwsHome
  let server: ProtocolServer | undefined

  beforeEach(async () => {
    home = await makeAwsHome()
  })

  afterEach(async () => {
    await home.close()
    await server?.close()
    server = undefined
  })

  const keysOf = (profile?: string, mfaCode: (device: string) => Promise<string> = noCode) =>
    sharedCredentials({ ...(profile !== undefined && { profile }), region: 'eu-west-1', mfaCode })

  /** A service for all that gives credentials. */
  async function serve(answer: (request: ProtocolRequest) => ProtocolAnswer): Promise<ProtocolServer> {
    server = await serveProtocol(answer)
    home.set({ AWS_ENDPOINT_URL: server.endpoint })
    return server
  }

  it('are the keys of a profile, and not those of the environment', async () => {
    await home.write('config', base)
    home.set({ AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'SK' })
    assert.equal((await keysOf('base')()).accessKeyId, 'AKBASE')
    assert.equal((await keysOf()()).accessKeyId, 'AKENV')
  })

  it('are those of AWS_PROFILE where none is chosen', async () => {
    await home.write('config', base)
    home.set({ AWS_PROFILE: 'base' })
    assert.equal((await keysOf()()).accessKeyId, 'AKBASE')
  })

  it('may come from a process', async () => {
    const output = { Version: 1, AccessKeyId: 'AKPROCESS', SecretAccessKey: 'SK' }
    await home.write('config', `[profile vault]\ncredential_process = echo '${JSON.stringify(output)}'\n`)
    assert.equal((await keysOf('vault')()).accessKeyId, 'AKPROCESS')
  })

  it('may come by SSO', async () => {
    await home.write('config', work)
    await home.signIn('acme', new Date(Date.now() + hourMs))
    const roleCredentials = {
      accessKeyId: 'AKSSO',
      secretAccessKey: 'SK',
      sessionToken: 'T',
      expiration: Date.now() + hourMs,
    }
    const { requests } = await serve(() => ({ body: { roleCredentials } }))
    assert.equal((await keysOf('work')()).accessKeyId, 'AKSSO')
    assert.match(
      requests[0]?.url ?? '',
      /account_id=123456789012&role_name=Developer|role_name=Developer&account_id=123456789012/,
    )
  })

  const signedOut: readonly (readonly [string, string, string, Date | undefined, RegExp])[] = [
    ['was never signed in', work, 'work', undefined, /^Run `aws sso login --profile work`\.$/],
    ['was signed in once', work, 'work', new Date(2026, 0, 1), /^Run `aws sso login --profile work`\.$/],
    ['was never signed in, in the older form', old, 'old', undefined, /^Run `aws sso login --profile old`\.$/],
    [
      'has the role of another',
      `${work}${admin('work')}`,
      'admin',
      undefined,
      /^Run `aws sso login --profile work`\.$/,
    ],
  ]
  for (const [name, config, profile, expiresAt, remedy] of signedOut) {
    it(`are missing for who ${name}, with the command to run`, async () => {
      await home.write('config', config)
      if (expiresAt) await home.signIn('acme', expiresAt)
      await assert.rejects(keysOf(profile)(), { name: 'LensError', code: 'signed-out', remedy })
    })
  }

  it('are missing for who was never signed in by `aws login`, with the command to run', async () => {
    await home.write(
      'config',
      '[profile browser]\nlogin_session = arn:aws:iam::123456789012:user/me\nregion = eu-west-1\n',
    )
    await assert.rejects(keysOf('browser')(), { code: 'signed-out', remedy: 'Run `aws login --profile browser`.' })
  })

  it('are missing where the service ended the session', async () => {
    await home.write('config', work)
    await home.signIn('acme', new Date(Date.now() + hourMs))
    await serve(() => ({
      status: 401,
      errorType: 'UnauthorizedException',
      body: { message: 'Session token not found or invalid' },
    }))
    await assert.rejects(keysOf('work')(), { code: 'signed-out', remedy: /aws sso login --profile work/ })
  })

  const missing: readonly (readonly [string, string, string | undefined, string, RegExp])[] = [
    ['a profile that is not there', base, 'gone', 'profile-missing', /no profile gone/],
    ['a role of a profile that is not there', admin('gone'), 'admin', 'credentials-missing', /gone/],
    [
      'a profile without any',
      '[profile bare]\nregion = eu-west-1\n',
      'bare',
      'credentials-missing',
      /bare gives no credentials/,
    ],
    [
      'a process that fails',
      '[profile vault]\ncredential_process = sh -c "echo hunter2 >&2; exit 3"\n',
      'vault',
      'credentials-missing',
      /^The credential_process of the profile vault gave no credentials\.$/,
    ],
    ['half of SSO', work.replace(/sso_role_name.*\n/, ''), 'work', 'credentials-missing', /work gives no credentials/],
    ['nothing at all', '', undefined, 'credentials-missing', /neither in the environment nor in/],
  ]
  for (const [name, config, profile, code, message] of missing) {
    it(`are missing with ${name}`, async () => {
      await home.write('config', config)
      await assert.rejects(keysOf(profile)(), { name: 'LensError', code, message })
    })
  }

  it('may be those of a role, with a code that is asked for once', async () => {
    await home.write('config', `${base}${admin('base')}mfa_serial = ${device}\n`)
    const { requests } = await serve(() => assumedRole('AKROLE', new Date(Date.now() + hourMs)))
    const asked: string[] = []
    const keys = keysOf('admin', async of => {
      asked.push(of)
      return '123456'
    })
    const found = await Promise.all([keys(), keys()])
    assert.deepEqual(
      [...found, await keys()].map(({ accessKeyId }) => accessKeyId),
      ['AKROLE', 'AKROLE', 'AKROLE'],
    )
    assert.deepEqual(asked, [device])
    const sent = new URLSearchParams(requests[0]?.body)
    assert.deepEqual([sent.get('TokenCode'), sent.get('SerialNumber')], ['123456', device])
  })

  it('are those of a role in the region of the place, where the profile says none', async () => {
    await home.write('config', `${base}${admin('base').replace(/region.*\n/, '')}`)
    const { requests } = await serve(() => assumedRole('AKROLE', new Date(Date.now() + hourMs)))
    await keysOf('admin')()
    assert.match(requests[0]?.headers.authorization ?? '', /Credential=AKBASE\/\d+\/eu-west-1\/sts/)
  })

  const refusals = [
    new LensError('mfa-missing', 'AWS wants a code.', 'Enter it.'),
    new DOMException('No.', 'AbortError'),
  ]
  for (const refusal of refusals) {
    it(`are not there where nobody enters a code, which is told as ${refusal.name}`, async () => {
      await home.write('config', `${base}${admin('base')}mfa_serial = ${device}\n`)
      await assert.rejects(keysOf('admin', () => Promise.reject(refusal))(), error => error === refusal)
    })
  }

  it('are asked for anew when they are about to end', async () => {
    await home.write('config', `${base}${admin('base')}`)
    const ends = [Date.now() + 60_000, Date.now() + hourMs]
    const { requests } = await serve(() => assumedRole('AKROLE', new Date(ends[requests.length - 1] ?? 0)))
    const keys = keysOf('admin')
    for (let times = 0; times < 4; times++) await Promise.all([keys(), keys()])
    assert.equal(requests.length, 2)
  })

  it('are asked for again after the user has mended what was wrong', async () => {
    await home.write('config', '')
    const keys = keysOf('base')
    await assert.rejects(keys(), { code: 'profile-missing' })
    await home.write('config', base)
    assert.equal((await keys()).accessKeyId, 'AKBASE')
  })

  it('are refused with a wrong code', async () => {
    await home.write('config', `${base}${admin('base')}mfa_serial = ${device}\n`)
    await serve(() =>
      refusal('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403),
    )
    await assert.rejects(keysOf('admin', async () => '000000')(), { code: 'mfa-refused', remedy: /next code/ })
  })

  it('reach the clients of a connection, and their failures its requests', async () => {
    await home.write('config', work)
    const clients = createClients({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:9', credentials: keysOf('work') })
    await assert.rejects(listFunctions(clients, never).next(), { code: 'signed-out' })
    await home.write('config', base)
    const { requests, endpoint } = await serve(() => ({ body: { Functions: [] } }))
    const others = createClients({ region: 'eu-west-1', endpoint, credentials: keysOf('base') })
    await listFunctions(others, never).next()
    assert.match(requests[0]?.headers.authorization ?? '', /Credential=AKBASE\/\d+\/eu-west-1\/lambda/)
    clients.destroy()
    others.destroy()
  })
})
