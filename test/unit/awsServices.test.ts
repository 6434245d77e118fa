import assert from 'node:assert/strict'
import { awsServices } from '#awsServices.ts'
import type { AwsAccess, AwsPlace } from '#editor/awsAccess.ts'
import { assumedRole } from '../support/assumedRole.ts'
import { type AwsHome, makeAwsHome } from '../support/awsHome.ts'
import { answerCloudFormation } from '../support/cloudFormation.ts'
import { type ProtocolServer, serveProtocol } from '../support/protocolServer.ts'

/** Nothing is read of logs here. */
const kept = { statisticsFolder: '/nowhere', dailyBudget: () => 0 }
const never = new AbortController().signal
const keys = (name: string) =>
  `[profile ${name}]\naws_access_key_id = AK${name.toUpperCase()}\naws_secret_access_key = SK\n`
const config = `${keys('work')}region = eu-west-1\n${keys('prod')}region = us-east-2\n${keys('bare')}
[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = work
mfa_serial = arn:aws:iam::123456789012:mfa/me
`

describe('AWS for the editor', () => {
  let home: AwsHome
  let server: ProtocolServer
  let aws: AwsAccess | undefined

  beforeEach(async () => {
    home = await makeAwsHome()
    await home.write('config', config)
    server = await serveProtocol(request =>
      request.method === 'POST' ? answerCloudFormation(request, { shop: [] }) : { body: { Functions: [] } },
    )
  })

  afterEach(async () => {
    aws?.reset()
    await server.close()
    await home.close()
  })

  function connect(): AwsAccess {
    aws = awsServices({ endpoint: () => server.endpoint, mfaCode: () => assert.fail(), ...kept })
    return aws
  }

  /** Key and region of each request. */
  const signed = () =>
    server.requests.map(({ headers }) =>
      /Credential=(\w+)\/\d+\/([\w-]+)\//.exec(headers.authorization ?? '')?.slice(1),
    )

  async function list(place: AwsPlace): Promise<void> {
    for await (const page of connect().functions(place, never)) assert.deepEqual(page, [])
  }

  const places: readonly (readonly [AwsPlace, Readonly<Record<string, string>>, AwsPlace])[] = [
    [{}, {}, {}],
    [{}, { AWS_PROFILE: 'work' }, { profile: 'work', region: 'eu-west-1' }],
    [{ profile: 'prod' }, { AWS_PROFILE: 'work' }, { profile: 'prod', region: 'us-east-2' }],
    [{ profile: 'prod' }, { AWS_REGION: 'eu-north-1' }, { profile: 'prod', region: 'us-east-2' }],
    [{ profile: 'bare' }, { AWS_REGION: 'eu-north-1' }, { profile: 'bare', region: 'eu-north-1' }],
    [{ profile: 'prod', region: 'sa-east-1' }, { AWS_REGION: 'eu-north-1' }, { profile: 'prod', region: 'sa-east-1' }],
    [{ region: 'sa-east-1' }, { AWS_PROFILE: 'work' }, { profile: 'work', region: 'sa-east-1' }],
  ]
  for (const [place, environment, expected] of places) {
    it(`is ${JSON.stringify(expected)} by ${JSON.stringify(place)} and ${JSON.stringify(environment)}`, async () => {
      home.set(environment)
      assert.deepEqual(await connect().effective(place), expected)
    })
  }

  it('has the profiles of the config files, in words', async () =>
    assert.deepEqual(
      (await connect().profiles()).map(({ name, kind }) => [name, kind]),
      [
        ['admin', 'role, by work, with MFA'],
        ['bare', 'access key'],
        ['prod', 'access key'],
        ['work', 'access key'],
      ],
    ))

  it('is asked with the keys and in the region of the place', async () => {
    await list({ profile: 'work' })
    assert.deepEqual(signed(), [['AKWORK', 'eu-west-1']])
  })

  it('is not asked without a region', async () => {
    await assert.rejects(list({ profile: 'bare' }), { code: 'region-missing' })
    assert.deepEqual(server.requests, [])
  })

  it('is asked for a stack by the profile that knows its account, in its own region', async () => {
    const stacks = connect().stacks(account => ({
      profile: account === '111111111111' ? 'prod' : 'work',
      region: 'eu-west-1',
    }))
    await stacks.resources({ stack: 'shop', account: '111111111111', region: 'ap-south-1' }, never)
    await stacks.resources({ stack: 'shop' }, never)
    assert.deepEqual(signed(), [
      ['AKPROD', 'ap-south-1'],
      ['AKWORK', 'eu-west-1'],
    ])
  })

  it('asks for a code once for all regions, also after a reset', async () => {
    const sts = await serveProtocol(() => assumedRole('AKROLE', new Date('2199-01-01T00:00:00Z')))
    home.set({ AWS_ENDPOINT_URL_STS: sts.endpoint })
    const asked: string[] = []
    const mfaCode = async (device: string) => {
      asked.push(device)
      return '123456'
    }
    aws = awsServices({ endpoint: () => server.endpoint, mfaCode, ...kept })
    await aws.signIn({ profile: 'admin', region: 'eu-west-1' })
    assert.equal(asked.length, 1)
    for (const region of ['eu-west-1', 'us-east-1']) {
      await aws.functions({ profile: 'admin', region }, never)[Symbol.asyncIterator]().next()
      aws.reset()
    }
    await sts.close()
    assert.deepEqual(signed(), [
      ['AKROLE', 'eu-west-1'],
      ['AKROLE', 'us-east-1'],
    ])
    assert.deepEqual(asked, ['arn:aws:iam::123456789012:mfa/me'])
  })

  it('sees keys that changed only after a reset', async () => {
    const access = connect()
    const ask = () => access.functions({ profile: 'work' }, never)[Symbol.asyncIterator]().next()
    await ask()
    await home.write('config', config.replace('AKWORK', 'AKNEW'))
    await ask()
    access.reset()
    await ask()
    assert.deepEqual(
      signed().map(found => found?.[0]),
      ['AKWORK', 'AKWORK', 'AKNEW'],
    )
  })
})
