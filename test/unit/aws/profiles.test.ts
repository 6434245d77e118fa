import assert from 'node:assert/strict'
import { awsDefaults, readProfiles, sourcesOf } from '#aws/profiles.ts'
import { type AwsHome, makeAwsHome } from '../../support/awsHome.ts'

const config = `[default]
region = eu-central-1

[profile work]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = Developer
region = eu-west-1

[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1

[profile old-sso]
sso_start_url = https://acme.awsapps.com/start
sso_account_id = 123456789012

[profile "admin"]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = work
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile ci]
role_arn = arn:aws:iam::123456789012:role/ci
web_identity_token_file = /token

[profile vault]
credential_process = aws-vault exec me --json

[profile browser]
login_session = arn:aws:iam::123456789012:user/me

[profile region-only]
region = us-west-2

[services local]
lambda =
  endpoint_url = http://localhost:4566
`

describe('the profiles of the AWS config files', () => {
  let home: AwsHome

  beforeEach(async () => {
    home = await makeAwsHome()
  })

  afterEach(() => home.close())

  it('are those of both files, each with its kind and region, and nothing secret', async () => {
    await home.write('config', config)
    await home.write(
      'credentials',
      '[default]\naws_access_key_id = AK\naws_secret_access_key = SK\n[keys]\naws_access_key_id = A\n',
    )
    assert.deepEqual(await readProfiles(), [
      {
        name: 'admin',
        kind: 'role',
        sourceProfile: 'work',
        mfaDevice: 'arn:aws:iam::123456789012:mfa/me',
      },
      { name: 'browser', kind: 'login' },
      { name: 'ci', kind: 'web-identity' },
      { name: 'default', kind: 'keys', region: 'eu-central-1' },
      { name: 'keys', kind: 'keys' },
      { name: 'old-sso', kind: 'sso' },
      { name: 'region-only', kind: 'unknown', region: 'us-west-2' },
      { name: 'vault', kind: 'process' },
      { name: 'work', kind: 'sso', region: 'eu-west-1' },
    ])
  })

  it('are read again after a change', async () => {
    await home.write('config', '[profile one]\nregion = eu-west-1\n')
    assert.deepEqual(
      (await readProfiles()).map(({ name }) => name),
      ['one'],
    )
    await home.write('config', '[profile two]\nregion = eu-west-1\n')
    assert.deepEqual(
      (await readProfiles()).map(({ name }) => name),
      ['two'],
    )
  })

  it('are those of other files where the environment names them', async () => {
    await home.write('credentials', '[elsewhere]\naws_access_key_id = A\n')
    home.set({ AWS_CONFIG_FILE: `${home.folder}/.aws/credentials`, AWS_SHARED_CREDENTIALS_FILE: `${home.folder}/none` })
    assert.deepEqual(await readProfiles(), [])
    home.set({ AWS_SHARED_CREDENTIALS_FILE: `${home.folder}/.aws/credentials` })
    assert.deepEqual(
      (await readProfiles()).map(({ name }) => name),
      ['elsewhere'],
    )
  })

  const broken: readonly (readonly [string, string])[] = [
    ['no file', ''],
    ['a heading that is not closed', '[profile wo\nregion = eu-west-1'],
    ['lines without headings', 'region = eu-west-1\n'],
    ['bytes', '\u0000\uFFFD[]]]=\n'],
  ]
  for (const [name, text] of broken) {
    it(`are none with ${name}`, async () => {
      if (text !== '') await home.write('config', text)
      assert.deepEqual(await readProfiles(), [])
    })
  }

  const profiles = [
    { name: 'default', kind: 'keys', region: 'eu-central-1' },
    { name: 'work', kind: 'sso', region: 'eu-west-1' },
    { name: 'bare', kind: 'sso' },
  ] as const
  const defaults: readonly (readonly [Readonly<Record<string, string>>, object])[] = [
    [{}, { profile: 'default', region: 'eu-central-1' }],
    [{ AWS_PROFILE: 'work' }, { profile: 'work', region: 'eu-west-1' }],
    [
      { AWS_PROFILE: 'work', AWS_REGION: 'us-east-2' },
      { profile: 'work', region: 'us-east-2' },
    ],
    [{ AWS_DEFAULT_REGION: 'us-west-2' }, { profile: 'default', region: 'us-west-2' }],
    [
      { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-2' },
      { profile: 'default', region: 'us-east-2' },
    ],
    [{ AWS_PROFILE: 'bare' }, { profile: 'bare' }],
    [{ AWS_PROFILE: 'gone' }, { profile: 'gone' }],
    [
      { AWS_PROFILE: '', AWS_REGION: '' },
      { profile: 'default', region: 'eu-central-1' },
    ],
  ]
  for (const [environment, expected] of defaults) {
    it(`give way to ${JSON.stringify(environment)}`, () =>
      assert.deepEqual(awsDefaults(profiles, environment), expected))
  }

  it('need not have a default', () => assert.deepEqual(awsDefaults([], {}), {}))

  it('may use the credentials of others, also in a circle', () => {
    const chain = [
      { name: 'a', kind: 'role', sourceProfile: 'b' },
      { name: 'b', kind: 'role', sourceProfile: 'c' },
      { name: 'c', kind: 'role', sourceProfile: 'a' },
      { name: 'lost', kind: 'role', sourceProfile: 'gone' },
    ] as const
    assert.deepEqual(
      sourcesOf('b', chain).map(({ name }) => name),
      ['b', 'c', 'a'],
    )
    assert.deepEqual(
      sourcesOf('lost', chain).map(({ name }) => name),
      ['lost'],
    )
    assert.deepEqual(sourcesOf('gone', chain), [])
  })
})
