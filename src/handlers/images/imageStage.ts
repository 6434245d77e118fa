import { posix } from 'node:path'
import { type BaseImage, baseImage } from './baseImage.ts'
import { type DockerWords, dockerWords, withVariables } from './dockerWords.ts'
import type { Instruction } from './readDockerfile.ts'

/** What is put into a stage: paths of the context, or of another stage, and the place that they get. */
export interface ImageCopy {
  /** Name or number of a stage, or the name of an image. */
  readonly from?: string
  readonly sources: readonly string[]
  /** Absolute. */
  readonly place: string
  /** It surely is a folder: it says so, or several things go there. */
  readonly isFolder: boolean
}

/** A part of a Dockerfile from one `FROM` to the next. */
export interface ImageStage {
  readonly name: string | undefined
  /** The stage that it continues. */
  readonly parent: ImageStage | undefined
  /** At the beginning of all. */
  readonly base: BaseImage
  readonly copies: readonly ImageCopy[]
  /** Shell commands, and the folder that each runs in. */
  readonly runs: readonly { readonly command: string; readonly folder: string }[]
  readonly environment: ReadonlyMap<string, string>
  readonly workingFolder: string
  readonly command?: WrittenWords
  readonly entryPoint?: WrittenWords
  /** The stages before, which alone it can copy from. */
  readonly earlier: readonly ImageStage[]
}

export interface WrittenWords extends DockerWords {
  readonly line: number
}

/** Where AWS's images keep the function. */
export const taskRoot = '/var/task'

/** @param given values for `ARG` that the template gives */
export function imageStages(
  instructions: readonly Instruction[],
  given: Readonly<Record<string, string>> = {},
): readonly ImageStage[] {
  const stages: StageReader[] = []
  const shared = new Map<string, string>()
  for (const instruction of instructions) {
    const current = stages.at(-1)
    if (instruction.name === 'FROM') stages.push(new StageReader(instruction, shared, given, [...stages]))
    else if (current) current.read(instruction)
    else if (instruction.name === 'ARG') declare(instruction.text, shared, new Map(), given)
  }
  return stages
}

class StageReader implements ImageStage {
  readonly name: string | undefined
  readonly parent: ImageStage | undefined
  readonly base: BaseImage
  readonly copies: ImageCopy[] = []
  readonly runs: { readonly command: string; readonly folder: string }[] = []
  readonly environment: Map<string, string>
  readonly earlier: readonly ImageStage[]
  workingFolder: string
  command?: WrittenWords
  entryPoint?: WrittenWords
  readonly #shared: ReadonlyMap<string, string>
  readonly #given: Readonly<Record<string, string>>
  readonly #arguments = new Map<string, string>()

  constructor(
    from: Instruction,
    shared: ReadonlyMap<string, string>,
    given: Readonly<Record<string, string>>,
    earlier: readonly ImageStage[],
  ) {
    const [image = '', , name] = withVariables(from.text, shared).split(/\s+/)
    this.name = name?.toLowerCase()
    this.earlier = earlier
    this.#shared = shared
    this.#given = given
    this.parent = earlier.findLast(stage => stage.name === image.toLowerCase())
    this.base = this.parent?.base ?? baseImage(image)
    this.environment = new Map(this.parent?.environment ?? (this.base.isLambda ? [['LAMBDA_TASK_ROOT', taskRoot]] : []))
    this.workingFolder = this.parent?.workingFolder ?? (this.base.isLambda ? taskRoot : '/')
    if (this.parent?.command) this.command = this.parent.command
    if (this.parent?.entryPoint) this.entryPoint = this.parent.entryPoint
  }

  read({ name, flags, text, line }: Instruction): void {
    switch (name) {
      case 'ARG':
        declare(text, this.#arguments, this.#shared, this.#given)
        break
      case 'ENV':
        for (const [key, value] of pairs(text)) this.environment.set(key, this.#known(value))
        break
      case 'WORKDIR':
        this.workingFolder = posix.resolve(this.workingFolder, this.#known(text.trim()))
        break
      case 'COPY':
      case 'ADD':
        this.#copy(text, flags['from'])
        break
      case 'RUN':
        this.runs.push({ command: this.#known(text), folder: this.workingFolder })
        break
      // Variables stay as they are in both: no shell is there to put them in.
      case 'CMD':
        this.command = { ...dockerWords(text), line }
        break
      case 'ENTRYPOINT':
        this.entryPoint = { ...dockerWords(text), line }
        break
      default:
    }
  }

  #known(text: string): string {
    return withVariables(text, new Map([...this.#arguments, ...this.environment]))
  }

  #copy(text: string, from: string | undefined): void {
    const words = dockerWords(text).words.map(word => this.#known(word))
    const place = words.at(-1)
    const sources = words.slice(0, -1).filter(source => !/^(<<|https?:|git@)/.test(source))
    if (place === undefined || sources.length === 0) return
    const isFolder = /(^|\/)\.{0,2}$/.test(place) || sources.length > 1
    this.copies.push({
      sources,
      place: posix.resolve(this.workingFolder, place),
      isFolder,
      ...(from !== undefined && { from: this.#known(from) }),
    })
  }
}

/** `NAME=default`; one without a default has that of the same name before the first `FROM`. */
function declare(
  text: string,
  known: Map<string, string>,
  shared: ReadonlyMap<string, string>,
  given: Readonly<Record<string, string>>,
): void {
  for (const word of dockerWords(text).words) {
    const [, name = '', fallback] = /^(\w+)(?:=([^]*))?$/.exec(word) ?? []
    const value = given[name] ?? (fallback === undefined ? shared.get(name) : withVariables(fallback, known))
    if (name !== '' && value !== undefined) known.set(name, value)
  }
}

/** `A=1 B="2 3"`, and `A 1` in the old form. */
function pairs(text: string): readonly (readonly [string, string])[] {
  const [, name, value = ''] = /^(\w+)\s+([^=\s][^]*)$/.exec(text) ?? []
  if (name !== undefined) return [[name, value]]
  return dockerWords(text).words.map(word => {
    const [key = '', ...rest] = word.split('=')
    return [key, rest.join('=')]
  })
}
