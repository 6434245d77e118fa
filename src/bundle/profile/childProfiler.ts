import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import { type Esbuild, findEsbuild } from '../findEsbuild.ts'
import type { InitProfile } from './initProfile.ts'
import type { InitProfiler, ProfileRequest } from './initProfiler.ts'
import { NodeProfile } from './nodeProfile.ts'
import { profilePython } from './python/pythonProfile.ts'

/** Profiles in child processes of this machine, on copies in a temporary folder below `temporary`. */
export class ChildProfiler implements InitProfiler {
  readonly #shippedEsbuild: () => Promise<Esbuild>
  readonly #temporary: string

  constructor(shippedEsbuild: () => Promise<Esbuild>, temporary = tmpdir()) {
    this.#shippedEsbuild = shippedEsbuild
    this.#temporary = temporary
  }

  async profile(
    request: ProfileRequest,
    signal: AbortSignal,
    onProgress: (activity: string) => void = () => undefined,
  ): Promise<InitProfile> {
    signal.throwIfAborted()
    const temporary = await realpath(await mkdtemp(join(this.#temporary, 'lambda-lens-profile-')))
    try {
      switch (request.language) {
        case 'javascript':
        case 'typescript': {
          const file = join(request.root, request.entry)
          const esbuild = await findEsbuild(file, request.isTrusted, this.#shippedEsbuild)
          return await new NodeProfile(request, esbuild, temporary, signal, onProgress).profile()
        }
        case 'python':
          return await profilePython(request, temporary, signal, onProgress)
        default:
          throw new LensError(
            'language-not-profiled',
            `${request.entry} is ${request.language}, whose init is not profiled.`,
            'JavaScript, TypeScript and Python are profiled.',
          )
      }
    } finally {
      await rm(temporary, { recursive: true, force: true })
    }
  }
}
