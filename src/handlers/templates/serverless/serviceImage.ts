import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import { projectPath } from '../projectPath.ts'
import type { ServiceContext } from './functionReader.ts'
import { type Located, textOf } from './locatedValue.ts'
import { knownTexts, type SettingReader } from './settingReader.ts'

export type ServiceImage = Required<Pick<FunctionDefinition, 'image' | 'imageUri'>>

/** The container image of a function: one that is there, or one that the framework builds for the service. */
export async function readServiceImage(
  settings: SettingReader,
  context: ServiceContext,
): Promise<ServiceImage | undefined> {
  if (!(await settings.says('image'))) return
  const text = async (...path: readonly string[]) => textOf((await settings.value('image', ...path))?.node)
  const words = async (key: string) => {
    const list = await settings.value('image', key)
    const known = list && (await knownTexts(context.values, list))
    return known && known.length > 0 ? known : undefined
  }
  const uri = (await text()) || (await text('uri'))
  const name = uri.includes('/') ? undefined : uri || (await text('name'))
  const built = name === undefined ? undefined : await context.values.ofService('provider', 'ecr', 'images', name)
  const isKnown = built !== undefined && 'node' in built
  return {
    imageUri: name === undefined ? uri : isKnown ? await existing(built, context) : '',
    image: {
      ...(isKnown && (await buildOf(built, context))),
      ...present('command', await words('command')),
      ...present('entryPoint', await words('entryPoint')),
      ...present('workingFolder', (await text('workingDirectory')) || undefined),
    },
  }
}

/** Empty where the framework builds the image. */
async function existing(image: Located, { values }: ServiceContext): Promise<string> {
  const uri = await values.at(image, ['uri'])
  return textOf(image.node) || ('node' in uri ? textOf(uri.node) : '')
}

async function buildOf(image: Located, { values, settings }: ServiceContext): Promise<ServiceImage['image']> {
  const text = async (key: string) => {
    const found = await values.at(image, [key])
    return 'node' in found ? textOf(found.node) : ''
  }
  if (image.node.kind === 'scalar' || (await text('uri'))) return {}
  const context = projectPath((await text('path')) || '.', settings.folder)
  const options = await values.at(image, ['buildOptions'])
  const words = 'node' in options ? await knownTexts(values, options) : []
  const target = words.find((_, at) => words[at - 1] === '--target') ?? words.join(' ').match(/--target=(\S+)/)?.[1]
  const given: [string, string][] = []
  for (const { key, value } of await entriesAt(image, 'buildArgs', values)) {
    const known = await values.resolve(value)
    if ('node' in known) given.push([key, textOf(known.node)])
  }
  return {
    ...present('context', context),
    ...present(
      'dockerfile',
      context === undefined ? undefined : projectPath((await text('file')) || 'Dockerfile', context),
    ),
    ...present('target', target),
    ...(given.length > 0 && { arguments: Object.fromEntries(given) }),
  }
}

async function entriesAt(image: Located, key: string, values: ServiceContext['values']) {
  const found = await values.child(image, key)
  return found ? values.entries(found) : []
}
