import { posix } from 'node:path'
import { languageOf } from './sourceFiles.ts'

/** Finds the folder of a handler's file where no template says it: the one place that has such a file. */
export class ModulePlaces {
  readonly #byModule = new Map<string, string[]>()

  /** @param files of the project */
  constructor(files: Iterable<string>) {
    for (const file of files) {
      if (languageOf(file) === undefined) continue
      const module = moduleOf(posix.basename(file))
      const known = this.#byModule.get(module)
      if (known) known.push(file)
      else this.#byModule.set(module, [file])
    }
  }

  /** @returns undefined where below `folder` there is no such file, or more than one */
  folder(handler: string, runtime: string | undefined, folder: string): string | undefined {
    if (runtime !== undefined && !/^(nodejs|python)/.test(runtime)) return
    const module = handler.replace(/\.[^./]+$/, '').replace(/^\.\//, '')
    const path = runtime?.startsWith('python') ? module.replaceAll('.', '/') : module
    const prefix = folder === '' ? '' : `${folder}/`
    const found = (this.#byModule.get(posix.basename(path)) ?? []).filter(file => {
      const whole = `/${posix.dirname(file)}/${moduleOf(posix.basename(file))}`
      const isScript = languageOf(file) !== 'python'
      return file.startsWith(prefix) && whole.endsWith(`/${path}`) && isScript !== runtime?.startsWith('python')
    })
    // A compiled file beside its source is the same module.
    const [place, ...others] = new Set(found.map(file => file.replace(/\.\w+$/, '')))
    if (place === undefined || others.length > 0) return
    return place === path ? '' : place.slice(0, -path.length - 1)
  }
}

function moduleOf(name: string): string {
  return name.replace(/\.\w+$/, '')
}
