import type { SyntaxNode } from '@lezer/common'
import type { ImageSettings } from '../../images/imageSettings.ts'
import { present } from '../../present.ts'
import type { AppPlace } from './constructCode.ts'
import { imageBuild } from './constructImage.ts'
import { listItems } from './pythonCalls.ts'
import type { PythonArguments, PythonScope } from './pythonScope.ts'

/** `from_image_asset("services/orders", file="Dockerfile.arm", cmd=["app.handler"])`; one from a registry is not built. */
export function pythonImage(
  { positional, named }: PythonArguments,
  isBuilt: boolean,
  scope: PythonScope,
  app: AppPlace,
): ImageSettings {
  const text = (name: string) => scope.textOfArgument(named.get(name))
  const given = named.get('build_args')
  return {
    ...(isBuilt && imageBuild(scope.textOfArgument(named.get('directory') ?? positional[0]), text('file'), app)),
    ...present('target', text('target')),
    ...(given && { arguments: scope.textsOf(given) }),
    ...present('command', wordsOf(named.get('cmd'), scope)),
    ...present('entryPoint', wordsOf(named.get('entrypoint'), scope)),
    ...present('workingFolder', text('working_directory')),
  }
}

function wordsOf(start: SyntaxNode | undefined, usedIn: PythonScope): readonly string[] | undefined {
  const list = start && usedIn.unwrapped(start)
  if (list?.node.name !== 'ArrayExpression') return
  const words = listItems(list.node).map(item => list.scope.textOfArgument(item))
  const known = words.filter(word => word !== undefined)
  return known.length > 0 && known.length === words.length ? known : undefined
}
