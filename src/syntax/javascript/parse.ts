/** Heavy: brings in the TypeScript compiler (9 MB). Load this file by `import()` only. */
import { analyze, type ScopeManager } from '@typescript-eslint/scope-manager'
import { parseAndGenerateServices, type TSESTree } from '@typescript-eslint/typescript-estree'
import ts from 'typescript'
import { LensError } from '#common/errors.ts'

export interface ParsedScript {
  readonly file: string
  readonly text: string
  /** ESTree with TypeScript nodes and comments, without parents; offsets are those of `text`. */
  readonly ast: TSESTree.Program & { comments: TSESTree.Comment[] }
  /** False when the text has syntax errors: the tree then holds what could be read. */
  readonly complete: boolean
  /** Scopes and references, computed on first call; undefined where a half-typed text defeats the analysis. */
  scopes(): ScopeManager | undefined
}

/**
 * JavaScript or TypeScript source as a tree, also when it is half-typed. `file` decides about the language by its
 * extension and need not exist.
 * @throws LensError `source-not-readable` when no tree can be built (e.g. nested too deeply)
 */
export function parse(text: string, { file }: { readonly file: string }): ParsedScript {
  const { ast, complete } = buildTree(text, file)
  let scopes: { readonly manager: ScopeManager | undefined } | undefined
  return { file, text, ast, complete, scopes: () => (scopes ??= { manager: analyzeScopes(ast, file) }).manager }
}

function buildTree(text: string, file: string): Pick<ParsedScript, 'ast' | 'complete'> {
  try {
    const sourceFile = ts.createSourceFile(
      file,
      withReadableShebang(text),
      { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
      true,
      scriptKind(file),
    )
    const complete = !('parseDiagnostics' in sourceFile && hasElements(sourceFile.parseDiagnostics))
    // The converter refuses a source file that carries syntax errors, although its tree is as good as it gets.
    const { ast } = parseAndGenerateServices(Object.assign(sourceFile, { parseDiagnostics: [] }), {
      filePath: file,
      tsconfigRootDir: '/',
      allowInvalidAST: true,
      errorOnUnknownASTType: false,
      suppressDeprecatedPropertyWarnings: true,
      // Under CI a repeated parse of one file would otherwise start from the text again, errors included.
      disallowAutomaticSingleRunInference: true,
      preserveNodeMaps: false,
      comment: true,
      range: true,
      loc: true,
      jsx: true,
      loggerFn: false,
    })
    return { ast, complete }
  } catch (error) {
    throw new LensError(
      'source-not-readable',
      `${file} cannot be read as source.`,
      'Check that it is program text.',
      error,
    )
  }
}

function analyzeScopes(ast: TSESTree.Program, file: string): ScopeManager | undefined {
  const isModule = ast.sourceType === 'module' || /\.m[jt]s$/.test(file)
  try {
    return analyze(ast, { sourceType: isModule ? 'module' : 'script', globalReturn: !isModule })
  } catch {
    return undefined
  }
}

/** TypeScript knows a shebang at offset 0 only, Node.js also after a byte order mark. Keeps the length. */
function withReadableShebang(text: string): string {
  return text.startsWith('\uFEFF#!') ? `// ${text.slice(3)}` : text
}

function scriptKind(file: string): ts.ScriptKind {
  if (/\.[mc]?ts$/.test(file)) return ts.ScriptKind.TS
  return file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.JSX
}

function hasElements(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}
