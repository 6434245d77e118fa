import { nothing, type TemplateResult } from 'lit'

/** A lit template as markup: enough of lit for templates that are pure functions. Event listeners are left out. */
export function templateText(template: TemplateResult): string {
  let text = ''
  for (const [index, literal] of template.strings.entries()) {
    text += literal
    if (index === template.values.length) break
    const value = template.values[index]
    const attribute = /\s([@?.]?)([\w-]+)=("?)$/.exec(text)
    if (attribute === null) text += valueText(value)
    else text = `${text.slice(0, attribute.index)}${attributeText(attribute, value)}`
  }
  return text
}

function attributeText([, kind, name, quote]: RegExpExecArray, value: unknown): string {
  if (kind === '@' || value === nothing) return ''
  if (kind === '?') return value === true ? ` ${name}` : ''
  return quote === '"' ? ` ${name}="${escaped(value)}` : ` ${name}="${escaped(value)}"`
}

function valueText(value: unknown): string {
  if (value === nothing || value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(valueText).join('')
  return isTemplate(value) ? templateText(value) : escaped(value)
}

function isTemplate(value: unknown): value is TemplateResult {
  return typeof value === 'object' && value !== null && 'strings' in value && 'values' in value
}

function escaped(value: unknown): string {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
