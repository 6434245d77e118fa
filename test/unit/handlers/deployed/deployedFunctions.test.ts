import assert from 'node:assert/strict'
import { LensError } from '#common/errors.ts'
import { RememberedStacks } from '#handlers/deployed/rememberedStacks.ts'
import type { StackResource, StackResources } from '#handlers/deployed/stackResources.ts'
import { template } from '../memoryProject.ts'
import { accountWith, definitionOf, lambda, reasonOf, resolve, resolverOf } from './deployedProject.ts'

const never = new AbortController().signal
const files = {
  'src/orders.js': 'exports.handler = async () => 1',
  'template.yaml': template({ Orders: 'orders.handler' }),
  'samconfig.toml': '[default.deploy.parameters]\nstack_name = "shop"\n',
}
const signedOut = new LensError('signed-out', 'You are not signed in.', 'Run `aws sso login --profile dev`.')

describe('the deployed function of a handler', () => {
  it('is not known without a definition and a link', async () => {
    const found = await resolverOf({}).resolve({ handler: { file: 'a.js', exportName: 'handler' } }, never)
    assert.match(reasonOf(found), /No template names it/)
  })

  it('is the one of the lab where no deployed one is known, with the reason why', async () => {
    const definition = await definitionOf(files)
    const resolver = resolverOf(files)
    const { reason, ...found } = await resolver.resolve({ definition, labName: 'Orders-0a1b2c' }, never)
    assert.deepEqual(found, { name: 'Orders-0a1b2c', via: 'lab' })
    assert.match(reason ?? '', /names the stack shop, which does not exist/)
    const stacks = () => accountWith({ shop: [lambda('Orders', 'shop-Orders-1')] })
    assert.deepEqual(await resolverOf(files, { stacks }).resolve({ definition, labName: 'Orders-0a1b2c' }, never), {
      name: 'shop-Orders-1',
      via: 'stack',
    })
  })

  it('is not asked for on AWS in a workspace without trust', async () => {
    const definition = await definitionOf(files)
    const found = await resolverOf(files, { stacks: () => undefined }).resolve({ definition }, never)
    assert.match(reasonOf(found), /not trusted/)
  })

  it('is not known while AWS does not answer, which is told as AWS told it', async () => {
    const definition = await definitionOf(files)
    const stacks = () => ({ resources: () => Promise.reject(signedOut) })
    const found = await resolverOf(files, { stacks }).resolve({ definition }, never)
    assert.match(reasonOf(found), /aws sso login --profile dev/)
    assert.ok(!('via' in found) && found.error === signedOut)
  })

  it('is a bug to be told where something else goes wrong', async () => {
    const definition = await definitionOf(files)
    const stacks = () => ({ resources: () => Promise.reject(new TypeError('of ours')) })
    await assert.rejects(resolverOf(files, { stacks }).resolve({ definition }, never), TypeError)
  })

  it('has no name that Lambda would not take', async () => {
    const text = template({ Orders: 'orders.handler' }).replace(
      'CodeUri: src,',
      'CodeUri: src, FunctionName: "orders {v1}",',
    )
    assert.match(reasonOf(await resolve({ 'template.yaml': text, 'src/orders.js': '' })), /No samconfig.toml/)
  })
})

describe('stacks', () => {
  /** Answers when it is told to. */
  function slowStacks() {
    const waiting: { resolve(found: readonly StackResource[] | undefined): void; reject(error: Error): void }[] = []
    const stacks: StackResources = {
      resources: (_, signal) =>
        new Promise((resolve, reject) => {
          waiting.push({ resolve, reject })
          signal.addEventListener('abort', () => reject(new DOMException('ended', 'AbortError')))
        }),
    }
    return { stacks, waiting }
  }

  const orders = [lambda('Orders', 'shop-Orders-1')]

  it('are asked once, also for several functions at a time', async () => {
    const account = accountWith({ shop: orders })
    const remembered = new RememberedStacks(account)
    const asking = [1, 2, 3].map(() => remembered.resources({ stack: 'shop' }, never))
    assert.deepEqual(await Promise.all(asking), [orders, orders, orders])
    assert.deepEqual(await remembered.resources({ stack: 'shop' }, never), orders)
    assert.equal(await remembered.resources({ stack: 'other' }, never), undefined)
    assert.equal(await remembered.resources({ stack: 'shop', region: 'eu-west-1' }, never), undefined)
    assert.deepEqual(account.asked, ['shop', 'other', 'eu-west-1/shop'])
  })

  it('are asked again after a failure', async () => {
    const { stacks, waiting } = slowStacks()
    const remembered = new RememberedStacks(stacks)
    const first = remembered.resources({ stack: 'shop' }, never)
    waiting[0]?.reject(signedOut)
    await assert.rejects(first, { code: 'signed-out' })
    const second = remembered.resources({ stack: 'shop' }, never)
    waiting[1]?.resolve(orders)
    assert.deepEqual(await second, orders)
  })

  it('are waited for by those who still want to know', async () => {
    const { stacks, waiting } = slowStacks()
    const remembered = new RememberedStacks(stacks)
    const controller = new AbortController()
    const impatient = remembered.resources({ stack: 'shop' }, controller.signal)
    const patient = remembered.resources({ stack: 'shop' }, never)
    controller.abort()
    await assert.rejects(impatient, { name: 'AbortError' })
    waiting[0]?.resolve(orders)
    assert.deepEqual(await patient, orders)
    assert.equal(waiting.length, 1)
  })

  it('are no longer asked by somebody who is gone', async () => {
    const { stacks } = slowStacks()
    const remembered = new RememberedStacks(stacks)
    const asked = remembered.resources({ stack: 'shop' }, never)
    remembered.dispose()
    await assert.rejects(asked, { name: 'AbortError' })
  })
})
