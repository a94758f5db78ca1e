/** A kept run as a page: the report of its frames, its graphs, and the questions that these frames answer. */
import { authorize } from '../domain/authorize.ts'
import type { CaptureFile } from '../domain/capture.ts'
import type { ChartSpec } from '../domain/chart.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import { UserError } from '../domain/errors.ts'
import { findHost } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Block } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import { typed } from '../domain/target.ts'
import { plain } from '../domain/words.ts'
import { memoryContexts } from '../parsers/postgres/memoryContexts.ts'
import { answerMessage } from '../report/answer.ts'
import { questionsFor } from '../report/buttons.ts'
import { chartMessage, reportMessage } from '../report/message.ts'
import { type PagePicture, type PageSection, pageHtml } from '../report/page/page.ts'
import { titleOf } from '../report/phrases.ts'
import { PAGE_WORDS } from '../report/words/page.ts'
import { blocksOf } from './answer.ts'
import type { Asked } from './command.ts'
import { drawnLang } from './drawnLang.ts'
import { readDrilldown } from './grammar.ts'
import type { House } from './house.ts'
import type { Judged } from './judge.ts'
import { permitted } from './leave.ts'
import { captureFile, replay } from './replay.ts'

export interface RunPage {
  readonly run: Run
  readonly html: string
}

type Section = Omit<PageSection, 'pictures'>

/** The page of a run, for the one who asked, if he may look at its host. Throws UserError `no-such-run`, and as `permit`. */
export async function pageOfRun(house: House, runId: string, asked: Asked): Promise<RunPage> {
  const run = await house.store.run(runId)
  const file = await captureFile(house, runId)
  if (run === null) throw new UserError('no-such-run', { word: runId.slice(0, 40) })
  // A host that is not in the inventory any more has no rule of its own.
  const target = findHost(house.inventory, run.target.host) === null ? null : run.target
  await permitted(house, asked.actor, { name: 'report', class: 'look' }, asked.place, target)
  const { lang } = asked
  const judged = replay(house, file, lang)
  const { report } = judged
  const message = reportMessage(report, {
    lang,
    final: true,
    askedBy: run.place.user,
    allFindings: true,
  })
  const graphs = chartMessage(report, lang)
  const sections: readonly Section[] = [
    { title: PAGE_WORDS.report[lang], blocks: message.blocks },
    ...(graphs === null ? [] : [{ title: PAGE_WORDS.graphs[lang], blocks: graphs.blocks }]),
    ...answers(house, run, file, judged, asked),
  ]
  const title = titleOf(report)
  const { host } = report.subject
  const html = pageHtml({
    lang,
    title: `${message.text} · memcheck`,
    heading: title === host ? host : `${host} · ${title}`,
    facts: factsOf(house, run, file).map(([word, value]) => ({
      label: PAGE_WORDS[word][lang],
      value: [value],
    })),
    sections: await Promise.all(sections.map((section) => pictured(house, section))),
    run: run.id,
    version: house.version,
  })
  return { run, html }
}

function factsOf(
  house: House,
  run: Run,
  file: CaptureFile,
): readonly (readonly [keyof typeof PAGE_WORDS, string])[] {
  return [
    ['run', run.id],
    ['host', run.target.host],
    ['target', [typed(run.target), run.drilldown].filter((word) => word !== null).join(' ')],
    ['when', plain([{ timeMs: file.nowMs }])],
    ['askedBy', `@${run.place.user}`],
    ['version', house.version],
  ]
}

interface Question {
  readonly drilldown: Drilldown
  readonly args: readonly string[]
}

/** What the run itself asked, then the questions that its report offers: those that its frames hold all of. */
function answers(
  house: House,
  run: Run,
  file: CaptureFile,
  judged: Judged,
  asked: Asked,
): readonly Section[] {
  const own = run.drilldown === null ? null : readDrilldown(run.drilldown.split(' '), house)
  // A question about a time was put to a window that began at its own now.
  const first = own === null || own.when !== null ? [] : [own]
  const offered = questionsFor(judged.report)
    .filter((name) => name !== own?.name)
    .map((name) => ({ name, args: [] }))
  const host = findHost(house.inventory, run.target.host)
  return [...first, ...offered]
    .flatMap(({ name, args }): readonly Question[] => {
      const drilldown = house.drilldowns.find((one) => one.name === name)
      return drilldown === undefined ? [] : [{ drilldown, args }]
    })
    .filter(
      ({ drilldown }) =>
        isHeld(drilldown, judged) &&
        authorize(
          house.law,
          asked.actor,
          { name: `drill:${drilldown.name}`, class: drilldown.class },
          host,
        ).allowed,
    )
    .slice(0, LIMITS.pageQuestions)
    .flatMap((question) => answered(house, question, file, judged, asked))
}

function isHeld({ wants, walks }: Drilldown, { evidence }: Judged): boolean {
  if (walks === true && !evidence.has(memoryContexts.id)) return false
  return wants.every((source) => evidence.has(source.id))
}

/** One that fails costs its own section only. */
function answered(
  house: House,
  { drilldown, args }: Question,
  file: CaptureFile,
  judged: Judged,
  { lang, zone }: Asked,
): readonly Section[] {
  const { report } = judged
  try {
    const put = { drilldown, args, window: null, zone }
    const how = { lang, drawnLang: drawnLang(house, lang), nowMs: file.nowMs }
    const blocks = blocksOf(put, judged, judged.compared.components, how)
    const message = answerMessage({ drilldown, report, blocks, stale: null, gaps: [], lang })
    const title = [drilldown.title[lang], ...args].join(' ')
    // Its first block is the title with host and subject, its last the instant: the page has told both.
    return [{ title, blocks: message.blocks.slice(1, -1) }]
  } catch (cause) {
    house.log.bug('page.answer-threw', cause, { drilldown: drilldown.name })
    return []
  }
}

async function pictured(house: House, section: Section): Promise<PageSection> {
  const charts = section.blocks.filter(
    (block): block is Extract<Block, { kind: 'chart' }> => block.kind === 'chart',
  )
  const pictures = await Promise.all(charts.map(({ chart }) => pictureOf(house, chart)))
  return { ...section, pictures }
}

/** Null where it cannot be drawn: the page then has its words. */
async function pictureOf(house: House, chart: ChartSpec): Promise<PagePicture> {
  try {
    const [light, dark] = await Promise.all([
      house.raster.png(chart, 'light'),
      house.raster.png(chart, 'dark'),
    ])
    return { light: base64(light), dark: base64(dark) }
  } catch (cause) {
    house.log.bug('page.picture-failed', cause)
    return null
  }
}

/** Bytes that one call takes as its arguments; a multiple of three, so that parts can be joined. */
const PART_BYTES = 3 * 4096

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += PART_BYTES)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PART_BYTES)))
  return text
}
