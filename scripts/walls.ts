/** What the files of one folder may import besides their own folder (relatively). In src, all may import `common`. */
export interface Wall {
  /** Other folders of src (`pricing`), or single files of them (`common/format.ts`). */
  readonly folders: readonly string[]
  /** Packages with everything below them; `@aws-sdk` stands for all packages of that scope. */
  readonly packages: readonly string[]
  /** Whether Node.js built-ins may be imported, always as `node:…`. */
  readonly node: boolean
}

/** A folder that the table does not name: `common` and itself. */
export const unknownFolder: Wall = { folders: [], packages: [], node: false }

const syntaxTrees = ['@typescript-eslint', '@lezer']

/** The walls of docs/architecture.md: folder of src → what it may import. */
export const walls: Readonly<Record<string, Wall>> = {
  common: { folders: [], packages: [], node: true },
  protocol: { folders: [], packages: [], node: false },
  pricing: { folders: [], packages: [], node: false },
  syntax: { folders: [], packages: [...syntaxTrees, 'typescript'], node: true },
  handlers: {
    folders: ['syntax'],
    packages: [...syntaxTrees, 'yaml', 'jsonc-parser', 'picomatch', 'smol-toml'],
    node: true,
  },
  rules: { folders: ['syntax', 'handlers'], packages: syntaxTrees, node: true },
  telemetry: { folders: ['pricing'], packages: [], node: true },
  bundle: { folders: [], packages: ['esbuild', 'fflate'], node: true },
  tuning: { folders: ['telemetry', 'pricing'], packages: [], node: true },
  lab: { folders: [], packages: ['fflate'], node: true },
  aws: {
    folders: ['bundle', 'handlers', 'telemetry', 'tuning', 'pricing'],
    packages: ['@aws-sdk', '@smithy'],
    node: true,
  },
  editor: {
    folders: ['bundle', 'handlers', 'pricing', 'protocol', 'rules', 'syntax', 'telemetry', 'tuning'],
    packages: ['vscode'],
    node: true,
  },
}

/** The folders that know neither VS Code nor the AWS SDK: the same in the editor, on the command line and in tests. */
export const domain = [
  'common',
  'protocol',
  'pricing',
  'syntax',
  'handlers',
  'rules',
  'telemetry',
  'bundle',
  'tuning',
] as const

/** Folders that put the parts together and may import all of them. `src/*.ts` are such as well. */
export const compositionRoots = ['cli']

/** The pages of the webviews: a world of their own beside src. */
export const webview: Wall = {
  folders: ['protocol', 'pricing', 'common/format.ts'],
  packages: ['lit', '@vscode-elements', '@vscode/codicons', 'd3-scale', 'd3-shape'],
  node: false,
}

/** Files that pages import as well, and so do without Node.js. */
export const sharedWithWebview = ['common/format.ts']
