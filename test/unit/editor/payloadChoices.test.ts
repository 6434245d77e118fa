import assert from 'node:assert/strict'
import { payloadChoices } from '#editor/payloadChoices.ts'
import { PayloadHistory } from '#editor/payloadHistory.ts'

const none = { hint: 'ResizeImageFunction', files: [], open: [], history: [], sources: [] }
const titles = (groups: ReturnType<typeof payloadChoices>) => groups.map(({ title }) => title)

describe('the payloads to pick from', () => {
  it('are the likeliest first', () => {
    const groups = payloadChoices({
      ...none,
      files: ['events/other.json', 'events/image.json', 'events/resizeImage.json'],
      open: [{ name: 'Untitled-1', text: '{ "a":\n 1 }' }],
      history: [{ name: 'SQS', text: '{}' }],
      sources: [{ name: 'Queue', type: 'sqs', line: 1, source: 'Orders', spans: {}, unresolved: [] }],
    })
    assert.deepEqual(
      groups.map(({ title, choices }) => [
        title,
        choices.slice(0, 2).map(({ label, description }) => [label, description]),
      ]),
      [
        [
          'saved for this function',
          [
            ['resizeImage.json', 'events/resizeImage.json'],
            ['image.json', 'events/image.json'],
          ],
        ],
        ['what this function gets', [['SQS', 'from Orders']]],
        ['open in the editor', [['Untitled-1', '{ "a": 1 }']]],
        ['used before', [['SQS', '{}']]],
        ['other saved events', [['other.json', 'events/other.json']]],
        [
          'templates',
          [
            ['Empty event', '{}'],
            ['API Gateway, REST API', ''],
          ],
        ],
      ],
    )
  })

  it('have no group without choices, and always the empty event', () => {
    const groups = payloadChoices(none)
    assert.deepEqual(titles(groups), ['templates'])
    assert.deepEqual(groups[0]?.choices[0], {
      label: 'Empty event',
      description: '{}',
      icon: 'symbol-object',
      text: '{}',
      isKept: false,
    })
  })

  it('are not alike by words that every function has', () => {
    const groups = payloadChoices({ ...none, hint: 'OrderHandlerFunction', files: ['events/handler.json'] })
    assert.deepEqual(titles(groups), ['other saved events', 'templates'])
  })
})

describe('payloads used before', () => {
  const memory = (kept?: unknown) => {
    const values = new Map([['payloads', kept]])
    return {
      get: (key: string) => values.get(key),
      update: async (key: string, value: unknown) => {
        values.set(key, value)
      },
    }
  }

  it('are kept from one window to the next, the last one first, each once', async () => {
    const store = memory()
    const history = new PayloadHistory(store)
    for (const text of ['1', '2', '1']) await history.add({ name: `n${text}`, text })
    assert.deepEqual(new PayloadHistory(store).payloads, [
      { name: 'n1', text: '1' },
      { name: 'n2', text: '2' },
    ])
  })

  it('are ten at most, and none of them large', async () => {
    const history = new PayloadHistory(memory())
    for (let n = 0; n < 12; n++) await history.add({ name: 'n', text: String(n) })
    await history.add({ name: 'large', text: `"${'x'.repeat(100_000)}"` })
    assert.deepEqual(
      history.payloads.map(({ text }) => text),
      ['11', '10', '9', '8', '7', '6', '5', '4', '3', '2'],
    )
  })

  it('are none where something else was kept', () => {
    for (const kept of [undefined, 'text', [{ name: 1, text: 2 }, null]])
      assert.deepEqual(new PayloadHistory(memory(kept)).payloads, [])
  })
})
