import type { ProjectIndex } from '#handlers/projectIndex.ts'
import { ProjectIndexer } from '#handlers/projectIndexer.ts'
import { MemoryProject } from './memoryProject.ts'

const never = new AbortController().signal

/** A project in memory that is edited, and indexed as it goes. */
export class EditedProject {
  readonly project: MemoryProject
  readonly #indexer: ProjectIndexer

  constructor(files: Readonly<Record<string, string>>) {
    this.project = new MemoryProject(files)
    this.#indexer = new ProjectIndexer(this.project)
  }

  /** Writes files, or deletes those without text, and tells the indexer; `told` if it is told something else. */
  async change(
    files: Readonly<Record<string, string | undefined>>,
    told = Object.keys(files),
    signal = never,
  ): Promise<{ readonly index: ProjectIndex; readonly read: readonly string[] }> {
    for (const [file, text] of Object.entries(files)) {
      if (text === undefined) this.project.files.delete(file)
      else this.project.files.set(file, text)
    }
    this.project.filesRead = []
    const index = await this.#indexer.update(told, signal)
    return { index, read: this.project.filesRead.toSorted() }
  }
}
