/** Words with a meaning of their own: verbs, sub-verbs, drilldowns. No host may be called so (design 3). */
import type { Drilldown } from '../domain/drilldown.ts'
import { WHEN_WORDS } from './when.ts'

export function reservedWords(
  commands: readonly { readonly name: string; readonly subVerbs: readonly string[] }[],
  drilldowns: readonly Drilldown[],
): readonly string[] {
  return [
    ...new Set([
      ...commands.flatMap((command) => [command.name, ...command.subVerbs]),
      ...drilldowns.map((one) => one.name),
      ...WHEN_WORDS,
    ]),
  ]
}
