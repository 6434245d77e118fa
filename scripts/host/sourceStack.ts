import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve } from 'node:path'

const PLACE = /[^\s(]*\/suite\.cjs:(\d+):(\d+)/g

/**
 * A stack of the bundle `suite.cjs` with the places in its sources, relative to `root`. The extension host writes
 * stacks in its own way, so Node's source maps cannot be switched on there.
 */
export async function sourceStack(stack: string, bundle: string, root: string): Promise<string> {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')))
  return stack.replaceAll(PLACE, (place, line: string, column: string) => {
    const origin = map.findOrigin(Number(line), Number(column))
    if (!('fileName' in origin)) return place
    const file = relative(root, resolve(dirname(bundle), origin.fileName))
    return `${file}:${origin.lineNumber}:${origin.columnNumber}`
  })
}
