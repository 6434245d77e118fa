import assert from 'node:assert/strict'
import { functionDefinitions } from '#handlers/templates/sam/functionDefinitions.ts'

describe('JSON templates of many resources', () => {
  const table = (id: string) =>
    `"${id}": { "Type": "AWS::DynamoDB::Table", "Properties": { "A": [1, { "Properties": { "b": 2 } }] }, "Metadata": {} }`
  const text = `{ "Resources": {
    ${table('Before')},
    "Fn": { "Type": "AWS::Lambda::Function", "Properties": { "MemorySize": 256, "Tags": [{ "Properties": { "x": 1 } }] } },
    "Mapping": {
      "Properties": { "FunctionName": { "Ref": "Fn" }, "EventSourceArn": { "Fn::GetAtt": ["After", "StreamArn"] } },
      "Type": "AWS::Lambda::EventSourceMapping"
    },
    ${table('After')}
  } }`

  it('are read past what says nothing about a function', () => {
    const [definition, ...others] = functionDefinitions(text, 'stack.json').definitions
    assert.deepEqual([definition?.memoryMb, others.length], [256, 0])
    assert.equal(text.slice(definition?.spans['memory']?.start, definition?.spans['memory']?.end), '256')
    assert.deepEqual(
      definition?.eventSources?.map(({ type, source }) => `${type} ${source}`),
      ['dynamodb After'],
    )
  })
})
