/** `{[key]: value}` to spread into an object; nothing where the value is undefined. */
export function present<Key extends string, Value>(key: Key, value: Value | undefined): { [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]: Value })
}
