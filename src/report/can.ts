/** What somebody may do, as a table: a line for the hosts of which the same is true. */
import type { Decision } from '../domain/authorize.ts'
import type { Can, CanRow } from '../domain/can.ts'
import type { Leave } from '../domain/leaves.ts'
import type { Block, Message } from '../domain/report.ts'
import { ACTION_CLASSES } from '../domain/source.ts'
import { type Lang, type Phrase, plain, say, type Text } from '../domain/words.ts'
import { CAN_WORDS } from './words/can.ts'
import { LEAVES_WORDS } from './words/leaves.ts'

/** Names of hosts in one line; the others are counted. */
const SHOWN = 12

export function canMessage(answer: Can, lang: Lang): Message {
  const head = headOf(answer, lang)
  const table: Block = {
    kind: 'table',
    leaves: 'always',
    caption: [CAN_WORDS.title[lang]],
    columns: columnsOf(answer).map((column) => ({
      title: column[lang],
      align: 'left',
    })),
    rows: answer.rows.map((row) => [
      namesOf(row, lang),
      ...ACTION_CLASSES.map((one) => cellOf(row.decisions[one], lang)),
      ...(row.leave === null ? [] : [leaveCell(row.leave, lang)]),
    ]),
  }
  return { text: plain(head), blocks: [{ kind: 'text', text: head }, table] }
}

/** What is shown at most stands there only where the policy says something of it. */
function columnsOf({ rows }: Can): readonly Phrase[] {
  const hasLeave = rows.some(({ leave }) => leave !== null)
  return [
    CAN_WORDS.hosts,
    ...ACTION_CLASSES.map((one) => CAN_WORDS[one]),
    ...(hasLeave ? [LEAVES_WORDS.level] : []),
  ]
}

function leaveCell({ level, rule }: Leave, lang: Lang): string {
  const word = LEAVES_WORDS[level][lang]
  return rule === null ? word : plain(say(LEAVES_WORDS.byRule, { level: word, rule }, lang))
}

function headOf({ actor, hasPolicy, readOnly }: Can, lang: Lang): Text {
  const { chat } = actor
  const words = [
    ...(chat === null
      ? [say(CAN_WORDS.atHome, {}, lang)]
      : [
          say(CAN_WORDS[chat.standing], { groups: chat.groups.join(', ') }, lang),
          say(hasPolicy ? CAN_WORDS.byPolicy : CAN_WORDS.noPolicy, {}, lang),
        ]),
    ...(readOnly ? [say(CAN_WORDS.readOnly, {}, lang)] : []),
  ]
  return words.flatMap((text, at) => (at === 0 || lang === 'zh' ? text : [' ', ...text]))
}

function namesOf({ hosts }: CanRow, lang: Lang): string {
  if (hosts.length === 0) return CAN_WORDS.noHost[lang]
  const shown = hosts.slice(0, SHOWN).join(', ')
  return hosts.length > SHOWN ? `${shown}, +${hosts.length - SHOWN}` : shown
}

function cellOf(decision: Decision, lang: Lang): string {
  return plain(say(decision.allowed ? CAN_WORDS.yes : CAN_WORDS.no, { rule: decision.rule }, lang))
}

/** The same for programs. */
export function canJson({ actor, hasPolicy, readOnly, rows }: Can) {
  return {
    user: actor.id,
    surface: actor.surface,
    standing: actor.chat?.standing ?? null,
    room: actor.chat?.room ?? null,
    usergroups: actor.chat?.groups ?? null,
    unlearned: actor.chat?.unlearned ?? null,
    policy: hasPolicy,
    readOnly,
    can: rows,
  }
}
