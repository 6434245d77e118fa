import { Directives } from './directives.ts'
import type { Problem, Rule } from './rule.ts'
import { rules } from './rules.ts'

/** The rules for ESLint and oxlint: `lambda-lens/eslint`. */
const plugin = {
  meta: { name: 'lambda-lens', namespace: 'lambda-lens' },
  rules: Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, withDirectives(id, rule)])),
}

// oxlint-disable-next-line import/no-default-export -- the name under which oxlint asks a plugin for itself
export default {
  ...plugin,
  configs: {
    recommended: {
      name: 'lambda-lens/recommended',
      plugins: { 'lambda-lens': plugin },
      rules: Object.fromEntries(
        Object.entries(rules)
          .filter(([, { meta }]) => meta.docs.recommended)
          .map(([id]) => [`lambda-lens/${id}`, 'warn'] as const),
      ),
    },
  },
}

/** Comments switch a rule off in ESLint as they do in the editor. */
function withDirectives(rule: string, { meta, create }: Rule): Rule {
  return {
    meta,
    create: context => {
      const { id, filename, settings, sourceCode } = context
      const directives = new Directives(sourceCode)
      const report = (problem: Problem) => {
        if (!directives.disables(rule, problem.node.loc.start.line)) context.report(problem)
      }
      return create({ id, filename, settings, sourceCode, report })
    },
  }
}
