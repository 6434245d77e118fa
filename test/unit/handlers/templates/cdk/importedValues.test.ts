import assert from 'node:assert/strict'
import { spanned } from '../../spanned.ts'
import { functionOf, stackApp } from './cdkProject.ts'

describe('functions of a CDK app share what stands in another file', () => {
  const functionWith = async (statements: readonly string[], others: Readonly<Record<string, string>>) => {
    const { texts, stack } = stackApp(...statements.slice(1))
    const all = { ...texts, 'lib/shop-stack.ts': `${statements[0]}\n${stack}`, ...others }
    const { memoryMb, timeoutSeconds, environment, unresolved, spans, sharedSpans } = await functionOf(all)
    const own = spanned(all['lib/shop-stack.ts'], spans)
    return {
      memoryMb,
      timeoutSeconds,
      environment,
      unresolved,
      own,
      shared: spanned(all['lib/shop-stack.ts'], sharedSpans, all),
    }
  }
  const fn = (properties: string) =>
    `new lambda.Function(this, 'A', { ${properties}, runtime: Runtime.NODEJS_22_X, handler: 'a.b', code: Code.fromAsset('src') })`
  const sizes = 'export const memory = 512\nexport const limits = { timeout: Duration.seconds(9), memory }\n'
  const memory = { memoryMb: 512, shared: { memory: 'lib/sizes.ts: 512' } }
  const unknown = { memoryMb: undefined, unresolved: ['memory'] }
  const cases: readonly (readonly [
    statements: readonly string[],
    expected: object,
    others?: Readonly<Record<string, string>>,
  ])[] = [
    [["import { memory } from './sizes'", fn('memorySize: memory')], memory],
    [["import { memory as size } from './sizes.js'", fn('memorySize: size')], memory],
    [["import * as sizes from './sizes'", fn('memorySize: sizes.memory')], memory],
    [["import { limits } from './sizes'", fn('memorySize: limits.memory')], memory],
    [["import { limits } from './sizes'", 'const { memory: x } = limits', fn('memorySize: limits.memory')], memory],
    [["const { memory } = require('./sizes')", fn('memorySize: memory')], memory],
    [
      ["import { common } from './common'", fn('...common')],
      { memoryMb: 256, timeoutSeconds: 9, shared: { memory: 'lib/common.ts: 256', timeout: 'lib/sizes.ts: 9' } },
      {
        'lib/common.ts':
          "import { limits } from './sizes'\nexport const common = { ...limits, memorySize: 256, memory: undefined }\n".replace(
            '...limits',
            'timeout: limits.timeout',
          ),
      },
    ],
    [
      ["import common from './common'", fn('memorySize: common')],
      memory,
      { 'lib/common.ts': "import { memory } from './sizes'\nexport default memory" },
    ],
    [
      ["import { memory } from './common'", fn('memorySize: memory')],
      memory,
      { 'lib/common.ts': "export * from './other'\nexport * from './sizes'", 'lib/other.ts': '' },
    ],
    [
      ["import { size } from './common'", fn('memorySize: size')],
      memory,
      { 'lib/common.ts': "export { memory as size } from './sizes'" },
    ],
    [
      ["import { names } from './common'", fn('environment: names')],
      { environment: { LEVEL: 'info' } },
      { 'lib/common.ts': "const level = 'info'\nexport const names = { LEVEL: level }" },
    ],
    [["import { gone } from './sizes'", fn('memorySize: gone')], unknown],
    [["import { memory } from './gone'", fn('memorySize: memory')], unknown],
    [["import { memory } from 'sizes'", fn('memorySize: memory')], unknown],
    [
      ["import { memory } from './common'", fn('memorySize: memory')],
      unknown,
      { 'lib/common.ts': 'export let memory = 512' },
    ],
    [
      ["import { memory } from './common'", fn('memorySize: memory')],
      unknown,
      {
        'lib/common.ts': "export { memory } from './common2'",
        'lib/common2.ts': "export { memory } from './common'",
      },
    ],
    [['const a = a.b', fn('memorySize: a.b')], unknown],
    [['const a = { b: c.b }; const c = { b: a.b }', fn('memorySize: a.b')], unknown],
    [
      ["import config from './config.json'", fn('memorySize: config.memory')],
      { memoryMb: 512, shared: { memory: 'lib/config.json: 512' } },
      { 'lib/config.json': '{\n  "memory": 512\n}\n' },
    ],
    [
      ["import * as config from './config.json'", fn('memorySize: config.fn.memory')],
      { memoryMb: 512, shared: { memory: 'lib/config.json: 512' } },
      { 'lib/config.json': '{ "fn": { "memory": 512 } }' },
    ],
    [
      ["import config from './config.json'", fn('memorySize: config.memory')],
      unknown,
      { 'lib/config.json': '{ "other": ' },
    ],
    [['', 'this.size = 512', fn('memorySize: this.size')], { memoryMb: 512, shared: { memory: '512' } }],
    [['', 'this.size = 512', 'this.size = 1024', fn('memorySize: this.size')], unknown],
    [['', fn('memorySize: this.size')], unknown],
  ]
  for (const [statements, expected, others = {}] of cases) {
    it([...statements, ...Object.values(others)].join(' ⏎ '), async () => {
      const found = await functionWith(statements, {
        'lib/sizes.ts': `import { Duration } from 'aws-cdk-lib'\n${sizes}`,
        ...others,
      })
      const plain = { memoryMb: undefined, timeoutSeconds: undefined, environment: {}, unresolved: [], shared: {} }
      assert.deepEqual(found, { ...plain, own: { handler: "'a.b'" }, ...expected })
    })
  }
})
