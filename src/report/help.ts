/** Help, made from the registry of commands and the list of drilldowns. */
import type { Drilldown } from '../domain/drilldown.ts'
import { UserError } from '../domain/errors.ts'
import type { Block, Message } from '../domain/report.ts'
import { type Lang, type Phrase, plain, say, type Text } from '../domain/words.ts'
import { COMMAND_WORDS } from './words/commands.ts'
import { FORM_WORDS } from './words/forms.ts'

export interface CommandInfo {
  readonly name: string
  readonly usage: string
  readonly example: string
  readonly help: Phrase
  readonly where: 'anywhere' | 'terminal'
}

export interface HelpFor {
  readonly lang: Lang
  readonly surface: 'slack' | 'terminal'
}

/** All commands, or one. Throws UserError `unknown-command`. */
export function helpMessage(
  commands: readonly CommandInfo[],
  drilldowns: readonly Drilldown[],
  word: string | null,
  of: HelpFor,
): Message {
  if (word !== null) return oneCommand(commands, drilldowns, word, of)
  const shown = commands.filter(
    (command) => of.surface === 'terminal' || command.where === 'anywhere',
  )
  const head = say(COMMAND_WORDS.helpHead, {}, of.lang)
  const lines = shown.map(
    (command): Text => [{ code: line(command, of) }, `  ${command.help[of.lang]}`],
  )
  const questions = drilldowns.map((one): Text => [{ code: one.name }, `  ${one.title[of.lang]}`])
  const blocks: readonly Block[] = [
    { kind: 'text', text: head },
    { kind: 'bullets', items: lines },
    { kind: 'text', text: say(COMMAND_WORDS.helpQuestions, {}, of.lang) },
    { kind: 'bullets', items: questions },
    ...(of.surface === 'slack' ? [formButton(of.lang)] : []),
  ]
  return { text: plain(head), blocks }
}

/** Who would rather choose than type. */
function formButton(lang: Lang): Block {
  const label = [FORM_WORDS.openForm[lang]]
  return { kind: 'buttons', buttons: [{ action: 'form:check', label, value: '' }] }
}

function oneCommand(
  commands: readonly CommandInfo[],
  drilldowns: readonly Drilldown[],
  word: string,
  of: HelpFor,
): Message {
  const command = commands.find((one) => one.name === word.toLowerCase())
  const drilldown = drilldowns.find((one) => one.name === word.toLowerCase())
  if (command === undefined && drilldown === undefined) {
    throw new UserError('unknown-command', {
      word: word.slice(0, 80),
      near: commands.map((one) => one.name).join(', '),
    })
  }
  const text: Text =
    command === undefined
      ? [{ code: word }, `  ${drilldown?.title[of.lang] ?? ''}`]
      : [{ code: line(command, of) }, `  ${command.help[of.lang]}`]
  const example =
    command === undefined
      ? []
      : [
          {
            kind: 'text',
            text: say(
              COMMAND_WORDS.helpExample,
              { exampleCommand: prefix(of) + command.example },
              of.lang,
            ),
          } as const,
        ]
  return { text: plain(text), blocks: [{ kind: 'text', text }, ...example] }
}

function line(command: CommandInfo, of: HelpFor): string {
  const verb = command.name === 'check' ? '' : `${command.name} `
  return `${prefix(of)}${verb}${command.usage}`.trim()
}

function prefix(of: HelpFor): string {
  return of.surface === 'slack' ? '/memcheck ' : 'memcheck '
}
