/** A person's page of the bot, as a message of neutral blocks: tables are for messages only, so it is lines. */
import type { Verdict } from '../domain/finding.ts'
import type { Order } from '../domain/order.ts'
import type { Block, Button, Message } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import { typed } from '../domain/target.ts'
import { type Lang, type Phrase, plain, say, type Text } from '../domain/words.ts'
import { FORM_WORDS } from './words/forms.ts'
import { HOME_WORDS } from './words/home.ts'
import { UI_WORDS, VERDICT_WORDS } from './words/ui.ts'

export interface HomeOf {
  readonly version: string
  readonly atMs: number
  readonly hosts: number
  readonly isEmbedded: boolean
  /** Hosts that nothing is read of for now. */
  readonly paused: number
  readonly storeBytes: number
  readonly orders: readonly { readonly order: Order; readonly nextMs: number | null }[]
  readonly moreOrders: number
  readonly runs: readonly { readonly run: Run; readonly link: string | null }[]
}

/** The page of one person. */
export function homeMessage(of: HomeOf, user: string, lang: Lang): Message {
  const health = healthOf(of, lang)
  return {
    text: plain(health),
    blocks: [
      // No mark of a verdict where nothing was read: a green one would be taken for the hosts'.
      of.paused > 0
        ? { kind: 'headline', mark: 'warning', text: health }
        : { kind: 'text', text: [{ strong: plain(health) }] },
      { kind: 'buttons', buttons: [button('form:check', FORM_WORDS.openForm, '', lang)] },
      titled(HOME_WORDS.runs, lang),
      lines(
        of.runs.map(({ run, link }) => runLine(run, link, lang)),
        HOME_WORDS.noRuns,
        lang,
      ),
      titled(HOME_WORDS.orders, lang),
      lines(
        [...of.orders.map((one) => orderLine(one, lang)), ...moreLine(of, lang)],
        HOME_WORDS.noOrders,
        lang,
      ),
      ...stopButtons(of, user, lang),
      { kind: 'context', items: [say(HOME_WORDS.asOf, { asOfAtMs: of.atMs }, lang)] },
      { kind: 'buttons', buttons: [button('home', HOME_WORDS.refresh, '', lang)] },
    ],
  }
}

function healthOf(of: HomeOf, lang: Lang): Text {
  const { version, hosts, paused, storeBytes } = of
  const params = { version, hosts, paused, storeBytes }
  const phrase = of.isEmbedded ? HOME_WORDS.healthEmbedded : HOME_WORDS.health
  return [...say(phrase, params, lang), ...(paused > 0 ? say(HOME_WORDS.paused, params, lang) : [])]
}

function runLine(run: Run, link: string | null, lang: Lang): Text {
  const verdict = run.verdict === null ? stateWord(run, lang) : verdictWord(run.verdict, lang)
  return [
    link === null ? { strong: run.typed, isData: true } : { link, text: run.typed },
    ` · ${verdict} · `,
    { timeMs: run.openedAtMs },
    ...placeOf(run),
  ]
}

function placeOf({ place }: Pick<Run, 'place'>): Text {
  // Of what somebody asked directly, only that person should read where.
  return place.surface === 'slack' &&
    !place.channel.startsWith('D') &&
    !place.channel.startsWith('U')
    ? [' · ', { channel: place.channel }]
    : []
}

function stateWord(run: Run, lang: Lang): string {
  return HOME_WORDS[run.state === 'interrupted' ? 'interrupted' : 'failed'][lang]
}

function verdictWord(verdict: Verdict, lang: Lang): string {
  return VERDICT_WORDS[verdict][lang]
}

function orderLine({ order, nextMs }: HomeOf['orders'][number], lang: Lang): Text {
  const [first, ...more] = order.targets
  const targets =
    first !== undefined && more.length === 0
      ? typed(first)
      : plain(say(HOME_WORDS.targets, { count: order.targets.length }, lang))
  const when =
    order.when.kind === 'interval'
      ? plain(say(HOME_WORDS.every, { everyMs: order.when.everyMs }, lang))
      : `${order.when.expression} ${order.when.zone}`
  const name = order.name === targets ? [] : [` · ${targets}`]
  const next = nextMs === null ? [] : say(HOME_WORDS.next, { nextAtMs: nextMs }, lang)
  const where = order.where.surface === 'slack' ? placeOf({ place: order.where }) : []
  return [{ strong: order.name, isData: true }, ...name, ` · ${when}`, ...next, ...where]
}

function moreLine({ moreOrders }: HomeOf, lang: Lang): readonly Text[] {
  return moreOrders === 0 ? [] : [say(HOME_WORDS.moreOrders, { count: moreOrders }, lang)]
}

/** Watches that this person began; others' are stopped where they stand. */
function stopButtons({ orders }: HomeOf, user: string, lang: Lang): readonly Block[] {
  const own = orders.filter(({ order }) => order.source === 'person' && order.by === user)
  const buttons = own.map(
    ({ order }): Button => ({
      action: 'watch-stop',
      label: [`${UI_WORDS.stopWatch[lang]}: ${order.name}`],
      value: order.id,
    }),
  )
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }]
}

function lines(items: readonly Text[], none: Phrase, lang: Lang): Block {
  return items.length === 0
    ? { kind: 'text', text: say(none, {}, lang) }
    : { kind: 'bullets', items }
}

function titled(title: Phrase, lang: Lang): Block {
  return { kind: 'text', text: [{ strong: title[lang] }] }
}

function button(action: string, label: Phrase, value: string, lang: Lang): Button {
  return { action, label: [label[lang]], value }
}
