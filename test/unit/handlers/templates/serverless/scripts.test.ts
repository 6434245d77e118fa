import assert from 'node:assert/strict'
import { spanned } from '../../spanned.ts'
import { readOnly, readService } from './serviceProject.ts'

const script = `import type { AWS } from '@serverless/typescript'

const memory = 512
const serverlessConfiguration: AWS = {
  service: 'shop',
  plugins: ['serverless-esbuild'],
  provider: {
    name: 'aws',
    runtime: 'nodejs22.x',
    stage: "\${opt:stage, 'dev'}",
    timeout: 20,
    environment: { LEVEL: process.env.LEVEL ?? 'info', KEY: process.env.KEY, REGION: '\${aws:region}' },
  },
  functions: {
    hello: {
      handler: 'src/hello.main',
      memorySize: memory,
      architecture: 'arm64' as const,
    },
  },
}

module.exports = serverlessConfiguration
`

const provider = `provider: { name: 'aws', runtime: 'nodejs22.x' }`

describe('a service written as a script', () => {
  it('is read as far as it is written down', async () => {
    const { spans, sharedSpans, ...rest } = await readOnly({ 'app/serverless.ts': script })
    assert.deepEqual(rest, {
      template: 'app/serverless.ts',
      logicalId: 'hello',
      kind: 'serverless',
      functionKind: 'event',
      line: 15,
      handler: 'src/hello.main',
      runtime: 'nodejs22.x',
      memoryMb: 512,
      timeoutSeconds: 20,
      functionName: 'shop-dev-hello',
      architecture: 'arm64',
      codeFolder: 'app',
      buildMethod: 'esbuild',
      bundling: { from: 'serverless-esbuild', options: { target: 'node22', external: ['aws-sdk'] } },
      entryPoints: ['src/hello'],
      eventSources: [],
      environment: { LEVEL: 'info', REGION: 'us-east-1' },
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(script, spans), { handler: `'src/hello.main'`, architecture: `'arm64'` })
    assert.deepEqual(spanned(script, sharedSpans), { runtime: `'nodejs22.x'`, memory: '512', timeout: '20' })
  })

  const exported: readonly (readonly [string, (service: string) => string])[] = [
    ['module.exports', service => `module.exports = ${service}`],
    ['export default', service => `export default ${service}`],
    ['export default of a name', service => `const s = ${service}\nexport default s`],
    ['export =', service => `export = ${service}`],
    ['satisfies', service => `export default ${service} satisfies AWS`],
    ['a type assertion', service => `export default <AWS>${service}`],
    ['an exported name', service => `const s = ${service}\nexport { s as default }`],
  ]
  for (const [title, write] of exported) {
    it(`is found by ${title}`, async () => {
      const text = write(`{ service: 'shop', ${provider}, functions: { hello: { handler: 'a.main' } } }`)
      assert.equal((await readOnly({ 'serverless.ts': text })).handler, 'a.main')
    })
  }

  const modules: readonly (readonly [string, string, string, Readonly<Record<string, string>>])[] = [
    [
      'a default export',
      `import hello from './src/hello'`,
      '{ hello }',
      { 'src/hello/index.ts': `export default { handler: 'src/hello/handler.main' }` },
    ],
    [
      'a named export',
      `import { hello } from './src/hello.ts'`,
      '{ hello }',
      { 'src/hello.ts': `export const hello = { handler: 'src/hello/handler.main' }` },
    ],
    [
      'all functions',
      `import { functions } from './src'`,
      'functions',
      { 'src/index.ts': `export const functions = { hello: { handler: 'src/hello/handler.main' } }` },
    ],
    [
      'all of a module',
      `import * as all from './src'`,
      'all',
      {
        'src/index.ts': `export { default as hello } from './hello'`,
        'src/hello.ts': `export default { handler: 'src/hello/handler.main' }`,
      },
    ],
    [
      'spread functions',
      `import { a } from './src/a'`,
      '{ ...a }',
      { 'src/a.ts': `export const a = { hello: { handler: 'src/hello/handler.main' } }` },
    ],
    [
      'everything exported again',
      `import { hello } from './src'`,
      '{ hello }',
      {
        'src/index.ts': `export * from './hello'`,
        'src/hello.ts': `export const hello = { handler: 'src/hello/handler.main' }`,
      },
    ],
    [
      'a member of a module',
      `import * as all from './src'`,
      '{ hello: all.hello }',
      { 'src/index.ts': `export const hello = { handler: 'src/hello/handler.main' }` },
    ],
    [
      'require',
      `const hello = require('./hello')`,
      '{ hello }',
      { 'hello.js': `module.exports = { handler: 'src/hello/handler.main' }` },
    ],
    [
      'JSON',
      `import functions from './functions.json'`,
      'functions',
      { 'functions.json': '{ "hello": { "handler": "src/hello/handler.main" } }' },
    ],
    [
      'constants in a text',
      `import { folder } from './folder'`,
      '{ hello: { handler: `${folder}/handler.main` } }',
      { 'folder.ts': `export const folder = 'src' + '/hello'` },
    ],
    [
      'the folder of a file',
      `import hello from './src/hello'`,
      '{ hello }',
      {
        'src/hello/index.ts': `import { handlerPath } from '../handlerPath'\nexport default { handler: \`\${handlerPath(__dirname)}/handler.main\` }`,
      },
    ],
    [
      'paths of tsconfig.json',
      `import hello from '@functions/hello'`,
      '{ hello }',
      {
        'tsconfig.json': `{ "compilerOptions": { "baseUrl": ".", "paths": { "@functions/*": ["src/*"] } } }`,
        'src/hello.ts': `export default { handler: 'src/hello/handler.main' }`,
      },
    ],
    [
      'paths of a configuration that another extends',
      `import hello from '@functions/hello'`,
      '{ hello }',
      {
        'tsconfig.json': `{ // as the template makes it\n "extends": "./tsconfig.paths.json" }`,
        'tsconfig.paths.json': `{ "compilerOptions": { "baseUrl": ".", "paths": { "@functions/*": ["src/*"], }, } }`,
        'src/hello/index.ts': `export default { handler: 'src/hello/handler.main' }`,
      },
    ],
    [
      'the base of tsconfig.json',
      `import hello from 'src/hello'`,
      '{ hello }',
      {
        'tsconfig.json': `{ "compilerOptions": { "baseUrl": "./" } }`,
        'src/hello.ts': `export default { handler: 'src/hello/handler.main' }`,
      },
    ],
  ]
  for (const [title, line, functions, files] of modules) {
    it(`takes functions from other modules: ${title}`, async () => {
      const text = `${line}\nmodule.exports = { service: 'shop', ${provider}, functions: ${functions} }`
      const { definitions, reason } = await readService({ 'serverless.ts': text, ...files })
      assert.deepEqual(
        definitions.map(({ logicalId, handler, codeFolder }) => [logicalId, handler, codeFolder]),
        [['hello', 'src/hello/handler.main', '']],
      )
      assert.equal(reason, undefined)
    })
  }

  it('has the places of a function in the module that holds it', async () => {
    const hello = `export default {\n  handler: 'a.main',\n  memorySize: 256,\n}\n`
    const text = `import hello from './hello'\nexport default { service: 'shop', ${provider}, functions: { hello } }`
    const definition = await readOnly({ 'serverless.ts': text, 'hello.ts': hello })
    assert.deepEqual([definition.template, definition.line], ['hello.ts', 1])
    assert.equal(spanned(hello, definition.spans)['memory'], '256')
  })
})
