import type { RefusalCase } from '../ruleCases.ts'

const imports = `import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
`

function s3(name: string, body: string, why: RegExp, above = '') {
  return { name, why, code: `${imports}${above}\nexport const handler = async (event, context) => {\n${body}\n}\n` }
}

/** Found, and rightly left alone: what is done or passed there would change for somebody. */
export const refusals: readonly RefusalCase[] = [
  s3(
    'an argument from the event',
    'return new S3Client({ region: event.region }).send(event)',
    /“event” comes from the event/,
  ),
  s3(
    'from the context',
    'return new S3Client({ appId: context.awsRequestId }).send(event)',
    /“context” comes from the context/,
  ),
  s3(
    'from the event by way of other variables',
    `const { tenant } = event
  const regions = { a: 'eu-west-1' }
  const region = regions[tenant]
  const client = new S3Client({ region })
  return client.send(event)`,
    /may differ|comes from the event/,
  ),
  s3(
    'from a parameter of a callback',
    'return event.Records.map(record => new S3Client({ region: record.awsRegion }).send(1))',
    /“record” may differ/,
  ),
  s3('from the clock', 'return new S3Client({ appId: String(Date.now()) }).send(event)', /“Date.now\(\)” may differ/),
  s3(
    'from a variable of the file that calls assign',
    `region = event.region
  return new S3Client({ region }).send(event)`,
    /“region” is changed while the function runs/,
    'let region = "eu-west-1"\n',
  ),
  s3(
    'from an object of the file that calls change',
    `config.region = event.region
  return new S3Client(config).send(event)`,
    /“config” is changed/,
    'const config = { maxAttempts: 2 }\n',
  ),
  s3(
    'from an object that is handed on',
    `const config = { maxAttempts: 2 }
  setUp(config, event)
  return new S3Client(config).send(event)`,
    /“config” is changed/,
    "import { setUp } from './setUp.mjs'\n",
  ),
  s3(
    'from an environment that calls change',
    `process.env.AWS_REGION = event.region
  return new S3Client({}).send(event)`,
    /environment, which it reads, is changed/,
  ),
  s3(
    'from an environment that another function changes',
    `enter(event.tenant)
  return new S3Client({ region: process.env.REGION }).send(event)`,
    /environment, which it reads, is changed/,
    'const enter = tenant => Object.assign(process.env, { REGION: tenant.region })\n',
  ),
  s3(
    'from an environment that is filled on the way',
    `await loadSecrets()
  return new S3Client({ region: process.env.REGION }).send(event)`,
    /loadSecrets\(\) may change the environment/,
    "import { loadSecrets } from './secrets.mjs'\n",
  ),
  s3(
    'from a region that an imported function chooses',
    `switchRegion(event.region)
  return new S3Client({}).send(event)`,
    /switchRegion\(\) may change the environment/,
    "import { switchRegion } from './regions.mjs'\n",
  ),
  s3(
    'from an environment that is handed to be filled',
    `await tenants.applyTo(process.env)
  return new S3Client({}).send(event)`,
    /applyTo\(\) may change the environment/,
    "import * as tenants from './tenants.mjs'\n",
  ),
  s3(
    'with credentials',
    "return new S3Client({ credentials: { accessKeyId: 'a' } }).send(event)",
    /credentials or a token \(credentials\)/,
  ),
  s3(
    'with credentials in a constant',
    'return new S3Client(config).send(event)',
    /credentials or a token/,
    "import { fromTokenFile } from './roles.mjs'\nconst config = { credentials: fromTokenFile() }\n",
  ),
  s3(
    'with an imported token',
    'return new S3Client({ token }).send(event)',
    /credentials or a token \(token\)/,
    "import { token } from './token.mjs'\n",
  ),
  s3(
    'with credentials of another role',
    `const { Credentials } = await new STSClient({ region: event.region }).send(event)`,
    /“event” comes from the event/,
  ),
  s3(
    'closed',
    'const client = new S3Client({})\n  await client.send(event)\n  client.destroy()',
    /“client” is closed by destroy\(\)/,
  ),
  s3(
    'closed by `using`',
    'using client = new S3Client({})\n  await client.send(event)',
    /“client” is closed at the end of its block/,
  ),
  s3(
    'assigned again',
    'let client = new S3Client({})\n  client = other(client)\n  return client.send(event)',
    /“client” is assigned again/,
    "import { other } from './other.mjs'\n",
  ),
  s3(
    'set up further',
    'const client = new S3Client({})\n  client.middlewareStack.add(next => next)\n  return client.send(event)',
    /“client” is set up further/,
  ),
  s3(
    'with a member assigned',
    'const client = new S3Client({})\n  client.user = event.user\n  return client.send(event)',
    /“client” is set up further/,
  ),
  s3('returned', 'return new S3Client({})', /“s3Client” leaves the function/),
  s3('kept in an object', 'const client = new S3Client({})\n  return { client }', /“client” leaves the function/),
  s3(
    'handed to somebody',
    'const client = new S3Client({})\n  return read(client)',
    /“client” is handed to read/,
    "import { read } from './read.mjs'\n",
  ),
  s3(
    'handed to a function of the file that keeps it',
    'const client = new S3Client({})\n  return keep(client)',
    /“client” leaves the function/,
    'const kept = []\nconst keep = one => (kept[0] = one)\n',
  ),
  s3(
    'made inside a try',
    'try {\n    const client = new S3Client({})\n    return await client.send(event)\n  } catch { return null }',
    /inside a try that handles its failure/,
  ),
  s3(
    'made in a function called inside a try',
    'try { return await list(event) } catch { return null }',
    /inside a try/,
    'const list = event => new S3Client({}).send(event)\n',
  ),
  s3(
    'assigned to a variable of the file on every call',
    'client = new S3Client({})\n  return client.send(event)',
    /“s3Client” leaves the function/,
    'let client\n',
  ),
  s3(
    'made of a constant that is checked first',
    "const region = process.env.REGION\n  if (!region) throw new Error('No region')\n  return new S3Client({ region }).send(event)",
    /“region” is checked first/,
  ),
  s3(
    'made in a function whose failure is caught later',
    'return list(event).catch(() => null)',
    /inside a try/,
    'const list = async event => new S3Client({}).send(event)\n',
  ),
]
