import { joinPath } from '../../sourceFiles.ts'
import { attributeOf, type HclBlock, type HclBody, type HclExpression } from './hclNode.ts'

/** A block with the file that it stands in. */
export interface PlacedBlock {
  readonly block: HclBlock
  readonly file: string
}

export interface PlacedExpression {
  readonly expression: HclExpression
  readonly file: string
}

/** A Terraform module: what the files of one folder declare together. */
export class TerraformFolder {
  readonly path: string
  readonly locals = new Map<string, PlacedExpression>()
  /** Defaults of variables, or what `terraform.tfvars` says instead. */
  readonly variables = new Map<string, PlacedExpression>()
  /** Resources and data sources by address, such as `data.archive_file.code`. */
  readonly resources = new Map<string, PlacedBlock>()
  readonly modules = new Map<string, PlacedBlock>()
  /** By `aws` or, with an alias, `aws.edge`. */
  readonly providers = new Map<string, PlacedBlock>()
  readonly outputs = new Map<string, PlacedExpression>()
  /** Those of the resources and data sources that make an archive. */
  readonly archives: PlacedBlock[] = []

  /** @param bodies of the folder's files, by their names */
  constructor(path: string, bodies: ReadonlyMap<string, HclBody>) {
    this.path = path
    const files = [...bodies]
    for (const [file, { blocks }] of files) for (const block of blocks) this.#declare({ block, file })
    // Terraform reads these two kinds of file unasked, and in this order.
    for (const kind of [/(^|\/)terraform\.tfvars(\.json)?$/, /\.auto\.tfvars(\.json)?$/]) {
      for (const [file, { attributes }] of files.filter(([name]) => kind.test(name))) {
        for (const { name, value } of attributes) this.variables.set(name, { expression: value, file })
      }
    }
  }

  #declare({ block, file }: PlacedBlock): void {
    const [first, second] = block.labels
    if (block.type === 'locals') {
      for (const { name, value } of block.body.attributes) this.locals.set(name, { expression: value, file })
    } else if (block.type === 'variable' && first !== undefined) {
      const fallback = block.body.attributes.findLast(({ name }) => name === 'default')
      if (fallback) this.variables.set(first, { expression: fallback.value, file })
    } else if (block.type === 'output' && first !== undefined) {
      const value = block.body.attributes.findLast(({ name }) => name === 'value')
      if (value) this.outputs.set(first, { expression: value.value, file })
    } else if (block.type === 'provider' && first !== undefined) {
      const alias = attributeOf(block.body, 'alias')
      this.providers.set(alias?.kind === 'literal' ? `${first}.${alias.value}` : first, { block, file })
    } else if (block.type === 'module' && first !== undefined) this.modules.set(first, { block, file })
    else if (first !== undefined && second !== undefined) {
      if (first === 'archive_file') this.archives.push({ block, file })
      if (block.type === 'resource') this.resources.set(`${first}.${second}`, { block, file })
      else if (block.type === 'data') this.resources.set(`data.${first}.${second}`, { block, file })
    }
  }

  /** Calls of modules whose files are of this project, with their folders. */
  localModules(): readonly (PlacedBlock & { readonly name: string; readonly folder: string })[] {
    return [...this.modules].flatMap(([name, placed]) => {
      const source = moduleSource(placed.block)
      return source !== undefined && /^\.\.?(\/|$)/.test(source)
        ? [{ ...placed, name, folder: joinPath(this.path, source).replace(/\/$/, '') }]
        : []
    })
  }
}

/** A module's source is a literal by the rules. */
export function moduleSource(block: HclBlock): string | undefined {
  const source = block.body.attributes.findLast(({ name }) => name === 'source')?.value
  return source?.kind === 'literal' && typeof source.value === 'string' ? source.value : undefined
}
