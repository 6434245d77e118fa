import type { OxlintOverride } from 'oxlint'
import { compositionRoots, sharedWithWebview, unknownFolder, type Wall, walls, webview } from './walls.ts'

/** Files deeper than this may climb no further than those at this depth. */
const deepest = 3

/** `./a/../../b`: a climb that the other patterns do not see. */
const detour = { regex: '(^\\.|[^.])/\\.\\.(/|$)', message: 'A relative import goes up first, then down.' }

/**
 * The walls as lint rules. What the table does not allow is denied, so that a folder added next year is walled without
 * anyone remembering. Of several entries for a file the last one counts.
 */
export function wallRules(): OxlintOverride[] {
  const folders = Object.entries({ '*': unknownFolder, ...walls })
  return [
    ...folders.flatMap(([folder, wall]) => insideFolder(`src/${folder}`, wall)),
    ...sharedWithWebview.map(file => restrict(`src/${file}`, whatIsNotIn(unknownFolder, 0))),
    ...compositionRoots.flatMap(folder => insideFolder(`src/${folder}`)),
    restrict('src/*.ts', climbOver(0)),
    restrict('webview/**', whatIsNotIn(webview, 1)),
  ]
}

function insideFolder(folder: string, wall?: Wall): OxlintOverride[] {
  return Array.from({ length: deepest + 1 }, (_, depth) => {
    const pattern = wall === undefined ? climbOver(depth) : whatIsNotIn(withCommon(wall), depth)
    return restrict(`${folder}/${'*/'.repeat(depth)}${depth === deepest ? '**' : '*'}`, pattern)
  })
}

/** `depth`: how many folders a relative import may climb before it leaves the folder. */
function whatIsNotIn({ folders, packages, node }: Wall, depth: number): Pattern {
  const names = [...folders.map(folder => `#${folder}`), ...packages, ...(node ? ['node:*'] : [])]
  return {
    group: [
      '**',
      '!./**',
      '!../**',
      `${'../'.repeat(depth + 1)}**`,
      ...names.flatMap(name => [`!${name}`, `!${name}/**`]),
    ],
    message: `Allowed here: ${names.join(', ')}, and its own folder by relative paths (scripts/walls.ts).`,
  }
}

function climbOver(depth: number): Pattern {
  return { group: [`${'../'.repeat(depth + 1)}**`], message: 'Import other folders as #folder/file.ts.' }
}

function withCommon(wall: Wall): Wall {
  return { ...wall, folders: ['common', ...wall.folders] }
}

interface Pattern {
  readonly group?: string[]
  readonly regex?: string
  readonly message: string
}

/** Of several patterns the first decides that knows the specifier, be it by allowing it. */
function restrict(files: string, pattern: Pattern): OxlintOverride {
  return { files: [files], rules: { 'no-restricted-imports': ['error', { patterns: [detour, pattern] }] } }
}
