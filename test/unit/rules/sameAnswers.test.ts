import assert from 'node:assert/strict'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import { buildings } from './cache-static-lookups/buildings.ts'
import { lookups } from './cache-static-lookups/lookups.ts'
import { fixes } from './hoist-sdk-client/fixes.ts'
import { layouts } from './hoist-sdk-client/layouts.ts'
import { suggestions } from './hoist-sdk-client/suggestions.ts'
import { suggestions as lateImports } from './lazy-import-heavy-module/suggestions.ts'
import { realFixes } from './narrow-sdk-import/realFixes.ts'
import { answers as earlyAnswers, conversions } from './no-wait-for-empty-event-loop/suggestions.ts'
import { suggestions as readLoops } from './no-await-in-loop/suggestions.ts'
import { suggestions as readsTogether } from './parallel-awaits/suggestions.ts'
import { moves as connectionMoves } from './reuse-connections/fixes.ts'

const events = [
  { id: 1, key: 'a', region: 'eu-west-1', detail: 'x', token: 'allow', Records: [{ body: 'one' }, { body: 'two' }] },
  { id: 2, key: 'b', region: 'us-east-1', path: '/y', token: 'deny', Records: [] },
  { id: 1, key: 'a', region: 'eu-west-1', detail: 'x', Records: [{ body: 'one' }] },
  {},
]

describe('a handler answers as before, bundled and called several times in one environment', function () {
  this.timeout(30_000)
  for (const { name, code, after, file = 'handler.mjs' } of [
    ...fixes,
    ...layouts,
    ...suggestions,
    ...connectionMoves,
    ...buildings,
    ...lookups,
    ...lateImports,
    ...readsTogether,
    ...readLoops,
    ...conversions,
    ...earlyAnswers,
  ]) {
    it(name, async () => {
      const before = await answersOf(code, file, events)
      // They show what the stubs were called with, or tell the events apart.
      assert.ok(
        before.some(answer => /"(call|new)\\?"/.test(answer)) ||
          new Set(before).size > 1 ||
          before.every(answer => answer === 'undefined'),
      )
      assert.deepEqual(await answersOf(after, file, events), before)
    })
  }

  for (const { name, code, after, file = 'handler.mjs' } of realFixes) {
    it(`${name}, with the modules themselves`, async () => {
      const before = await answersOf(code, file, events, 'real')
      assert.ok(before.every(answer => answer !== 'undefined' && !answer.startsWith('failed')))
      assert.deepEqual(await answersOf(after, file, events, 'real'), before)
    })
  }

  it('and a wrong move would be seen', async () => {
    const code = `import { S3Client } from '@aws-sdk/client-s3'
export const handler = async event => new S3Client({ region: event.region }).send(event.key)`
    const wrong = `import { S3Client } from '@aws-sdk/client-s3'
let client
export const handler = async event => (client ??= new S3Client({ region: event.region })).send(event.key)`
    assert.notDeepEqual(await answersOf(wrong, 'a.mjs', events), await answersOf(code, 'a.mjs', events))
  })
})
