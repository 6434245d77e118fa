import type { SuggestionCase } from '../ruleCases.ts'

/** What is kept as a promise. */
export const lookups: readonly SuggestionCase[] = [
  {
    name: 'a parameter in TypeScript',
    file: 'handler.ts',
    code: `import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';

const ssm = new SSMClient({});
const Name = '/orders/url';

export const handler = async (event: { id: string }): Promise<string> => {
  const answer = await ssm.send(
    new GetParameterCommand({
      Name,
      WithDecryption: true,
    }),
  );
  const url = answer.Parameter?.Value;
  return \`\${url}/\${event.id}\`;
};
`,
    title: /five minutes: a change is seen that much later/,
    after: `import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';

const ssm = new SSMClient({});
const Name = '/orders/url';
const loadParameter = () => ssm.send(
  new GetParameterCommand({
    Name,
    WithDecryption: true,
  }),
);
let keptParameter: { value: ReturnType<typeof loadParameter>; until: number } | undefined;

/** Asks again after five minutes, and after a failure. */
function readParameter() {
  if (keptParameter === undefined || keptParameter.until < Date.now()) {
    const value = loadParameter();
    keptParameter = { value, until: Date.now() + 300_000 };
    value.catch(() => (keptParameter = undefined));
  }
  return keptParameter.value;
}

export const handler = async (event: { id: string }): Promise<string> => {
  const answer = await readParameter();
  const url = answer.Parameter?.Value;
  return \`\${url}/\${event.id}\`;
};
`,
  },
  {
    name: 'parameters by the SDK v2, in a function that the handler calls',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
const ssm = new AWS.SSM()

async function settings() {
  const { Parameters } = await ssm.getParameters({ Names: ['/a', process.env.NAME] }).promise()
  return Parameters.map(one => one.Value)
}

exports.handler = async event => [await settings(), event.id]
`,
    title: /five minutes/,
    after: `const AWS = require('aws-sdk')
const ssm = new AWS.SSM()
const loadParameter = () => ssm.getParameters({ Names: ['/a', process.env.NAME] }).promise()
let keptParameter

/** Asks again after five minutes, and after a failure. */
function readParameter() {
  if (keptParameter === undefined || keptParameter.until < Date.now()) {
    const value = loadParameter()
    keptParameter = { value, until: Date.now() + 300_000 }
    value.catch(() => (keptParameter = undefined))
  }
  return keptParameter.value
}

async function settings() {
  const { Parameters } = await readParameter()
  return Parameters.map(one => one.Value)
}

exports.handler = async event => [await settings(), event.id]
`,
  },
  {
    name: 'a secret by an aggregated client, in a branch whose failure is handled',
    code: `import { SecretsManager } from '@aws-sdk/client-secrets-manager'
const secrets = new SecretsManager({})
export const handler = async event => {
  try {
    return event.id ? (await secrets.getSecretValue({ SecretId: 'orders' })).SecretString : ''
  } catch (error) {
    return String(error)
  }
}
`,
    title: /five minutes/,
    after: `import { SecretsManager } from '@aws-sdk/client-secrets-manager'
const secrets = new SecretsManager({})
const loadSecret = () => secrets.getSecretValue({ SecretId: 'orders' })
let keptSecret

/** Asks again after five minutes, and after a failure. */
function readSecret() {
  if (keptSecret === undefined || keptSecret.until < Date.now()) {
    const value = loadSecret()
    keptSecret = { value, until: Date.now() + 300_000 }
    value.catch(() => (keptSecret = undefined))
  }
  return keptSecret.value
}
export const handler = async event => {
  try {
    return event.id ? (await readSecret()).SecretString : ''
  } catch (error) {
    return String(error)
  }
}
`,
  },
  {
    name: 'a file that is awaited',
    code: `import { readFile } from 'node:fs/promises'

export const handler = async event => {
  const text = await readFile('./mail.html', 'utf8')
  return { body: text, id: event.id }
}
`,
    title: /the file is read by the first call alone/,
    after: `import { readFile } from 'node:fs/promises'

const loadFile = () => readFile('./mail.html', 'utf8')
let keptFile

/** Reads again after a failure only. */
function readFile2() {
  if (keptFile === undefined) {
    keptFile = loadFile()
    keptFile.catch(() => (keptFile = undefined))
  }
  return keptFile
}

export const handler = async event => {
  const text = await readFile2()
  return { body: text, id: event.id }
}
`,
  },
]
