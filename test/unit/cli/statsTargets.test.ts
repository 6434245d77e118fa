import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerCloudFormation } from '../../support/cloudFormation.ts'
import { type ProtocolRequest, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const main = join(import.meta.dirname, '../../../src/cli/main.ts')
const template = (name: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      ${name}
      Handler: orders.handler
      Runtime: nodejs24.x
`
const stacks = {
  shop: [
    { logicalId: 'OrdersFunction', type: 'AWS::Lambda::Function', physicalId: 'shop-OrdersFunction-1A2B3C4D5E6F' },
  ],
}

/** An account in which each function is there and none was called. */
function answer(request: ProtocolRequest) {
  const { url, headers } = request
  const [, name = ''] = /\/functions\/([^/]+)\/configuration/.exec(decodeURIComponent(url)) ?? []
  if (name) return { body: { FunctionName: name.split(':').at(-1), FunctionArn: arn(name), MemorySize: 512 } }
  return headers['x-amz-target'] === undefined ? answerCloudFormation(request, stacks) : { body: { logGroups: [] } }
}

const arn = (name: string) =>
  name.startsWith('arn:') ? name : `arn:aws:lambda:eu-north-1:123456789012:function:${name}`

describe('a handler as the target of lambda-lens stats', function () {
  this.timeout(60_000)
  let folder: string
  let server: ProtocolServer

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-target-'))
    await writeFile(join(folder, 'orders.js'), 'exports.handler = async () => 1')
    server = await serveProtocol(answer)
  })
  afterEach(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  async function run(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    const env = {
      ...process.env,
      HOME: folder,
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: 'eu-north-1',
      AWS_ACCESS_KEY_ID: 'AKTEST',
      AWS_SECRET_ACCESS_KEY: 'SK',
    }
    const child = spawn(process.execPath, [main, 'stats', 'orders.js#handler', '--json'], { cwd: folder, env })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
    await once(child, 'close')
    const [row] = JSON.parse(stdout).functions
    return row
  }

  /** In which regions Lambda was asked. */
  const regions = () =>
    server.requests.flatMap(({ headers }) => /\/([\w-]+)\/lambda\//.exec(headers.authorization ?? '')?.[1] ?? [])

  it('is the function that its stack names, in the region of the stack', async () => {
    const row = await run({
      'template.yaml': template('MemorySize: 512'),
      'samconfig.toml': 'version = 0.1\n[default.deploy.parameters]\nstack_name = "shop"\nregion = "eu-west-1"\n',
    })
    assert.equal(row.name, 'shop-OrdersFunction-1A2B3C4D5E6F')
    assert.deepEqual([...new Set(regions())], ['eu-west-1'])
    assert.equal(row.source, 'aws')
  })

  it('is the function that its template names', async () => {
    assert.equal((await run({ 'template.yaml': template('FunctionName: orders-prod') })).name, 'orders-prod')
  })

  it('is the function that the user has linked, whatever the template says', async () => {
    const links = { 'lambdaLens.links': { 'orders.js#handler': { function: 'linked', region: 'us-west-2' } } }
    const row = await run({
      'template.yaml': template('FunctionName: orders-prod'),
      '.vscode/settings.json': `// of the editor\n${JSON.stringify(links)}`,
    })
    assert.equal(row.name, 'linked')
    assert.deepEqual([...new Set(regions())], ['us-west-2'])
  })

  it('is refused with the reason where nothing tells', async () => {
    const row = await run({ 'template.yaml': template('MemorySize: 512') })
    assert.equal(row.reasonCode, 'not-linked')
    assert.match(row.reason, /orders\.js#handler/)
    assert.deepEqual(server.requests, [])
  })
})
