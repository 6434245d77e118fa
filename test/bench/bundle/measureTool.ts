import { median } from '#common/quantile.ts'
import { BenchProject } from './benchProject.ts'
import { importCost, lambdaLens } from './importTools.ts'
import { treeCpuMs } from './processTree.ts'

export interface ToolFigures {
  readonly imports: number
  /** From the question about a file not seen before. */
  readonly firstFigureMs: number
  readonly allFiguresMs: number
  readonly firstCpuSeconds: number
  /** After an edit in the handler's body; after one that imports another name. */
  readonly nextFigureMs: number
  readonly nextFigureAfterImportMs: number
  readonly cpuSecondsPerEdit: number
  readonly cpuSecondsPerImportEdit: number
}

const entry = 'src/app.mjs'
const edits = 5

/** Measures one tool in this process, so that nothing of the other is warm. */
const [name, installed = ''] = process.argv.slice(2)
const project = await BenchProject.open()
const tool = name === 'import-cost' ? importCost(project, installed) : lambdaLens(project)
try {
  await project.write(entry, project.text())
  const first = await measure(project.text())
  const bodies: Measured[] = []
  const names: Measured[] = []
  for (let edit = 0; edit < edits; edit++) {
    bodies.push(await measure(`${project.text()}export const edit${edit} = ${edit}\n`))
    const more = ['map', 'filter', 'find', 'some', 'every'].slice(0, edit + 1).join(', ')
    names.push(await measure(project.text().replace('import lodash from', `import lodash, { ${more} } from`)))
  }
  const figures: ToolFigures = {
    imports: first.imports,
    firstFigureMs: first.firstMs,
    allFiguresMs: first.allMs,
    firstCpuSeconds: first.cpuMs / 1000,
    nextFigureMs: median(bodies.map(({ allMs }) => allMs)),
    nextFigureAfterImportMs: median(names.map(({ allMs }) => allMs)),
    cpuSecondsPerEdit: median(bodies.map(({ cpuMs }) => cpuMs)) / 1000,
    cpuSecondsPerImportEdit: median(names.map(({ cpuMs }) => cpuMs)) / 1000,
  }
  process.stdout.write(JSON.stringify(figures))
} finally {
  tool.close()
  await project.close()
}

interface Measured {
  readonly imports: number
  readonly firstMs: number
  readonly allMs: number
  readonly cpuMs: number
}

async function measure(text: string): Promise<Measured> {
  const cpu = treeCpuMs()
  const started = performance.now()
  let firstMs: number | undefined
  const imports = await tool.figures(entry, text, () => {
    firstMs ??= performance.now() - started
  })
  const allMs = performance.now() - started
  return { imports, firstMs: firstMs ?? allMs, allMs, cpuMs: treeCpuMs() - cpu }
}
