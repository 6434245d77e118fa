import assert from 'node:assert/strict'
import { MessageChannel } from 'node:worker_threads'
import type { BundleReport } from '#bundle/bundleReport.ts'
import type { BundleService } from '#bundle/bundleService.ts'
import { localBundles } from '#bundle/localBundles.ts'
import { RemoteBundles } from '#bundle/remoteBundles.ts'
import { serveBundles } from '#bundle/serveBundles.ts'
import { LensError } from '#common/errors.ts'
import { BundleProject, signal } from './bundleProject.ts'

const never = () => new Promise<never>(() => undefined)
const silent: BundleService = {
  weigh: never,
  shipped: never,
  place: never,
  profile: never,
  sizeAt: never,
  dispose: () => undefined,
}

describe('bundles over a port', () => {
  let channel: MessageChannel
  let remote: RemoteBundles
  function serve(service: Partial<BundleService>): RemoteBundles {
    channel = new MessageChannel()
    serveBundles(channel.port2, { ...silent, ...service })
    remote = new RemoteBundles(channel.port1)
    return remote
  }
  afterEach(() => channel.port1.close())

  const request = { root: '/', entry: 'a.ts', language: 'typescript', runtime: 'nodejs24.x', isTrusted: false }

  it('are those of the other side, reports on the way included', async () => {
    const project = await BundleProject.open({ 'a.ts': 'export const handler = () => 1', 'b.ts': '(' })
    const local = localBundles({ shippedEsbuild: () => import('esbuild') })
    try {
      serve(local)
      const reports: BundleReport[] = []
      const weighing = await remote.weigh(project.request('a.ts'), signal, report => reports.push(report))
      const expected = await local.weigh(project.request('a.ts'), signal)
      assert.deepEqual(weighing, expected)
      // The size comes first, then the zip, then what imports cost.
      const [sized, zipped] = reports
      assert.deepEqual([sized?.zipBytes, zipped?.zipBytes !== undefined], [undefined, true])
      const broken = await remote.weigh(project.request('b.ts'), signal)
      assert.equal('problem' in broken ? broken.problem.code : '', 'bundle-failed')
      assert.equal(await remote.shipped(project.request('a.ts'), signal), undefined)
    } finally {
      local.dispose()
      await project.close()
    }
  })

  it('answer each question by itself', async () => {
    serve({ weigh: async ({ entry }) => ({ problem: { code: entry, text: '', remedy: '' } }) })
    const asked = ['a', 'b', 'c'].map(entry => remote.weigh({ ...request, entry }, signal))
    assert.deepEqual(
      (await Promise.all(asked)).map(one => ('problem' in one ? one.problem.code : '')),
      ['a', 'b', 'c'],
    )
  })

  it('fail with errors for people as they are, and with bugs as bugs', async () => {
    serve({
      shipped: async () => {
        throw new LensError('no-code-folder', 'There is none.', 'Make one.')
      },
      weigh: async () => {
        throw new RangeError('a bug')
      },
    })
    await assert.rejects(remote.shipped(request, signal), (error: unknown) => {
      assert.ok(error instanceof LensError)
      assert.deepEqual([error.code, error.message, error.remedy], ['no-code-folder', 'There is none.', 'Make one.'])
      return true
    })
    await assert.rejects(remote.weigh(request, signal), { message: 'a bug', stack: /bundlePort\.test/ })
  })

  it('stop on both sides', async () => {
    let stopped: (() => void) | undefined
    const isStopped = new Promise<void>(resolve => {
      stopped = resolve
    })
    serve({
      weigh: async (_, inner) => {
        inner.addEventListener('abort', () => stopped?.())
        return await never()
      },
    })
    const controller = new AbortController()
    const weighing = remote.weigh(request, controller.signal)
    controller.abort()
    await assert.rejects(weighing, { name: 'AbortError' })
    await isStopped
  })

  it('fail when the other side is gone', async () => {
    serve({})
    const weighing = remote.weigh(request, signal)
    remote.fail(new Error('The worker ended.'))
    await assert.rejects(weighing, /The worker ended/)
  })
})
