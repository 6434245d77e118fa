import assert from 'node:assert/strict'
import { functionDefinitions, mayDefineFunctions } from '#handlers/templates/sam/functionDefinitions.ts'
import { sam } from './samTemplate.ts'

describe('a template that is broken', () => {
  const broken: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'half-typed YAML',
      `${sam('Handler: a.b')}  Next:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: "c.d\n`,
      ['Fn', 'Next'],
    ],
    ['a wrong indentation', `${sam('Handler: a.b')}   Next:\n`, ['Fn']],
    ['a bracket that is never closed', `${sam('Handler: a.b')}  Next: [\n`, ['Fn']],
    ['tabs', `${sam('Handler: a.b')}\t\tTimeout: 3\n`, ['Fn']],
    ['unknown anchors', sam('MemorySize: *nothing'), ['Fn']],
    ['template placeholders', sam('Handler: a.b', '{%- if x %}', 'MemorySize: 128', '{%- endif %}'), ['Fn']],
    [
      'half-typed JSON',
      '{"Resources": {"Fn": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "a.b", ',
      ['Fn'],
    ],
    [
      'functions in a loop',
      'Resources:\n  Fn::ForEach::All: [Name, [A, B], { "F${Name}": { Type: AWS::Lambda::Function } }]\n',
      [],
    ],
  ]
  for (const [title, text, ids] of broken) {
    it(`gives what could be read and a reason: ${title}`, () => {
      const { definitions, reason } = functionDefinitions(text, 'template.yaml')
      assert.deepEqual(
        definitions.map(({ logicalId }) => logicalId),
        ids,
      )
      assert.match(reason ?? '', /^Line \d+/)
    })
  }

  const odd = [
    '',
    'null',
    '[]',
    '{}',
    '- a\n- b',
    'Resources:',
    'Resources: []',
    'Resources: { A: 1, B: null, C: { Type: [] } }',
    '\0\0',
    '['.repeat(5000),
    '{"a":'.repeat(20_000),
  ]
  for (const text of odd) {
    it(`without functions gives none: ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.deepEqual(functionDefinitions(text, 'template.yaml').definitions, [])
    })
  }

  it('is not one for a closing bracket at the indentation of its key, which the deploying tools accept', () => {
    const text = sam('Environment: {', '  Variables: { A: b }', '}').replace(/ {6}\}\n$/, '      }\n')
    const { definitions, reason } = functionDefinitions(text, 'template.yaml')
    assert.equal(reason, undefined)
    assert.deepEqual(definitions[0]?.environment, { A: 'b' })
  })
})

describe('the cheap test for templates', () => {
  for (const text of [
    sam('Handler: a.b'),
    '{ "Resources": { "F": { "Type": "AWS::Lambda::Function" } } }',
    '\n  "Resources":\n "AWS::Lambda::Function"',
  ]) {
    it(`takes ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(mayDefineFunctions(text), true))
  }
  for (const text of [
    'Resources:\n  T:\n    Type: AWS::DynamoDB::Table',
    'on: push\njobs:\n  deploy: { run: "echo AWS::Lambda::Function" }',
    'Resources:\n  P:\n    Type: AWS::Lambda::Permission',
    '{ "name": "x" }',
  ]) {
    it(`leaves ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(mayDefineFunctions(text), false))
  }
})
