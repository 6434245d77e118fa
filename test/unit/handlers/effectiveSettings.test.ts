import assert from 'node:assert/strict'
import { effectiveMemoryMb, effectiveTimeoutSeconds } from '#handlers/effectiveSettings.ts'
import type { FunctionDefinition, TemplateKind } from '#handlers/handler.ts'

function definition(kind: TemplateKind, more: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const nothing = { environment: {}, spans: {}, sharedSpans: {}, unresolved: [], line: 1, source: null }
  return { template: 't', logicalId: 'F', kind, functionKind: 'event', ...nothing, ...more }
}

describe('the settings that a deployment gives', () => {
  const cases: readonly (readonly [string, FunctionDefinition, number | undefined, number | undefined])[] = [
    ['those of the template', definition('sam', { memoryMb: 512, timeoutSeconds: 9 }), 512, 9],
    ['the defaults of SAM', definition('sam'), 128, 3],
    ['the defaults of CloudFormation', definition('cloudformation'), 128, 3],
    ['the defaults of the Serverless Framework', definition('serverless'), 1024, 6],
    [
      'unknown when decided at deployment',
      definition('sam', { unresolved: ['memory', 'timeout'] }),
      undefined,
      undefined,
    ],
    ['unknown for an unknown framework', definition('other'), undefined, undefined],
  ]
  for (const [title, given, memoryMb, timeoutSeconds] of cases) {
    it(`are ${title}`, () => {
      assert.deepEqual([effectiveMemoryMb(given), effectiveTimeoutSeconds(given)], [memoryMb, timeoutSeconds])
    })
  }
})
