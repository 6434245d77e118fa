import { posix } from 'node:path'
import { joinPath } from '../../sourceFiles.ts'
import type { TemplateProject } from '../templateReader.ts'
import type { ConstructCode } from './constructCode.ts'

const extensions = ['.py', '.js', '.mjs', '.cjs', '.ts']

/**
 * The source that an asset was made of: the file of which the asset holds a copy, or that the bundler names in its
 * output. Undefined where neither tells, as in a bundle without comments.
 */
export async function assetSource(
  folder: string,
  handler: string,
  project: TemplateProject,
): Promise<ConstructCode | undefined> {
  const dot = handler.lastIndexOf('.')
  const [module, exportName] = [handler.slice(0, dot).replace(/^\.\//, ''), handler.slice(dot + 1)]
  if (dot <= 0) return
  for (const path of [module, module.replaceAll('.', '/')]) {
    for (const extension of extensions) {
      const text = await project.text(joinPath(folder, path + extension))
      if (text === undefined) continue
      const entry = bundleEntry(text, project.names)
      if (entry !== undefined) {
        return {
          codeFolder: posix.dirname(entry).replace(/^\.$/, ''),
          entryPoints: [posix.basename(entry)],
          buildMethod: 'esbuild',
          target: { file: entry, exportName },
        }
      }
      const copied = await originalOf(path + extension, text, project)
      if (copied !== undefined)
        return { codeFolder: copied, target: { file: joinPath(copied, path + extension), exportName } }
    }
  }
  return
}

/** The one folder of the project in which the same path holds the same text. */
export async function originalOf(path: string, text: string, project: TemplateProject): Promise<string | undefined> {
  const candidates = [...project.names].filter(name => name === path || name.endsWith(`/${path}`))
  const same: string[] = []
  for (const candidate of candidates) if ((await project.text(candidate)) === text) same.push(candidate)
  const [only, ...others] = same
  return only === undefined || others.length > 0 ? undefined : only.slice(0, -path.length).replace(/\/$/, '')
}

/** esbuild puts the exports of the entry first, under a comment with its path from the folder that it ran in. */
function bundleEntry(text: string, names: ReadonlySet<string>): string | undefined {
  const path =
    /^\/\/ (\S+)\n(?:var|let|const) (\w+) = \{\};\n__export\(\2,[^]{0,2000}?\nmodule\.exports = __toCommonJS\(\2\)/m.exec(
      text,
    )?.[1]
  if (path === undefined) return
  const [only, ...others] = [...names].filter(name => name === path || name.endsWith(`/${path}`))
  return others.length > 0 ? undefined : only
}
