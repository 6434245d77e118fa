import assert from 'node:assert/strict'
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { request } from 'node:http'
import { LambdaClient, type LambdaClientConfig, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { SignatureV4 } from '@smithy/signature-v4'
import { TestLab } from './testLab.ts'

class Sha256 {
  #hash: Hash | Hmac
  readonly #secret: string | Uint8Array | undefined

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = typeof secret === 'string' || secret === undefined ? secret : Buffer.from(secret as Uint8Array)
    this.#hash = this.#start()
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = this.#start()
  }

  #start(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret)
  }
}

const path = '/2015-03-31/functions'

describe('requests to the lab', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  const list = (config: LambdaClientConfig) => {
    const { endpoint, region, credentials } = lab.lab
    const client = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1, ...config })
    return client.send(new ListFunctionsCommand({}))
  }
  const sign = async (signingDate = new Date(), query: Record<string, string> = {}) => {
    const { endpoint, region, credentials } = lab.lab
    const { hostname, port } = new URL(endpoint)
    const signer = new SignatureV4({ service: 'lambda', region, credentials, sha256: Sha256 })
    const headers = { host: `${hostname}:${port}` }
    const unsigned = { method: 'GET', protocol: 'http:', hostname, port: Number(port), path, query, headers }
    return (await signer.sign(unsigned, { signingDate })).headers
  }
  const send = (headers: Record<string, string>, target = path) =>
    new Promise<{ status: number | undefined; type: string | undefined }>((resolve, reject) => {
      request(new URL(target, lab.lab.endpoint), { headers }, answer => {
        answer.resume()
        resolve({ status: answer.statusCode, type: answer.headers['x-amzn-errortype'] as string | undefined })
      })
        .on('error', reject)
        .end()
    })

  it('are answered when they are signed with the lab’s key', async () => {
    assert.deepEqual((await list({})).Functions, [])
    assert.deepEqual(await send(await sign()), { status: 200, type: undefined })
    const odd = { Marker: '0', MaxItems: '5', b: "a b+*'(ä)/", a: '' }
    const target = `${path}?${Object.entries(odd)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&')}`
    assert.equal((await send(await sign(new Date(), odd), target)).status, 200)
  })

  it('are refused without a signature', async () => {
    assert.deepEqual(await send({}), { status: 403, type: 'MissingAuthenticationTokenException' })
    assert.deepEqual(await send({ authorization: 'Bearer x' }), { status: 403, type: 'IncompleteSignatureException' })
  })

  it('are refused with another key, secret or region', async () => {
    const { accessKeyId, secretAccessKey } = lab.lab.credentials
    const foreign = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
    await assert.rejects(list({ credentials: foreign }), { name: 'UnrecognizedClientException' })
    const guessed = { accessKeyId, secretAccessKey: `${secretAccessKey}x` }
    await assert.rejects(list({ credentials: guessed }), { name: 'InvalidSignatureException' })
    await assert.rejects(list({ region: 'eu-west-1' }), { name: 'InvalidSignatureException' })
    const { endpoint, region } = lab.lab
    const logs = new CloudWatchLogsClient({ endpoint, region, credentials: guessed, maxAttempts: 1 })
    await assert.rejects(logs.send(new DescribeLogGroupsCommand({})), { name: 'InvalidSignatureException' })
  })

  it('are refused when they are changed after signing, or stale', async () => {
    const refused = { status: 403, type: 'InvalidSignatureException' }
    assert.deepEqual(await send(await sign(), `${path}?MaxItems=1`), refused)
    assert.deepEqual(await send(await sign(new Date(Date.now() - 16 * 60_000))), refused)
    assert.equal((await send(await sign(new Date(Date.now() - 14 * 60_000)))).status, 200)
  })

  it('are refused under another host name', async () => {
    const answer = await send({ ...(await sign()), host: 'attacker.example' })
    assert.deepEqual(answer, { status: 403, type: 'AccessDeniedException' })
  })
})
