import type { ImageSettings } from '../../images/imageSettings.ts'
import { present } from '../../present.ts'
import { projectPath } from '../projectPath.ts'
import { attributeOf, type HclBody, type HclExpression } from './hclNode.ts'
import { addressesIn } from './references.ts'
import { moduleSource, type PlacedBlock } from './terraformFolder.ts'
import { follow, resolve, type TerraformValue, valueIn } from './terraformValue.ts'

/** @param at any value of the resource: tells its file and module */
export function resourceImage(body: HclBody, at: TerraformValue): ImageSettings {
  const config = body.blocks.find(({ type }) => type === 'image_config')?.body
  return {
    ...buildOf(valueIn(body, 'image_uri', at)),
    ...(config && startOf(config, { command: 'command', entryPoint: 'entry_point', folder: 'working_directory' }, at)),
  }
}

/** The same for a call of terraform-aws-modules/lambda. */
export function moduleImage(body: HclBody, at: TerraformValue): ImageSettings {
  const names = {
    command: 'image_config_command',
    entryPoint: 'image_config_entry_point',
    folder: 'image_config_working_directory',
  }
  return { ...buildOf(valueIn(body, 'image_uri', at)), ...startOf(body, names, at) }
}

function startOf(
  body: HclBody,
  names: { readonly command: string; readonly entryPoint: string; readonly folder: string },
  at: TerraformValue,
): ImageSettings {
  return {
    ...present('command', wordsOf(valueIn(body, names.command, at))),
    ...present('entryPoint', wordsOf(valueIn(body, names.entryPoint, at))),
    ...present('workingFolder', textOf(valueIn(body, names.folder, at))),
  }
}

/** Something in the configuration that builds an image. */
interface Build {
  /** Of what it is known by: its own addresses, and the repository that its image goes to. */
  readonly addresses: ReadonlySet<string>
  readonly settings: ImageSettings
}

/** How an image is built: by what its URI refers to, or by the one build for the repository that the URI names. */
function buildOf(uri: TerraformValue | undefined): ImageSettings {
  if (!uri) return {}
  const wanted = addressesIn(follow(uri).expression)
  const [only, ...others] = buildsIn(uri).filter(({ addresses }) => wanted.some(address => addresses.has(address)))
  return only && others.length === 0 ? only.settings : {}
}

function buildsIn(at: TerraformValue): readonly Build[] {
  const { resources, modules } = at.instance.folder
  const images = [...resources].filter(([address]) => /^docker_(registry_)?image\./.test(address))
  const built = images.flatMap(([address, placed]) => {
    const build = placed.block.body.blocks.find(({ type }) => type === 'build')?.body
    const name = addressesOf(placed, 'name')
    // What is pushed is known by the image that is built, and that by what it is called.
    const pushed = images.flatMap(([other, image]) => (addressesOf(image, 'name').includes(address) ? [other] : []))
    const settings =
      build && settingsOf(build, { context: 'context', file: 'dockerfile', target: 'target' }, placed, at)
    return settings ? [{ addresses: new Set([address, ...pushed, ...name]), settings }] : []
  })
  const called = [...modules].flatMap(([name, placed]) => {
    if (!/\/\/modules\/docker-build\b/.test(moduleSource(placed.block) ?? '')) return []
    const names = { context: 'source_path', file: 'docker_file_path', target: 'build_target' }
    return [{ addresses: new Set([`module.${name}`]), settings: settingsOf(placed.block.body, names, placed, at) }]
  })
  return [...built, ...called]
}

function settingsOf(
  body: HclBody,
  names: { readonly context: string; readonly file: string; readonly target: string },
  { file }: PlacedBlock,
  at: TerraformValue,
): ImageSettings {
  const text = (name: string) => textOf(valueIn(body, name, { ...at, file }))
  const path = text(names.context)
  const context = path === undefined ? undefined : projectPath(path, at.instance.rootPath)
  const given = follow({ ...at, file, expression: attributeOf(body, 'build_args') ?? nothing(body) })
  const values = given.expression.kind === 'object' ? given.expression.attributes : []
  const known = values.flatMap(({ name, value }) => {
    const said = textOf({ ...given, expression: value })
    return said === undefined ? [] : [[name, said] as const]
  })
  return {
    ...present('context', context),
    ...present(
      'dockerfile',
      context === undefined ? undefined : projectPath(text(names.file) ?? 'Dockerfile', context),
    ),
    ...present('target', text(names.target)),
    ...(known.length > 0 && { arguments: Object.fromEntries(known) }),
  }
}

function nothing({ span }: HclBody): HclExpression {
  return { kind: 'opaque', span }
}

function addressesOf({ block }: PlacedBlock, name: string): readonly string[] {
  const expression = attributeOf(block.body, name)
  return expression ? addressesIn(expression) : []
}

function textOf(value: TerraformValue | undefined): string | undefined {
  const known = value && resolve(value)?.value
  return known === undefined || known === null ? undefined : String(known)
}

function wordsOf(value: TerraformValue | undefined): readonly string[] | undefined {
  const list = value && follow(value)
  if (list?.expression.kind !== 'list') return
  const words = list.expression.items.map(item => textOf({ ...list, expression: item }))
  const known = words.filter(word => word !== undefined)
  return known.length > 0 && known.length === words.length ? known : undefined
}
