import { describeError } from '#common/errors.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { AppSource } from './appSources.ts'
import type { AppPlace } from './constructCode.ts'
import { connectionsOf } from './constructEvents.ts'
import { constructDefinition } from './constructDefinition.ts'
import type { ConstructId } from './constructions.ts'
import type { WrittenFunction } from './constructMatch.ts'
import type { PythonReader } from './pythonReader.ts'
import type { SourceReader } from './sourceReader.ts'

/** The functions that the source of an app constructs. */
export interface WrittenApp {
  readonly functions: readonly WrittenFunction[]
  /** The ids under which the app makes each class of its own. */
  readonly idsOfClasses: ReadonlyMap<string, readonly ConstructId[]>
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

/** Cheap test whether a source text may construct functions, before it is parsed. */
function mayConstructFunctions(text: string): boolean {
  return /aws[-_]lambda|EdgeFunction/.test(text) && /(Function|super)\s*(<[^>\n]*>)?\(/.test(text)
}

export async function writtenApp(sources: readonly AppSource[], app: AppPlace): Promise<WrittenApp> {
  const functions: WrittenFunction[] = []
  const idsOfClasses = new Map<string, readonly ConstructId[]>()
  const problems: { file: string; reason: string }[] = []
  const constructionsOf = constructionReader(sources, app)
  const readOne = async (source: AppSource) => {
    const { file } = source
    try {
      const found = await constructionsOf(source)
      functions.push(...found.functions)
      for (const [name, ids] of found.idsOfClasses) idsOfClasses.set(name, [...(idsOfClasses.get(name) ?? []), ...ids])
    } catch (error) {
      problems.push({ file, reason: describeError(error) })
    }
  }
  const makers = sources.filter(({ text }) => mayConstructFunctions(text))
  for (const source of makers) await readOne(source)
  // Of the rest only what makes the classes with functions matters.
  const classes = new Set(functions.flatMap(({ className }) => className ?? []))
  const users = sources.filter(source => !makers.includes(source) && mentions(source.text, classes))
  for (const source of users) await readOne(source)
  return { functions, idsOfClasses, problems }
}

/** The parsers are loaded on first use. */
function constructionReader(sources: readonly AppSource[], app: AppPlace) {
  let scripts: SourceReader | undefined
  let modules: PythonReader | undefined
  return async ({ file, text }: AppSource): Promise<Omit<WrittenApp, 'problems'>> => {
    if (file.endsWith('.py')) {
      modules ??= new (await import('./pythonReader.ts')).PythonReader(sources)
      return modules.constructions(file, app)
    }
    scripts ??= new (await import('./sourceReader.ts')).SourceReader(sources)
    const { functions, idsOfClasses, calls } = scripts.constructions(file)
    const lines = new LineTable(text)
    const connections = connectionsOf(calls, file, lines)
    return {
      functions: functions.map(construction => ({
        definition: {
          ...constructDefinition(construction, app, lines),
          ...connections.get(construction.node.range[0]),
        },
        id: construction.id,
        className: construction.className,
      })),
      idsOfClasses,
    }
  }
}

function mentions(text: string, classes: ReadonlySet<string>): boolean {
  return [...text.matchAll(/\b([A-Z]\w*)\s*\(/g)].some(([, name = '']) => classes.has(name))
}
