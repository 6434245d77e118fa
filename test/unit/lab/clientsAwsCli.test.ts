import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, runClient } from './foreignClient.ts'
import { TestLab, zipOf } from './testLab.ts'

/** A client that nobody here wrote: how the lab answers must suit it, not us. */
describe('the AWS CLI against the lab', function () {
  this.timeout(120_000)
  let lab: TestLab
  let program = ''
  const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))

  before(async function () {
    const found = findProgram('aws', ['--version'])
    if (found === undefined) this.skip()
    program = found
    lab = await TestLab.start()
  })
  after(async () => {
    await lab?.stop()
    rmSync(folder, { recursive: true })
  })

  const run = (text: string, more: readonly string[] = [], env: Record<string, string> = {}) =>
    runClient(program, ['--endpoint-url', lab.lab.endpoint, ...text.split(' '), ...more], lab.lab, env)
  /** What a command prints, as JSON; undefined for nothing. */
  const aws = async (text: string, ...more: readonly string[]) => {
    const { code, stdout, stderr } = await run(text, more)
    assert.equal(code, 0, `aws ${text}: ${stderr}`)
    return stdout.trim() === '' ? undefined : JSON.parse(stdout)
  }
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content)
    return `fileb://${join(folder, name)}`
  }
  const code = `exports.handler = async event => {
    console.log('called with', event)
    if (event.fail) throw new RangeError('too far')
    return { ...event, memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, layer: require('greeting') }
  }`
  const role = 'arn:aws:iam::000000000000:role/lab'
  const invoke = async (text: string, event: object) => {
    const out = join(folder, 'answer.json')
    const payload = file('event.json', JSON.stringify(event))
    const told = await aws(`lambda invoke ${text} --log-type Tail`, '--payload', payload, out)
    return { told, answer: JSON.parse(readFileSync(out, 'utf8')) }
  }

  it('creates a function, calls it, and reads its log', async () => {
    mkdirSync(join(folder, 'layer/nodejs/node_modules/greeting'), { recursive: true })
    file('layer/nodejs/node_modules/greeting/index.js', "module.exports = 'hello'")
    const create = 'lambda create-function --function-name orders --runtime nodejs24.x --handler index.handler'
    const created = await aws(
      `${create} --memory-size 512 --timeout 10 --role ${role} --layers ${join(folder, 'layer')}`,
      '--zip-file',
      file('code.zip', zipOf({ 'index.js': code })),
    )
    assert.equal(created.FunctionArn, 'arn:aws:lambda:us-east-1:000000000000:function:orders')
    await aws('lambda wait function-active --function-name orders')
    const { told, answer } = await invoke('--function-name orders', { id: 7 })
    assert.deepEqual([told.StatusCode, told.ExecutedVersion], [200, '$LATEST'])
    assert.match(Buffer.from(told.LogResult, 'base64').toString(), /^REPORT RequestId: .*Init Duration/m)
    assert.deepEqual(answer, { id: 7, memory: '512', layer: 'hello' })
    const { events } = await aws('logs filter-log-events --log-group-name /aws/lambda/orders --filter-pattern REPORT')
    assert.equal(events.length, 1)
    const { logStreams } = await aws('logs describe-log-streams --log-group-name /aws/lambda/orders')
    const stream = logStreams[0].logStreamName
    const got = await aws(`logs get-log-events --log-group-name /aws/lambda/orders --log-stream-name ${stream}`)
    assert.ok(got.events.some(({ message }: { message: string }) => message.includes('called with { id: 7 }')))
  })

  it('tells of a function’s error, and of its own', async () => {
    const { told, answer } = await invoke('--function-name orders', { fail: true })
    assert.deepEqual([told.FunctionError, answer.errorType], ['Unhandled', 'RangeError'])
    const absent = await run('lambda get-function --function-name absent')
    assert.match(absent.stderr, /\(ResourceNotFoundException\) when calling the GetFunction operation/)
    const forged = await run('lambda list-functions', [], { AWS_SECRET_ACCESS_KEY: 'forged' })
    assert.match(forged.stderr, /\(InvalidSignatureException\)/)
  })

  it('updates, publishes, names and deletes versions', async () => {
    await aws('lambda update-function-configuration --function-name orders --memory-size 256')
    const second = await run('lambda update-function-configuration --function-name orders --memory-size 300')
    // Whether it comes while the first is under way depends on the machine.
    if (second.code !== 0) assert.match(second.stderr, /ResourceConflictException/)
    await aws('lambda wait function-updated --function-name orders')
    await aws('lambda update-function-configuration --function-name orders --memory-size 256')
    await aws('lambda wait function-updated --function-name orders')
    assert.equal((await aws('lambda publish-version --function-name orders')).Version, '1')
    await aws('lambda create-alias --function-name orders --name live --function-version 1')
    const { told, answer } = await invoke('--function-name orders --qualifier live', { id: 8 })
    assert.deepEqual([told.ExecutedVersion, answer.memory], ['1', '256'])
    const { Functions } = await aws('lambda list-functions --max-items 1')
    assert.equal(Functions.length, 1)
    assert.equal((await aws('lambda list-versions-by-function --function-name orders')).Versions.length, 2)
    await aws('lambda delete-alias --function-name orders --name live')
    await aws('lambda delete-function --function-name orders --qualifier 1')
    await aws('lambda delete-function --function-name orders')
  })

  it('queries with Insights', async () => {
    const query = 'filter @type = "REPORT" | stats count(*) as calls, max(@duration) as slowest'
    const range = `--start-time 0 --end-time ${Math.ceil(Date.now() / 1000) + 60}`
    const start = `logs start-query --log-group-name /aws/lambda/orders ${range}`
    const { queryId } = await aws(start, '--query-string', query)
    const { results, status } = await aws(`logs get-query-results --query-id ${queryId}`)
    assert.equal(status, 'Complete')
    assert.deepEqual(results[0][0], { field: 'calls', value: '3' })
    const refused = await run(start, ['--query-string', 'explode @message'])
    assert.match(refused.stderr, /\(MalformedQueryException\)/)
  })
})
