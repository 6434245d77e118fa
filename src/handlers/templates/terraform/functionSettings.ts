import type { EventSource } from '../../eventSource.ts'
import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import { AttributeReader } from './attributeReader.ts'
import { type MappingPlace, mappedSource } from './eventSources.ts'
import { type References, sourceName } from './references.ts'
import { resolve } from './terraformValue.ts'

type FunctionSettings = Pick<
  FunctionDefinition,
  'layers' | 'ephemeralStorageMb' | 'snapStart' | 'provisionedConcurrency' | 'imageUri'
>

/** What an `aws_lambda_function` says besides what all dialects name alike. */
export function resourceSettings(reader: AttributeReader, references: References): FunctionSettings {
  const [storage] = reader.inner('ephemeral_storage')
  const [snapStart] = reader.inner('snap_start')
  const applied = snapStart?.text('snapStart', 'apply_on')
  return {
    ...layersOf(reader, references),
    ...present('ephemeralStorageMb', storage?.positive('ephemeralStorage', 'size')),
    ...present('snapStart', applied === undefined ? undefined : applied === 'PublishedVersions'),
  }
}

/** The same for a call of terraform-aws-modules/lambda. */
export function moduleSettings(reader: AttributeReader, references: References): FunctionSettings {
  return {
    ...layersOf(reader, references),
    ...present('ephemeralStorageMb', reader.positive('ephemeralStorage', 'ephemeral_storage_size')),
    ...present('snapStart', reader.flag('snapStart', 'snap_start')),
    ...present(
      'provisionedConcurrency',
      reader.positive('provisionedConcurrency', 'provisioned_concurrent_executions'),
    ),
  }
}

function layersOf(reader: AttributeReader, references: References): Pick<FunctionSettings, 'layers'> {
  const layers = reader.items('layers').flatMap(layer => sourceName(layer, references) ?? [])
  return layers.length > 0 ? { layers } : {}
}

/** What the module is told to connect the function with by itself. */
export function moduleSources(
  reader: AttributeReader,
  place: Omit<MappingPlace, 'name'>,
  line: number,
  references: References,
): readonly EventSource[] {
  const mapped = reader.entries('event_source_mapping').flatMap(({ name, value }) => {
    const { expression, file } = value
    if (expression.kind !== 'object') return []
    const own = place.lineAt(file, expression.span.start)
    return [mappedSource(new AttributeReader(expression, value), { ...place, name, file }, own, references)]
  })
  const url = reader.value('create_lambda_function_url')
  const hasUrl = url !== undefined && resolve(url)?.value === true
  const named = { name: 'create_lambda_function_url', type: 'function-url', file: place.file, line } as const
  return hasUrl ? [...mapped, { ...named, spans: {}, unresolved: [] }] : mapped
}
