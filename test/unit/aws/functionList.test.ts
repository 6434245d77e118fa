import assert from 'node:assert/strict'
import { listFunctions } from '#aws/functionList.ts'
import type { ListedFunction } from '#handlers/deployed/functionMatch.ts'
import { startTestLab, type TestLab } from '../../support/lab.ts'

const { signal } = new AbortController()

describe('the functions of an account', () => {
  let testLab: TestLab

  before(async () => {
    testLab = await startTestLab()
  })

  after(() => testLab?.close())

  async function pages(): Promise<(readonly ListedFunction[])[]> {
    const found: (readonly ListedFunction[])[] = []
    for await (const page of listFunctions(testLab.clients, signal)) found.push(page)
    return found
  }

  it('are none in a new one', async () => assert.deepEqual(await pages(), [[]]))

  it('come page by page, with what tells them apart', async () => {
    const names = Array.from({ length: 53 }, (_, index) => `orders-${String(index).padStart(2, '0')}`)
    await Promise.all(names.map(name => testLab.deploy(name, 'exports.handler = async () => 1')))
    const found = await pages()
    assert.deepEqual(
      found.map(page => page.length),
      [50, 3],
    )
    assert.deepEqual(
      found.flat().map(({ name }) => name),
      names,
    )
    const { arn, ...first } = found[0]?.[0] ?? assert.fail()
    assert.deepEqual(first, { name: 'orders-00', runtime: 'nodejs24.x', handler: 'index.handler', memoryMb: 512 })
    assert.match(arn, /^arn:aws:lambda:[\w-]+:\d{12}:function:orders-00$/)
  })

  it('are not asked for once that is cancelled', async () => {
    const controller = new AbortController()
    const asking = listFunctions(testLab.clients, controller.signal)
    await asking.next()
    controller.abort()
    await assert.rejects(asking.next(), { name: 'AbortError' })
  })
})
