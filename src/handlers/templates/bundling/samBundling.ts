import { resolveValue } from '../sam/resolveValue.ts'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import type { Bundling } from './bundling.ts'

/** `BuildProperties` that SAM passes on (aws-lambda-builders 1.5x, workflow nodejs_npm_esbuild), and what it makes of each. */
const properties: Readonly<Record<string, readonly [name: string, form: 'flag' | 'text' | 'list' | 'pairs']>> = {
  Minify: ['minify', 'flag'],
  Sourcemap: ['sourcemap', 'flag'],
  SourcesContent: ['sourcesContent', 'flag'],
  Target: ['target', 'list'],
  Format: ['format', 'text'],
  MainFields: ['mainFields', 'list'],
  External: ['external', 'list'],
  Loader: ['loader', 'pairs'],
  OutExtension: ['outExtension', 'pairs'],
  Banner: ['banner', 'pairs'],
}

/** What SAM says to esbuild where `BuildProperties` do not. */
const defaults = { target: ['es2020'], format: 'cjs', minify: true }

/**
 * @param metadata of a function whose `BuildMethod` is `esbuild`
 * @param environment `NODE_OPTIONS: --enable-source-maps` asks for maps as well
 */
export function samBundling(
  metadata: TemplateNode | undefined,
  root: TemplateNode,
  environment: Readonly<Record<string, string>>,
): Bundling {
  const options: Record<string, unknown> = { ...defaults }
  if (environment['NODE_OPTIONS']?.includes('--enable-source-maps')) options['sourcemap'] = true
  const unread: string[] = []
  for (const { key, value } of entriesOf(valueAt(metadata, 'BuildProperties'))) {
    if (key === 'EntryPoints') continue
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined
    const said = known && formed(known[1], plainTexts(value, root))
    if (known && said !== undefined) options[known[0]] = said
    else unread.push(key)
  }
  return { from: 'sam', options, ...(unread.length > 0 && { unread }) }
}

/** A value or the items of a list as texts; undefined where one is known only at deployment. */
function plainTexts(node: TemplateNode, root: TemplateNode): readonly string[] | undefined {
  const items = node.kind === 'list' ? node.items : [node]
  const values = items.map(item => resolveValue(item, root)?.value)
  return values.includes(undefined) ? undefined : values.map(String)
}

function formed(form: 'flag' | 'text' | 'list' | 'pairs', said: readonly string[] | undefined): unknown {
  if (!said) return
  switch (form) {
    case 'flag':
      return said[0] === 'true'
    case 'text':
      return said[0]
    case 'list':
      return said.flatMap(item => item.split(',').map(part => part.trim()))
    case 'pairs':
      return Object.fromEntries(
        said.flatMap(item => {
          const [, key, value] = /^([^=]+)=([^]*)$/.exec(item) ?? []
          return key === undefined || value === undefined ? [] : [[key, value] as const]
        }),
      )
  }
}
