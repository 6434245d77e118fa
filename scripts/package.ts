import { mkdir } from 'node:fs/promises'
import { createVSIX } from '@vscode/vsce'

/** Packages what `build` made, for this platform: the package carries esbuild's native program. */
await mkdir('artifacts', { recursive: true })
await createVSIX({
  packagePath: 'artifacts/lambda-lens.vsix',
  target: `${process.platform}-${process.arch}`,
  allowMissingRepository: true,
  // There is no public repository yet that relative links could lead to.
  rewriteRelativeLinks: false,
})
