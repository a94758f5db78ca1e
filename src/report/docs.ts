/** Pages made from the code: docs/findings.md and docs/commands.md. There is no other page for an analyzer. */
import { ANALYZERS } from '../analyzers/index.ts'
import type { Analyzer, Threshold } from '../domain/analyzer.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import { type FindingWords, formatNamed, inNames } from '../domain/words.ts'
import type { CommandInfo } from './help.ts'

const MADE = '<!-- Made from the code by `npm run docs`. Do not edit. -->'

export function findingsPage(): string {
  return `${[MADE, '# What memcheck can find', '', ...ANALYZERS.flatMap(analyzerPart)].join('\n')}\n`
}

export function commandsPage(
  commands: readonly CommandInfo[],
  drilldowns: readonly Drilldown[],
): string {
  const rows = commands.map(
    (one) =>
      `| \`${one.name} ${escapeCell(one.usage)}\` | ${one.help.en} | ${one.help.zh} | ${one.where} |`,
  )
  const questions = drilldowns.map(
    (one) => `| \`${one.name}\` | ${one.title.en} | ${one.title.zh} | ${one.class} |`,
  )
  return `${[
    MADE,
    '# Commands',
    '',
    'In Slack after `/memcheck`, in a terminal after `memcheck`. A host alone is a check.',
    '',
    '| command | | | where |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Questions in a thread',
    '',
    '| word | | | class |',
    '| --- | --- | --- | --- |',
    ...questions,
  ].join('\n')}\n`
}

/** With the sentences that follow where their numbers are known. */
function whyOf({ why, more }: FindingWords): string {
  return [why, ...Object.values(more ?? {})].map(({ en }) => en).join(' ')
}

function analyzerPart(analyzer: Analyzer): readonly string[] {
  const needs = analyzer.needs.map((source) => `\`${source.id}\``).join(', ') || 'nothing'
  const likes = analyzer.likes.map((source) => `\`${source.id}\``).join(', ')
  return [
    `## ${analyzer.title.en} · ${analyzer.title.zh} (\`${analyzer.id}\`)`,
    '',
    `Needs ${needs}${likes === '' ? '' : `; likes ${likes}`}.`,
    '',
    '| code | what | why | next |',
    '| --- | --- | --- | --- |',
    ...Object.entries(analyzer.words).map(
      ([code, words]) =>
        `| \`${code}\` | ${cell(words.what.en)} | ${cell(whyOf(words))} | ${cell(words.next.en)} |`,
    ),
    '',
    ...(analyzer.thresholds.length === 0
      ? []
      : [
          '| threshold | value | source |',
          '| --- | --- | --- |',
          ...analyzer.thresholds.map(thresholdRow),
          '',
        ]),
    ...(analyzer.falseAlarms.length === 0
      ? []
      : [
          'May be wrong when:',
          '',
          ...analyzer.falseAlarms.map((one) => `- ${one.en} / ${one.zh}`),
          '',
        ]),
  ]
}

function thresholdRow(one: Threshold): string {
  return `| \`${one.name}\` | ${formatNamed(one.unit, one.value)} | ${escapeCell(one.source)} |`
}

function cell(text: string): string {
  return escapeCell(inNames(text))
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
