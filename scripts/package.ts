import { mkdir, rm } from 'node:fs/promises'
import { createVSIX } from '@vscode/vsce'

/** Packages what `build` made, for this platform: the package carries esbuild's native program. */
await mkdir('artifacts', { recursive: true })
const packagePath = 'artifacts/lambda-lens.vsix'
// A package that could not be made must not be tested in its older form.
await rm(packagePath, { force: true })
await createVSIX({
  packagePath,
  target: `${process.platform}-${process.arch}`,
  allowMissingRepository: true,
  // There is no public repository yet that relative links could lead to.
  rewriteRelativeLinks: false,
})
