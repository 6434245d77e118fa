import assert from 'node:assert/strict'
import { fixAll } from '#rules/fixAll.ts'
import type { Rule } from '#rules/rule.ts'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits } from '#syntax/textEdit.ts'

const id = 'hoist-sdk-client'
const imports = "import { S3Client } from '@aws-sdk/client-s3'\n"
const handler = `${imports}export const handler = async event => {
  return new S3Client({}).send(event)
}
`
const meta: Rule['meta'] = {
  type: 'problem',
  docs: { description: 'x', url: 'x', recommended: true },
  messages: { found: 'found {{what}}' },
  schema: [],
}
const broken: Rule = {
  meta,
  create: () => ({
    CallExpression: () => {
      throw new Error('broken')
    },
  }),
}
const names: Rule = {
  meta,
  create: context => ({
    'Identifier, Literal': node => context.report({ node, messageId: 'found', data: { what: context.id } }),
    'Program:exit': node => context.report({ node, messageId: 'found' }),
  }),
}

const run = (text: string, file = 'handler.mjs') => runRules(parse(text, { file }), rules)

describe('running rules', () => {
  it('calls listeners by node types, on the way down and up, and sorts what they find', () => {
    const { findings } = runRules(parse('a(1)', { file: 'a.js' }), { names })
    assert.deepEqual(
      findings.map(({ message, span, severity }) => [message, span.start, span.end, severity]),
      [
        ['found names', 0, 1, 'warning'],
        ['found {{what}}', 0, 4, 'warning'],
        ['found names', 2, 3, 'warning'],
      ],
    )
  })

  it('keeps the findings of other rules when one throws, and names it', () => {
    const { findings, failures } = runRules(parse('a(); b()', { file: 'a.js' }), { broken, names })
    assert.equal(findings.length, 3)
    assert.deepEqual(
      failures.map(({ rule, error }) => [rule, String(error)]),
      [['broken', 'Error: broken']],
    )
  })

  it('has the severity that is set', () => {
    const severities = { [id]: 'error' } as const
    const [found] = runRules(parse(handler, { file: 'a.mjs' }), rules, { severities }).findings
    assert.equal(found?.severity, 'error')
    assert.equal(run(handler).findings[0]?.severity, 'info')
  })

  for (const half of ['}\nconst x = foo.', '}\nexport const b = (', '  if (', '}\n<']) {
    it(`finds without edits in a text that ends with ${JSON.stringify(half)}`, () => {
      const { findings, complete, failures } = run(handler.replace(/\}\n$/, half), 'handler.ts')
      assert.equal(complete, false)
      assert.deepEqual(failures, [])
      assert.deepEqual(
        findings.map(({ rule, fix, suggestions, whyNoFix }) => [rule, fix, suggestions, whyNoFix]),
        [[id, null, [], 'The file has syntax errors.']],
      )
      const text = handler.replace(/\}\n$/, half)
      assert.deepEqual(fixAll(text, 'handler.ts', rules).text, text)
    })
  }

  for (const [name, prefix] of Object.entries({
    'a byte order mark': '\uFEFF',
    'a shebang': '#!/usr/bin/env node\n',
    both: '\uFEFF#!/usr/bin/env node\n',
  })) {
    it(`is exact after ${name}`, () => {
      const text = `${prefix}${handler}`
      const [found] = run(text).findings
      assert.equal(found && text.slice(found.span.start, found.span.end), 'new S3Client({})')
      const { text: fixed } = fixAll(text, 'handler.mjs', rules)
      assert.ok(fixed.startsWith(`${prefix}${imports}`) && fixed.includes('const s3Client = new S3Client({})'))
    })
  }

  it('ends where a fix brings its own finding back', () => {
    const again: Rule = {
      meta: { ...meta, fixable: 'code' },
      create: context => ({
        Program: node =>
          context.report({ node, messageId: 'found', fix: fixer => [fixer.replaceTextRange([0, 0], 'a;')] }),
      }),
    }
    assert.equal(fixAll('b', 'a.js', { again }).passes, 10)
  })
})

describe('the comment lambda-lens-disable-next-line', () => {
  const withComment = (comment: string) => handler.replace('  return', `  ${comment}\n  return`)
  for (const comment of [
    `// lambda-lens-disable-next-line ${id}`,
    `// lambda-lens-disable-next-line other-rule, ${id} -- one tenant a call`,
    `/* lambda-lens-disable-next-line ${id} */`,
    '// lambda-lens-disable-next-line',
    '// lambda-lens-disable-next-line -- all of them',
  ]) {
    it(`switches off by ${comment}`, () => assert.deepEqual(run(withComment(comment)).findings, []))
  }
  for (const comment of [
    '// lambda-lens-disable-next-line other-rule',
    `// lambda-lens-disable-next-lines ${id}`,
    `// see lambda-lens-disable-next-line ${id}`,
    `// lambda-lens-disable-next-line other-rule -- not ${id}`,
    `// lambda-lens-disable-next-line ${id}\n`,
  ]) {
    it(`does not by ${JSON.stringify(comment)}`, () => assert.equal(run(withComment(comment)).findings.length, 1))
  }

  it('can be put there', () => {
    const [found] = run(handler).findings
    const text = applyEdits(handler, found?.disable ? [found.disable] : [])
    assert.equal(text, withComment(`// lambda-lens-disable-next-line ${id}`))
    assert.deepEqual(run(text).findings, [])
  })

  it('joins one that stands there', () => {
    const before = withComment('// lambda-lens-disable-next-line other-rule -- why')
    const [found] = run(before).findings
    const text = applyEdits(before, found?.disable ? [found.disable] : [])
    assert.equal(text, withComment(`// lambda-lens-disable-next-line other-rule, ${id} -- why`))
  })

  it('is not offered inside a text', () => {
    const text = handler.replace('return new S3Client({})', 'return `\n${new S3Client({})}`')
    const [found] = run(text).findings
    assert.ok(found && found.disable === undefined)
  })
})
