import assert from 'node:assert/strict'
import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { serviceError } from '#aws/serviceErrors.ts'
import { LensError } from '#common/errors.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

describe('an error of the service', () => {
  let server: ProtocolServer | undefined

  afterEach(() => server?.close())

  async function refusal(answer: ProtocolAnswer): Promise<LensError> {
    server = await serveProtocol(() => answer)
    const clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    try {
      return await lensError(lambdaInvoker(clients).invoke('hello', '$LATEST', '{}', new AbortController().signal))
    } finally {
      clients.destroy()
    }
  }

  const refusals: readonly { errorType: string; status: number; message: string; code: string; says: RegExp }[] = [
    {
      errorType: 'AccessDeniedException',
      status: 403,
      message: 'User: arn:aws:iam::1:user/a is not authorized',
      code: 'access-denied',
      says: /lambda:InvokeFunction .*not authorized.*\{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"\*"\}/,
    },
    {
      errorType: 'ResourceNotFoundException',
      status: 404,
      message: 'Function not found',
      code: 'not-found',
      says: /There is no function hello at http:/,
    },
    {
      errorType: 'TooManyRequestsException',
      status: 429,
      message: 'Rate Exceeded.',
      code: 'throttled',
      says: /throttled lambda:InvokeFunction on the function hello: Rate Exceeded\. Wait/,
    },
    {
      errorType: 'ExpiredTokenException',
      status: 403,
      message: 'The security token included in the request is expired',
      code: 'credentials-expired',
      says: /have expired.*renew them there/,
    },
    {
      errorType: 'UnrecognizedClientException',
      status: 403,
      message: 'The security token included in the request is invalid.',
      code: 'credentials-refused',
      says: /token .* is invalid\. .*renew them there/,
    },
    {
      errorType: 'InvalidSignatureException',
      status: 403,
      message: 'Signature expired: 20261121T000000Z is now earlier than 20261121T010000Z',
      code: 'clock-skewed',
      says: /clock of this machine/,
    },
    {
      errorType: 'RequestTooLargeException',
      status: 413,
      message: 'Request must be smaller than 6291456 bytes',
      code: 'payload-too-large',
      says: /6 MB/,
    },
    {
      errorType: 'InvalidRequestContentException',
      status: 400,
      message: 'Could not parse request body into json',
      code: 'payload-invalid',
      says: /payload for the function hello is not JSON/,
    },
    {
      errorType: 'ServiceException',
      status: 500,
      message: 'Internal',
      code: 'service-failed',
      says: /ServiceException/,
    },
    {
      errorType: 'InvalidRuntimeException',
      status: 502,
      message: 'The runtime is invalid.',
      code: 'service-failed',
      says: /The runtime is invalid/,
    },
    {
      errorType: 'InvalidParameterValueException',
      status: 400,
      message: 'The parameter is wrong',
      code: 'request-refused',
      says: /InvalidParameterValueException.*The parameter is wrong\. Look up/,
    },
  ]
  for (const { errorType, status, message, code, says } of refusals) {
    it(`${errorType} with status ${status} is ${code}`, async () => {
      const error = await refusal({ status, errorType, body: { message } })
      assert.equal(error.code, code)
      assert.match(`${error.message} ${error.remedy}`, says)
      assert.ok(error.cause instanceof Error)
      assert.equal(error.cause.name, errorType)
    })
  }

  it('never makes Invoke call again', async () => {
    await refusal({ status: 500, errorType: 'ServiceException', body: { message: 'Internal' } })
    assert.equal(server?.requests.length, 1)
  })

  it('names the endpoint where nothing answers', async () => {
    const gone = await serveProtocol(() => ({}))
    await gone.close()
    const clients = createClients({ endpoint: gone.endpoint, region: 'lab', credentials })
    const error = await lensError(lambdaControl(clients).read('hello', new AbortController().signal))
    clients.destroy()
    assert.equal(error.code, 'unreachable')
    assert.match(error.message, new RegExp(gone.endpoint))
    assert.match(error.remedy, /lab, it has stopped/)
  })

  it('is not made of a cancelled call', async () => {
    const controller = new AbortController()
    server = await serveProtocol(() => {
      controller.abort()
      return undefined
    })
    const clients = createClients({ endpoint: server.endpoint, region: 'lab', credentials })
    await assert.rejects(lambdaInvoker(clients).invoke('hello', '1', '{}', controller.signal), { name: 'AbortError' })
    await assert.rejects(lambdaControl(clients).read('hello', controller.signal), { name: 'AbortError' })
    assert.equal(server.requests.length, 1)
    clients.destroy()
  })
})

describe('credentials that are not there', () => {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_CONFIG_FILE',
    'AWS_EC2_METADATA_DISABLED',
  ]
  const before = new Map(names.map(name => [name, process.env[name]]))

  beforeEach(() => {
    for (const name of names) delete process.env[name]
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = process.env['AWS_CONFIG_FILE'] = '/dev/null'
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
  })

  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })

  it('are answered with the command that signs in', async () => {
    const clients = createClients({ region: 'eu-west-1', profile: 'nobody', endpoint: 'http://127.0.0.1:9' })
    const error = await lensError(lambdaControl(clients).read('hello', new AbortController().signal))
    assert.equal(error.code, 'credentials-missing')
    assert.match(error.remedy, /`aws sso login --profile nobody`/)
    clients.destroy()
  })
})

describe('an error of the SDK itself', () => {
  const context = {
    connection: { profile: 'work' },
    action: 'lambda:GetFunctionConfiguration',
    subject: 'the function hello',
  }

  function failure(name: string, message: string, rest: object = {}): Error {
    return Object.assign(new Error(message), { name, ...rest })
  }

  it('is explained', () => {
    const session = 'The SSO session associated with this profile has expired.'
    const codes = [
      failure('CredentialsProviderError', session),
      failure('TokenProviderError', 'Token is expired. To refresh run aws sso login'),
      failure('TimeoutError', 'Connection timed out after 5000 ms'),
      failure('Error', 'Region is missing'),
      failure('Error', 'getaddrinfo ENOTFOUND lambda.moon-1.amazonaws.com', { code: 'ENOTFOUND' }),
      failure('SyntaxError', 'Unexpected token <', { $metadata: { httpStatusCode: 200 } }),
    ].map(error => {
      const explained = serviceError(error, context)
      assert.ok(explained instanceof LensError && explained.cause === error)
      return explained.code
    })
    assert.deepEqual(codes, [
      'credentials-expired',
      'credentials-expired',
      'request-timeout',
      'region-missing',
      'unreachable',
      'answer-unreadable',
    ])
  })

  it('of expired credentials names the command that signs in to the profile', () => {
    const explained = serviceError(failure('CredentialsProviderError', 'The SSO session has expired.'), context)
    assert.ok(explained instanceof LensError)
    assert.match(explained.remedy, /`aws sso login --profile work`/)
  })

  it('is left as it is when it is an abort, explained already, or a bug', () => {
    const bug = new TypeError('x is not a function')
    const abort = failure('AbortError', 'Request aborted')
    const explained = new LensError('some-code', 'Something.', 'Do this.')
    for (const error of [bug, abort, explained, 'text']) assert.equal(serviceError(error, context), error)
  })
})

async function lensError(work: Promise<unknown>): Promise<LensError> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof LensError, `not explained: ${String(error)}`)
    return error
  }
  return assert.fail('was not refused')
}
