import type { LineTable } from '#syntax/lineTable.ts'
import type { SourceQueue } from '../../eventSource.ts'
import { present } from '../../present.ts'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { PropertyReader } from './propertyReader.ts'
import { referencedId, resolveValue } from './resolveValue.ts'

/** The queue of the same template that a node refers to. */
export function sourceQueue(
  node: TemplateNode | undefined,
  root: TemplateNode,
  lines: LineTable,
): SourceQueue | undefined {
  const logicalId = referencedId(node, root)
  const entry = entriesOf(valueAt(root, 'Resources')).findLast(({ key }) => key === logicalId)
  if (!entry || resolveValue(valueAt(entry.value, 'Type'), root)?.value !== 'AWS::SQS::Queue') return
  const properties = new PropertyReader(root, valueAt(entry.value, 'Properties'))
  return {
    logicalId: entry.key,
    line: lines.lineAt(entry.keySpan.start),
    ...present('visibilityTimeoutSeconds', properties.number('visibilityTimeoutSeconds', 'VisibilityTimeout')),
    ...present('fifo', properties.flag('fifo', 'FifoQueue')),
    ...present('maxReceiveCount', properties.positive('maxReceiveCount', 'RedrivePolicy', 'maxReceiveCount')),
    spans: properties.spans,
  }
}
