/**
 * A report as one HTML file that can be mailed: nothing is loaded from elsewhere, nothing runs. Pure, and no text of a
 * host can become markup (blockkit/html.ts escapes what is data, this file its own few words).
 */

import { cleanLine } from '../../blockkit/escape.ts'
import { blocksToHtml } from '../../blockkit/html.ts'
import { escapeHtml } from '../../blockkit/htmlText.ts'
import { renderMessage } from '../../blockkit/render.ts'
import { preformatted } from '../../blockkit/tables.ts'
import type { Block } from '../../domain/report.ts'
import { type Lang, plain, say, type Text } from '../../domain/words.ts'
import { PAGE_WORDS } from '../words/page.ts'
import { STYLE } from './style.ts'

/** A chart as PNG in base64, for each kind of page; null where it could not be drawn. */
export type PagePicture = { readonly light: string; readonly dark: string } | null

export interface PageSection {
  readonly title: string
  readonly blocks: readonly Block[]
  /** Of its chart blocks, by their order. */
  readonly pictures: readonly PagePicture[]
}

export interface Page {
  readonly lang: Lang
  readonly title: string
  /** What the page is about, above all: one line. */
  readonly heading: string
  readonly facts: readonly { readonly label: string; readonly value: Text }[]
  readonly sections: readonly PageSection[]
  readonly run: string
  readonly version: string
}

/** Pictures and the page's own style; no script, no frame, no form, no address. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The whole file. */
export function pageHtml(page: Page): string {
  const { lang, run, version } = page
  const note = plain(say(PAGE_WORDS.note, { run, version }, lang))
  const html = `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-Hans' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${own(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${own(page.heading)}</h1>
<dl>${page.facts.map((fact) => `<div><dt>${own(fact.label)}</dt><dd>${own(plain(fact.value))}</dd></div>`).join('')}</dl>
</header>
<main>
${page.sections.map((section) => sectionHtml(section, lang)).join('\n')}
</main>
<footer>${own(note)}</footer>
</body>
</html>
`
  // Slack's mrkdwn needs it beside marks; here it would only be copied along.
  return html.replaceAll(EDGE, '')
}

const EDGE = '\u200b'

function sectionHtml({ title, blocks, pictures }: PageSection, lang: Lang): string {
  let charts = 0
  const drawn = blocks.map((block) => {
    const picture = block.kind === 'chart' ? (pictures[charts++] ?? null) : null
    return blockHtml(block, picture, lang)
  })
  const shown = drawn.filter((html) => html !== '').join('\n')
  return `<section>\n<h2>${own(title)}</h2>\n${shown}\n</section>`
}

/** Each block by itself: what Slack allows once in a message (a table) may stand here more often. */
function blockHtml(block: Block, picture: PagePicture, lang: Lang): string {
  // Nobody listens to a button in a file.
  if (block.kind === 'buttons') return ''
  const imageIds = [picture === null ? '' : 'chart']
  const message = { text: '', blocks: [block] }
  const { blocks, rest } = renderMessage(message, { lang, imageIds, files: 'page' })
  // A page has room for what a message has not.
  return blocksToHtml(rest === null ? blocks : [...blocks, preformatted(rest)], {
    fileUrl: () => dataUri(picture?.light),
    darkUrl: () => dataUri(picture?.dark),
  })
}

function dataUri(png: string | undefined): string {
  return png === undefined ? '' : `data:image/png;base64,${png}`
}

/** A line of text: control characters are seen, and nothing is markup. */
function own(text: string): string {
  return escapeHtml(cleanLine(text))
}
