import type { ImportedName } from '../analysis/importedName.ts'

/** A kind of object that is dear to make, and meant to be made once. */
export interface ClientKind {
  readonly group: 'sdk' | 'sdk-v2' | 'agent' | 'http' | 'api' | 'database' | 'own'
  /** Made by `new`, or by a call. */
  readonly form: 'new' | 'call'
  /** What a call makes. */
  readonly call?: string
  readonly module: RegExp
  /** Of the names that lead from the module to it, joined by dots; empty for the module itself. */
  readonly path: RegExp
  /** What may be offered at best, in the safest surroundings. */
  readonly edit: 'fix' | 'suggestion'
  /** Why it can never be moved. */
  readonly why?: string
  /** Methods that close it for good. */
  readonly closing?: readonly string[]
  /** A method that must not be called twice, and the property that tells whether it has been. */
  readonly opening?: { readonly method: string; readonly done: string }
  /** It is itself called as a function. */
  readonly callable?: boolean
}

type Maker = Omit<ClientKind, 'group' | 'form' | 'edit'>

const awaited = 'It is made by an awaited call: keep its promise outside the handler.'

const singleConnection =
  'A single connection fails for good with its first error: a pool of one connection makes a new one instead.'

/** The first that fits decides. */
const kinds: readonly ClientKind[] = [
  lazy('sdk', {
    module: /^@aws-sdk\/client-/,
    path: /^[A-Z]\w*(?<!Command|Exception|Error|Plugin)$/,
    closing: ['destroy'],
  }),
  lazy('sdk', {
    call: 'DynamoDBDocumentClient',
    module: /^@aws-sdk\/lib-dynamodb$/,
    path: /^DynamoDBDocumentClient\.from$/,
    closing: ['destroy'],
  }),
  lazy('sdk', {
    call: 'DynamoDBDocument',
    module: /^@aws-sdk\/lib-dynamodb$/,
    path: /^DynamoDBDocument\.from$/,
    closing: ['destroy'],
  }),
  lazy('sdk', {
    call: 'traced client',
    module: /^aws-xray-sdk(-core)?$/,
    path: /^captureAWSv3Client$/,
    closing: ['destroy'],
  }),
  lazy('sdk-v2', { call: 'traced client', module: /^aws-xray-sdk(-core)?$/, path: /^captureAWSClient$/ }),
  lazy('sdk-v2', {
    module: /^aws-sdk$/,
    path: /^(?!\w*(Credentials|Config|Endpoint|Request|Response|Service|Provider|Chain)$)[A-Z]\w*$/,
  }),
  lazy('sdk-v2', { module: /^aws-sdk(\/clients\/dynamodb)?$/, path: /^(DynamoDB\.)?DocumentClient$/ }),
  lazy('sdk-v2', { module: /^aws-sdk\/clients\/\w+$/, path: /^$/ }),
  lazy('agent', { module: /^https?$/, path: /^Agent$/, closing: ['destroy'] }),
  lazy('agent', { module: /^agentkeepalive$/, path: /^(HttpsAgent)?$/, closing: ['destroy'] }),
  lazy('http', { call: 'axios instance', module: /^axios$/, path: /^create$/, callable: true }),

  kept('api', { module: /^openai$/, path: /^((Azure)?OpenAI)?$/ }),
  kept('api', { module: /^@anthropic-ai\/sdk$/, path: /^(Anthropic)?$/ }),
  kept('api', { module: /^(stripe|groq-sdk|cohere-ai|replicate|resend)$/, path: /^[A-Z]?\w*$/ }),
  kept('api', { call: 'Stripe client', module: /^stripe$/, path: /^$/ }),
  kept('api', { call: 'Twilio client', module: /^twilio$/, path: /^$/ }),
  kept('api', { module: /^@slack\/web-api$/, path: /^WebClient$/ }),

  kept('database', { module: /^pg$/, path: /^Pool$/, closing: ['end'] }),
  kept('database', { module: /^pg-pool$/, path: /^$/, closing: ['end'] }),
  kept('database', { module: /^pg$/, path: /^Client$/, why: singleConnection }),
  kept('database', { call: 'pool', module: /^mysql2?(\/promise)?$/, path: /^createPool$/, closing: ['end'] }),
  kept('database', {
    call: 'connection',
    module: /^mysql2?(\/promise)?$/,
    path: /^createConnection$/,
    why: singleConnection,
  }),
  kept('database', { module: /^mongodb$/, path: /^MongoClient$/, closing: ['close'] }),
  kept('database', { call: 'MongoClient', module: /^mongodb$/, path: /^MongoClient\.connect$/, why: awaited }),
  kept('database', { call: 'connection', module: /^mongoose$/, path: /^createConnection$/, why: awaited }),
  kept('database', { module: /^ioredis$/, path: /^(Redis|Cluster|Redis\.Cluster)?$/, closing: ['quit', 'disconnect'] }),
  kept('database', {
    call: 'Redis client',
    module: /^redis$/,
    path: /^create(Client|Cluster)$/,
    closing: ['quit', 'disconnect', 'close', 'destroy'],
    opening: { method: 'connect', done: 'isOpen' },
  }),
  kept('database', {
    call: 'knex instance',
    module: /^knex$/,
    path: /^(knex)?$/,
    closing: ['destroy'],
    callable: true,
  }),
  kept('database', { module: /^@prisma\/client$/, path: /^PrismaClient$/, closing: ['$disconnect'] }),
  kept('database', {
    module: /^typeorm$/,
    path: /^DataSource$/,
    closing: ['destroy'],
    opening: { method: 'initialize', done: 'isInitialized' },
  }),
  kept('database', { call: 'connection', module: /^typeorm$/, path: /^createConnection$/, why: awaited }),
  kept('database', { module: /^sequelize$/, path: /^(Sequelize)?$/, closing: ['close'] }),

  kept('own', { module: /^\.{1,2}\//, path: /(^|\.)[A-Z]\w*Client$/ }),
]

/** What a constructor or function of another module makes; undefined for what is no client. */
export function clientKind({ module, path }: ImportedName, form: ClientKind['form']): ClientKind | undefined {
  const joined = path.join('.')
  return kinds.find(kind => kind.form === form && kind.module.test(module) && kind.path.test(joined))
}

/** Makers of parts of a client: they only keep what they are given. */
const parts: readonly (readonly [module: RegExp, path: RegExp])[] = [
  [
    /^@(smithy|aws-sdk)\//,
    /^(NodeHttpHandler|NodeHttp2Handler|FetchHttpHandler|ConfiguredRetryStrategy|StandardRetryStrategy|AdaptiveRetryStrategy)$/,
  ],
  [/^https?$/, /^Agent$/],
  [/^agentkeepalive$/, /^(HttpsAgent)?$/],
  [/^aws-sdk$/, /^Endpoint$/],
]

export function isClientPart({ module, path }: ImportedName): boolean {
  return parts.some(([known, name]) => known.test(module) && name.test(path.join('.')))
}

/** Connects with its first request, so that it may be made at any time. */
function lazy(group: ClientKind['group'], kind: Maker): ClientKind {
  return { ...kind, group, form: kind.call === undefined ? 'new' : 'call', edit: 'fix' }
}

/** Holds connections, or fails where it is made; moving it changes something. */
function kept(group: ClientKind['group'], kind: Maker): ClientKind {
  return { ...kind, group, form: kind.call === undefined ? 'new' : 'call', edit: 'suggestion' }
}
