import assert from 'node:assert/strict'
import { attributeOf, type HclExpression } from '#handlers/templates/terraform/hclNode.ts'
import { readHcl } from '#handlers/templates/terraform/readHcl.ts'

function valueOf(source: string): HclExpression {
  const { body, reason } = readHcl(`a = ${source}\nb = 1\n`)
  assert.equal(reason, undefined)
  assert.deepEqual(
    body.attributes.map(({ name }) => name),
    ['a', 'b'],
  )
  const value = attributeOf(body, 'a')
  assert.ok(value)
  return value
}

describe('HCL', () => {
  const literals: readonly (readonly [string, unknown])[] = [
    ['512', 512],
    ['-1.5e3', -1500],
    ['true', true],
    ['null', null],
    ['"text"', 'text'],
    ['"a \\"b\\" \\n \\u00e4"', 'a "b" \n ä'],
    ['"cost $5, 100%, $${x} %%{y}"', 'cost $5, 100%, ${x} %{y}'],
    ['(128)', 128],
    ['"${512}"', 512],
    ['512 # MB', 512],
    ['512 // MB', 512],
    ['512 /* MB */', 512],
  ]
  for (const [source, expected] of literals) {
    it(`has the literal ${source}`, () => {
      const value = valueOf(source)
      assert.equal(value.kind === 'literal' ? value.value : value.kind, expected)
    })
  }

  it('has each literal at its place, quotes included', () => {
    const text = '\uFEFFa = "ä😀" # x\r\nb { c = [1, "two"] }\r\n'
    const { body } = readHcl(text)
    const a = attributeOf(body, 'a')?.span
    const list = body.blocks[0] && attributeOf(body.blocks[0].body, 'c')
    assert.equal(text.slice(a?.start, a?.end), '"ä😀"')
    const items = list?.kind === 'list' ? list.items : []
    assert.deepEqual(
      items.map(({ span }) => text.slice(span.start, span.end)),
      ['1', '"two"'],
    )
    const block = body.blocks[0]?.body.span
    assert.equal(text.slice(block?.start, block?.end), '{ c = [1, "two"] }')
  })

  const conditions: readonly (readonly [string, ...string[]])[] = [
    ['a ? 1 : 2', '1', '2'],
    ['var.env == "prod" ? 1024 : 512', '1024', '512'],
    ['cond ? {\n  x = 1\n} : {}', '{\n  x = 1\n}', '{}'],
    ['(\n  a\n  ? 1\n  : 2\n)', '1', '2'],
    ['length(var.x) > 0 && !var.y ? var.x[0] : null', 'var.x[0]', 'null'],
    ['a ? b ? 1 : 2 : 3', 'b ? 1 : 2', '3'],
    ['a ? 1 : b ? 2 : 3', '1', 'b ? 2 : 3'],
    ['a ? "x?y:z" : 1 + 2', '"x?y:z"', '1 + 2'],
  ]
  for (const [source, ...expected] of conditions) {
    it(`has the branches of ${JSON.stringify(source)}`, () => {
      const text = `v = ${source}\nw = 1\n`
      const { body, reason } = readHcl(text)
      const [value, next] = body.attributes
      const branches = value?.value.kind === 'conditional' ? value.value.branches : []
      assert.deepEqual(
        branches.map(({ span }) => text.slice(span.start, span.end).trim()),
        expected,
      )
      assert.deepEqual([next?.name, reason], ['w', undefined])
    })
  }

  it('has operations of logic, those that bind more inside', () => {
    const shape = (expression: HclExpression): string =>
      expression.kind === 'operation'
        ? `(${expression.operands.length === 1 ? '!' : ''}${expression.operands.map(shape).join(` ${expression.operator} `)})`
        : expression.kind === 'reference'
          ? expression.path.join('.')
          : expression.kind === 'literal'
            ? JSON.stringify(expression.value)
            : expression.kind
    const cases = {
      'a || b && c == "x"': '(a || (b && (c == "x")))',
      '!a && b != null || c': '(((!a) && (b != null)) || c)',
      '(a || b) && !(c)': '((a || b) && (!c))',
      'var.off': 'var.off',
    }
    for (const [source, expected] of Object.entries(cases)) assert.equal(shape(valueOf(source)), expected)
  })

  const opaque = [
    'a ? 1',
    '1 + 2',
    '[for x in var.y : x.z if x != "]"]',
    '{ for k, v in var.y : k => "${v}}" }',
    '<<-EOT\n  not = an attribute\n  } " ${\n  EOT',
    'a == 1 + 2',
    '!',
    'a &&',
    'a < 2',
  ]
  for (const source of opaque) {
    it(`passes over ${JSON.stringify(source)}`, () => assert.equal(valueOf(source).kind, 'opaque'))
  }

  it('has references by their path', () => {
    const paths = ['var.x', 'local.a["b"].c', 'data.f.x[0].path', 'aws_x.y[each.key].z', 'aws_x.y[*].z'].map(source => {
      const value = valueOf(source)
      return value.kind === 'reference' ? value.path : value.kind
    })
    assert.deepEqual(paths, [
      ['var', 'x'],
      ['local', 'a', 'b', 'c'],
      ['data', 'f', 'x', '0', 'path'],
      ['aws_x', 'y', null, 'z'],
      ['aws_x', 'y', null, 'z'],
    ])
  })

  it('has calls and objects over several lines', () => {
    const value = valueOf('merge(\n  { A = "1", # first\n    "B" : 2\n    C = var.x\n  },\n  local.more...\n)')
    const [first] = value.kind === 'call' ? value.arguments : []
    assert.deepEqual(first?.kind === 'object' && first.attributes.map(({ name }) => name), ['A', 'B', 'C'])
  })

  it('has blocks in blocks with labels', () => {
    const { body, reason } = readHcl('a "b" c {\n  d {}\n  e "f" { g = 1 }\n}\n')
    assert.equal(reason, undefined)
    assert.deepEqual([body.blocks[0]?.type, body.blocks[0]?.labels], ['a', ['b', 'c']])
    assert.deepEqual(
      body.blocks[0]?.body.blocks.map(({ type }) => type),
      ['d', 'e'],
    )
  })

  const broken: readonly (readonly [string, string, RegExp])[] = [
    ['a missing value', 'x {\n  a =\n  b = 1\n}\n', /Line 2 .* a has no value/],
    ['an open string', 'x {\n  a = "half\n  b = 1\n}\n', /Line 2 .* not closed/],
    ['an open block', 'x {\n  a = [\n', /Line \d .* not closed/],
    ['an open block before another', 'x {\n  b = 1\nlocals {\n}\n', /Line 3 .* block is not closed/],
    ['a half-typed name', 'x {\n  mem\n  b = 1\n}\n', /Line 2 .* after mem/],
    ['a stray character', 'x {\n  ?? 5\n  b = 1\n}\n', /Line 2 .* name is expected/],
    ['an open text', 'x {\n  b = 1\n  a = <<EOT\n  more\n', /EOT is not closed/],
  ]
  for (const [title, text, expected] of broken) {
    it(`with ${title} gives what could be read`, () => {
      const { body, reason } = readHcl(text)
      assert.match(reason ?? '', expected)
      const [block] = body.blocks
      assert.equal(block?.type, 'x')
      if (text.includes('b = 1')) assert.equal(block && attributeOf(block.body, 'b')?.kind, 'literal')
    })
  }

  it('is no endless matter, cut anywhere or nested absurdly', () => {
    const text = 'r "a" "b" {\n e { v = { A = "x-${f("${y}", [1])}" } }\n t = <<E\nE\n}\n'
    for (let length = 0; length <= text.length; length++) readHcl(text.slice(0, length))
    for (const nest of ['a = [', 'a = "${', 'a = f(', 'a {', 'a = {b = ', '}', 'a = "${1 + "']) {
      assert.ok(readHcl(nest.repeat(20_000)).reason !== undefined)
    }
  })
})
