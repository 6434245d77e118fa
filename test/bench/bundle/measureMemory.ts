import { localBundles } from '#bundle/localBundles.ts'
import { BenchProject, importCount } from './benchProject.ts'
import { childrenRssMb } from './processTree.ts'

export interface MemoryFigures {
  readonly handlers: number
  /** Of esbuild's process, after each handler. */
  readonly esbuildPeakMb: number
  readonly esbuildLastMb: number
  /** Of the process that asks. */
  readonly ownMb: number
}

const { signal } = new AbortController()

/** What is in memory while one handler after the other is visited. */
export async function measureMemory(handlers: number): Promise<MemoryFigures> {
  const project = await BenchProject.open()
  const weigher = localBundles({ shippedEsbuild: () => import('esbuild'), ownsEsbuild: true })
  const esbuildMb: number[] = []
  const before = process.memoryUsage().rss
  try {
    for (let index = 0; index < handlers; index++) {
      const entry = `src/handler${index}.mjs`
      // Different ones, the two clients in most.
      await project.write(
        entry,
        project.text(place => place < 2 || (index + place) % importCount < 5),
      )
      await weigher.weigh(project.request(entry), signal)
      esbuildMb.push(childrenRssMb(/--service=/))
    }
    const ownMb = Math.max(0, process.memoryUsage().rss - before) / 2 ** 20
    return { handlers, esbuildPeakMb: Math.max(...esbuildMb), esbuildLastMb: esbuildMb.at(-1) ?? 0, ownMb }
  } finally {
    weigher.dispose()
    await project.close()
  }
}
