import assert from 'node:assert/strict'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import type { Invoker } from '#tuning/functionControl.ts'
import { afterByFunction, afterByProgram, beforeByFunction, beforeByProgram } from '#tuning/hooks.ts'
import { sizeResults } from '#tuning/sizeResult.ts'
import { useSweepLab } from '../../support/sweepLab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('how a sweep calls', function () {
  this.timeout(60_000)
  const current = useSweepLab()

  /** The lab's invoker, with a record of what went through it. */
  function recorded() {
    const calls: { name: string; qualifier: string; payload: string; atOnce: number }[] = []
    let running = 0
    const invoker: Invoker = {
      async invoke(name, qualifier, payload, signal) {
        calls.push({ name, qualifier, payload, atOnce: ++running })
        try {
          return await current().lab.invoker.invoke(name, qualifier, payload, signal)
        } finally {
          running--
        }
      },
    }
    return { calls, invoker }
  }

  it('gives each size the same mixture of payloads, after it has tried each', async () => {
    const { lab, run } = current()
    await lab.deploy('mixed', idle)
    const { calls, invoker } = recorded()
    const payloads = [
      { text: '{"n":1}', weight: 2 },
      { text: '{"n":2}', weight: 1 },
    ]
    const outcome = await run('mixed', { calling: { payloads }, warmCalls: 3 }, undefined, never, { invoker })
    assert.equal(outcome.ended, 'complete')
    const trials = calls.filter(({ qualifier }) => qualifier === '$LATEST').map(({ payload }) => payload)
    assert.deepEqual(trials, ['{"n":1}', '{"n":2}'])
    for (const { version } of outcome.tallies) {
      const [first, ...warm] = calls.filter(({ qualifier }) => qualifier === version).map(({ payload }) => payload)
      assert.equal(first, '{"n":1}')
      assert.deepEqual(warm, ['{"n":1}', '{"n":2}', '{"n":1}'])
    }
  })

  it('ends before it touches anything when one of the payloads is refused', async () => {
    const { lab, run, look } = current()
    await lab.deploy('choosy', 'exports.handler = async ({ order }) => order.id')
    const before = await look('choosy')
    const payloads = ['{"order":{"id":1}}', '{}'].map(text => ({ text, weight: 1 }))
    const outcome = await run('choosy', { calling: { payloads } })
    assert.match(String(outcome.error), /failed on this payload: TypeError/)
    assert.equal(outcome.calls, 2)
    assert.deepEqual(await look('choosy'), before)
  })

  it('measures cold starts apart, of environments that start at once', async () => {
    const { lab, run, plan, look } = current()
    await lab.deploy('cold', idle)
    const before = await look('cold')
    const { calls, invoker } = recorded()
    const request = { calling: { starts: 'both' as const, coldCalls: 3 }, sizes: [256, 512] }
    const outcome = await run('cold', request, undefined, never, { invoker })
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
    for (const { memoryMb, samples } of outcome.tallies) {
      assert.equal(samples.filter(({ cold }) => cold).length, 3, `cold starts of ${memoryMb} MB`)
      assert.equal(samples.filter(({ cold }) => !cold).length, 2, `warm calls of ${memoryMb} MB`)
    }
    assert.equal(Math.max(...calls.map(({ atOnce }) => atOnce)), 3)
    const [first] = sizeResults(await plan('cold', request), outcome, true)
    assert.ok((first?.estimate?.coldP50Ms ?? 0) > (first?.estimate?.p50Ms ?? 0))
    assert.deepEqual(await look('cold'), before)
  })

  it('publishes further versions for cold starts that may not come at once', async () => {
    const { lab, run, look, plan } = current()
    await lab.deploy('narrow', idle)
    const before = await look('narrow')
    const { calls, invoker } = recorded()
    const request = { calling: { starts: 'cold' as const, coldCalls: 3 }, concurrency: 1, sizes: [256, 512] }
    const outcome = await run('narrow', request, undefined, never, { invoker })
    assert.deepEqual([outcome.ended, outcome.calls], ['complete', 1 + 2 * 3])
    for (const { estimate } of sizeResults(await plan('narrow', request), outcome, true)) {
      assert.equal(estimate?.n, 3, 'the starts are what is measured')
      assert.ok(estimate.p50Ms > 10, `with the init in it: ${estimate.p50Ms} ms`)
    }
    assert.equal(new Set(calls.map(({ qualifier }) => qualifier)).size, 1 + 6)
    assert.equal(Math.max(...calls.map(({ atOnce }) => atOnce)), 1)
    assert.deepEqual(await look('narrow'), before)
  })

  it('marks a size that fails to start', async () => {
    const { lab, run } = current()
    const greedy = 'const kept = Buffer.alloc(400 * 1024 * 1024, 1)\nexports.handler = async () => kept.length'
    await lab.deploy('greedy', greedy, { memoryMb: 1024 })
    const outcome = await run('greedy', { calling: { starts: 'both', coldCalls: 2 }, sizes: [128, 1024] })
    assert.equal(outcome.ended, 'complete')
    assert.ok(outcome.tallies[0]?.failure)
    assert.equal(outcome.tallies[1]?.failure, undefined)
  })

  it('calls several at once, and no more than it may', async () => {
    const { lab, run } = current()
    await lab.deploy('parallel', 'exports.handler = () => new Promise(go => setTimeout(go, 50))')
    const { calls, invoker } = recorded()
    const payloads = [
      { text: '1', weight: 1 },
      { text: '2', weight: 1 },
      { text: '3', weight: 1 },
    ]
    const outcome = await run('parallel', { calling: { payloads, concurrency: 3 }, warmCalls: 3 }, undefined, never, {
      invoker,
    })
    assert.equal(outcome.ended, 'complete')
    assert.equal(Math.max(...calls.map(({ atOnce }) => atOnce)), 3)
  })

  it('ends when more calls stay without an answer than the user allows to make again', async () => {
    const { lab, run, look } = current()
    await lab.deploy('flaky', idle)
    const before = await look('flaky')
    let sent = 0
    const invoker: Invoker = {
      async invoke(...args) {
        if (++sent % 2 === 0) throw new LensError('service-failed', 'The service failed.', 'Try again.')
        return await lab.invoker.invoke(...args)
      },
    }
    const outcome = await run('flaky', { calling: { retriesMax: 2 }, warmCalls: 5 }, undefined, never, { invoker })
    assert.deepEqual([outcome.ended, sent, outcome.calls, outcome.restored], ['failed', 6, 6, true])
    assert.match(String(outcome.error), /The service failed/)
    assert.deepEqual(await look('flaky'), before)
  })

  describe('with hooks', () => {
    it('that are functions: one makes the payload, one cleans up', async () => {
      const { lab, run } = current()
      await lab.deploy('worker', 'exports.handler = async ({ id }) => { if (!id) throw new Error("no id"); return id }')
      await lab.deploy('before', 'exports.handler = async (event) => ({ ...event, id: Math.random() })')
      await lab.deploy('after', 'exports.handler = async (event) => console.log(`cleaned ${JSON.stringify(event)}`)')
      const hooks = { before: beforeByFunction(lab.invoker, 'before'), after: afterByFunction(lab.invoker, 'after') }
      const outcome = await run('worker', { calling: { hooks }, sizes: [512] })
      assert.equal(outcome.ended, 'complete', String(outcome.error))
      const logs = await lab.clients.logs()
      const { events = [] } = await logs.filterLogEvents({
        logGroupName: '/aws/lambda/after',
        filterPattern: 'cleaned',
      })
      assert.equal(events.length, outcome.calls)
      assert.match(events[0]?.message ?? '', /cleaned {"payload":{"id":([\d.]+)},"answer":\1}/)
    })

    it('that are programs', async () => {
      const { lab, run } = current()
      await lab.deploy('fed', 'exports.handler = async ({ id }) => { if (!id) throw new Error("no id"); return id }')
      const seen = join(lab.folder, 'seen')
      const before = await program('before.sh', 'cat >/dev/null; echo \'{"id": 7}\'')
      const after = await program('after.sh', `cat >> ${seen}; echo >> ${seen}`)
      const hooks = { before: beforeByProgram([before]), after: afterByProgram([after]) }
      const outcome = await run('fed', { calling: { hooks }, sizes: [512] })
      assert.equal(outcome.ended, 'complete', String(outcome.error))
      const lines = (await readFile(seen, 'utf8')).trim().split('\n')
      assert.deepEqual(new Set(lines), new Set(['{"payload":{"id": 7},"answer":7}']))
      assert.equal(lines.length, outcome.calls)
    })

    const failing: readonly [string, string, RegExp][] = [
      [
        'fails',
        'echo first >&2; echo "no table" >&2; exit 3',
        /before.sh, which is run around each call, failed: no table/,
      ],
      ['prints no JSON', 'echo hello', /printed something that is not JSON/],
      ['says nothing of why', 'exit 4', /it ended with code 4/],
    ]
    for (const [what, code, message] of failing) {
      it(`ends when one ${what}, and leaves the function as it was`, async () => {
        const { lab, run, look } = current()
        await lab.deploy('starved', idle)
        const state = await look('starved')
        const before = await program('before.sh', code)
        const outcome = await run('starved', { calling: { hooks: { before: beforeByProgram([before]) } } })
        assert.deepEqual([outcome.ended, outcome.restored], ['failed', true])
        assert.match(String(outcome.error), message)
        assert.deepEqual(await look('starved'), state)
      })
    }

    it('that is not there', async () => {
      const { lab, run } = current()
      await lab.deploy('alone', idle)
      const hooks = { before: beforeByProgram([join(lab.folder, 'none')]) }
      assert.match(String((await run('alone', { calling: { hooks } })).error), /failed: .*ENOENT/)
    })

    async function program(name: string, script: string): Promise<string> {
      const path = join(current().lab.folder, name)
      await writeFile(path, `#!/bin/sh\n${script}\n`)
      await chmod(path, 0o755)
      return path
    }
  })
})
