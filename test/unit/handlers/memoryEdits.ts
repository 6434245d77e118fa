import assert from 'node:assert/strict'
import { editMemory, type MemoryEdit } from '#handlers/editMemory.ts'
import { MemoryProject } from './memoryProject.ts'

/** Edits a project in memory so that its template says 1,024 MB. */
export async function editTo1024(
  texts: Readonly<Record<string, string>>,
  template: string,
  logicalId = 'Orders',
): Promise<MemoryEdit> {
  return await editMemory(new MemoryProject(texts), { template, logicalId }, 1024, new AbortController().signal)
}

/** All other lines are the same before and after. */
export function expectLines({ before, after }: MemoryEdit, removed: readonly string[], added: readonly string[]): void {
  const [was, is] = [before.split('\n'), after.split('\n')]
  assert.deepEqual(
    was.filter(line => !is.includes(line)),
    removed,
  )
  assert.deepEqual(
    is.filter(line => !was.includes(line)),
    added,
  )
}
