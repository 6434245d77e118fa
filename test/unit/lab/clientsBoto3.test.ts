import assert from 'node:assert/strict'
import { join } from 'node:path'
import { findProgram, runClient } from './foreignClient.ts'
import { TestLab } from './testLab.ts'

/** A client that nobody here wrote: how the lab answers must suit it, not us. */
describe('boto3 against the lab', function () {
  this.timeout(120_000)
  let lab: TestLab
  let python = ''

  before(async function () {
    const found = findProgram('python3', ['-c', 'import boto3'])
    if (found === undefined) this.skip()
    python = found
    lab = await TestLab.start({ concurrency: 3 })
  })
  after(() => lab?.stop())

  it('understands every answer, with its waiters, paginators and exceptions', async () => {
    const script = join(import.meta.dirname, 'clientsBoto3.py')
    const { code, stdout, stderr } = await runClient(python, [script], lab.lab)
    assert.equal(code, 0, stderr)
    assert.deepEqual(JSON.parse(stdout), {
      created: ['Pending', 'nodejs24.x', 512, 'Active'],
      answered: [200, { echo: [1, 'ä'], memory: '512' }, '$LATEST', true],
      failed: ['Unhandled', 'TypeError'],
      others: [204, 202],
      updated: ['InProgress', 1024, 'ResourceConflictException', 'Successful'],
      revision: 'PreconditionFailedException',
      versions: ['1', '1', '2', ['$LATEST', '1', '2']],
      aliases: ['1', '2', { memory: '1024' }, 'ResourceConflictException'],
      provisioned: ['READY', 1, 'ProvisionedConcurrencyConfigNotFoundException'],
      reserved: [0, 'TooManyRequestsException', 'ReservedFunctionConcurrentInvocationLimitExceeded'],
      pages: [60, 60],
      absent: ['ResourceNotFoundException', 404],
      invalid: ['ValidationException', 'InvalidRequestContentException', 'RequestTooLargeException'],
      forged: ['UnrecognizedClientException', 'InvalidSignatureException'],
      logs: [true, true, true, true],
      insights: ['Complete', true, 'MalformedQueryException'],
      tracing: [true, 'Active'],
      deleted: 'ResourceNotFoundException',
    })
  })
})
