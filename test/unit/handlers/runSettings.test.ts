import assert from 'node:assert/strict'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import { runSettings } from '#handlers/runSettings.ts'

const handler: Handler = {
  file: 'src/orders/get order.ts',
  exportName: 'handler',
  language: 'typescript',
  span: { start: 0, end: 1 },
  line: 1,
  certainty: 'likely',
}

const definition: FunctionDefinition = {
  template: 'services/orders/template.yaml',
  logicalId: 'GetOrder',
  kind: 'sam',
  functionKind: 'event',
  environment: { TABLE: 'orders' },
  spans: {},
  sharedSpans: {},
  unresolved: [],
  line: 1,
  source: null,
}

describe('runSettings', () => {
  it("are the definition's", () => {
    const { name, memoryMb, timeoutSeconds, runtime, environment } = runSettings(handler, {
      ...definition,
      memoryMb: 512,
      timeoutSeconds: 20,
      runtime: 'nodejs22.x',
    })
    assert.deepEqual([name, memoryMb, timeoutSeconds, runtime], ['GetOrder', 512, 20, 'nodejs22.x'])
    assert.deepEqual(environment, { TABLE: 'orders' })
  })

  it("are the framework's defaults where the definition does not say", () => {
    const { memoryMb, timeoutSeconds, architecture } = runSettings(handler, definition)
    assert.deepEqual([memoryMb, timeoutSeconds, architecture], [128, 3, 'x86_64'])
    assert.equal(runSettings(handler, { ...definition, kind: 'serverless' }).memoryMb, 1024)
  })

  it('have a valid name and the newest runtime without a definition', () => {
    const { name, runtime } = runSettings(handler, undefined)
    assert.deepEqual([name, runtime], ['src-orders-get-order-handler', 'nodejs24.x'])
    const deep = { ...handler, file: `${'deep/'.repeat(30)}app.ts` }
    assert.equal(runSettings(deep, undefined).name.length, 64)
  })
})
