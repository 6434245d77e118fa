const markers: readonly (readonly [string, RegExp])[] = [
  ['SST', /(^|\/)sst\.(config\.[cm]?[jt]s|json)$/],
  ['Amplify', /(^|\/)amplify\/(backend\.[jt]s|\.config\/project-config\.json)$/],
  ['Chalice', /(^|\/)\.chalice\/config\.json$/],
  ['Architect', /(^|\/)(app\.arc|\.arc|arc\.(json|ya?ml|toml))$/],
  ['Pulumi', /(^|\/)Pulumi\.ya?ml$/],
]

/** The files by which frameworks are known that have no reader, each with the reason to tell. */
export function unreadFrameworks(names: Iterable<string>): readonly {
  readonly file: string
  readonly kind: 'other'
  readonly framework: string
  readonly reason: string
}[] {
  return [...names].flatMap(file => {
    const framework = markers.find(([, marker]) => marker.test(file))?.[0]
    return framework === undefined
      ? []
      : [
          {
            file,
            kind: 'other',
            framework,
            reason: `${framework} defines the functions here: not read yet; link it by hand.`,
          },
        ]
  })
}
