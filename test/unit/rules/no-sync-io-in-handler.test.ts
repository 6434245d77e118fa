import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import { suggestions } from './no-sync-io-in-handler/suggestions.ts'
import { type RuleCase, RuleCases } from './ruleCases.ts'

const inHandler = (name: string, body: string): RuleCase => ({
  name,
  code: `import { execSync, spawnSync } from 'node:child_process'
import { pbkdf2Sync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
let kept
export const handler = async event => {
  ${body}
}
`,
})

const onManagedInstances = {
  handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'managed-instances' as const }] }],
}

const cases = new RuleCases('no-sync-io-in-handler')
for (const one of suggestions) cases.suggestion(one)
for (const [why, one] of [
  [/nothing of the call runs beside/, inHandler('a file that the event names', 'return readFileSync(event.path)')],
  [/nothing of the call runs beside/, inHandler('a process', "return execSync('ls ' + event.path)")],
  [
    /nothing of the call runs beside/,
    inHandler(
      'compression',
      "const data = gunzipSync(Buffer.from(event.awslogs.data, 'base64'))\n  return JSON.parse(data)",
    ),
  ],
  [
    /nothing of the call runs beside/,
    inHandler('a password', "return pbkdf2Sync(event.password, event.salt, 1000, 64, 'sha512')"),
  ],
  [
    /output otherwise/,
    inHandler('processes at once', 'return Promise.all(event.all.map(async one => spawnSync(one.name)))'),
  ],
  [
    /It needs gzip of zlib/,
    inHandler('a compression by its name', 'return Promise.all(event.all.map(async one => gzipSync(one.name)))'),
  ],
  [
    /number of an open file/,
    inHandler('an open file', 'return Promise.all(event.all.map(async ({ fd }) => readFileSync(fd)))'),
  ],
  [
    /name is taken/,
    inHandler(
      'a name that is taken',
      'const readFile = 1\n  return Promise.all(event.all.map(async one => readFileSync(one, readFile)))',
    ),
  ],
  [
    /other calls.*up to the handler/,
    { ...inHandler('several calls at a time', 'writeFileSync(event.path, event.text)'), settings: onManagedInstances },
  ],
] as const)
  cases.noEdit({ ...one, why })

for (const one of [
  {
    name: 'a file that is the same in every call',
    code: "import { readFileSync } from 'fs'\nexport const handler = async () => readFileSync('./template.html', 'utf8')\n",
  },
  inHandler('a file that is read once', 'kept ??= readFileSync(event.path)\n  return kept'),
  inHandler('a small thing', 'return existsSync(event.path)'),
  inHandler('a file that is written, with nothing beside', 'writeFileSync(event.path, event.text)'),
  inHandler('a function that may not run', 'const read = path => readFileSync(path)\n  return event'),
  {
    name: 'at the start',
    code: "import { readFileSync } from 'fs'\nconst text = readFileSync('a')\nexport const handler = async () => text\n",
  },
  {
    name: 'something else of that name',
    code: "import { readFileSync } from './cache.js'\nexport const handler = async event => readFileSync(event.path)\n",
  },
])
  cases.silent(one)
cases.test()

describe('a handler that awaits the async form', function () {
  this.timeout(20_000)
  const [byMember, byName, compression] = suggestions

  it('reads the same files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-sync-'))
    try {
      writeFileSync(join(folder, 'a'), 'text')
      const events = [{ Records: [{ body: join(folder, 'a') }] }, { Records: [{ body: join(folder, 'none') }] }]
      const before = await answersOf(byMember?.code ?? '', 'handler.mjs', events, 'real')
      assert.equal(before[0], '["readFileSynctext"]')
      assert.deepEqual(await answersOf(byMember?.after ?? '', 'handler.mjs', events, 'real'), before)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('compresses to the same', async () => {
    const put =
      "const kept = []\nfunction put(key, data) { kept.push([key, require('zlib').gunzipSync(data).toString()]) }\n"
    const answer = (code: string | undefined) => `${put}${code?.replace(/\}\)\);\n\};/, '}));\n  return kept;\n};')}`
    const events = [{ keys: ['a', 'b'] }, { keys: [] }]
    const before = await answersOf(answer(compression?.code), 'handler.cjs', events, 'real')
    assert.equal(before[0], '[["a","a"],["b","b"]]')
    assert.deepEqual(await answersOf(answer(compression?.after), 'handler.cjs', events, 'real'), before)
  })

  it('parses where it is imported', () => assert.match(byName?.after ?? '', /import \{ readFile \}/))
})
