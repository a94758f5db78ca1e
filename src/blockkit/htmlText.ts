/**
 * Slack's mrkdwn -> HTML, as Slack draws it. What goes in is text as it travels (`&`, `<`, `>` escaped by the
 * sender); what comes out is safe to put into a page, whatever went in.
 * Source of the format: docs.slack.dev "Formatting message text".
 */

import { drawEmoji, nameEmoji } from './htmlEmoji.ts'
import { hideSparklines } from './htmlSparkline.ts'

const LINK = /^(https?:\/\/|mailto:)/i
const DATE = /^!date\^(\d{1,12})\^/

/** Escapes text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: unknown): string {
  return String(text ?? '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** True for addresses a page may link to: no `javascript:`, no `data:`. */
export function isLink(url: unknown): url is string {
  return typeof url === 'string' && LINK.test(url)
}

/** What stands for itself, found in one pass so that nothing nests: code block, code, angle brackets. */
const LITERAL = /```\n?([\s\S]*?)```|`([^`\n]+)`|<([^<>\n]+)>/g

/** Slack mrkdwn -> escaped HTML: bold, italic, strike, code, quotes, links, mentions, dates, emoji. */
export function mrkdwnToHtml(text: string): string {
  const kept: string[] = []
  const held = text
    .replaceAll('\u0000', '')
    .replace(LITERAL, (_, block?: string, code?: string, inner?: string) => {
      kept.push(literalHtml(block, code, inner))
      return `\u0000${kept.length - 1}\u0000`
    })
  const html = held.split('\n').map(lineToHtml).join('<br>')
  return html.replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)] ?? '')
}

function literalHtml(block?: string, code?: string, inner?: string): string {
  if (block !== undefined) return `<pre>${escapeHtml(decode(block))}</pre>`
  if (code !== undefined) return `<code>${escapeHtml(decode(code))}</code>`
  return angled(inner ?? '')
}

function lineToHtml(line: string): string {
  const quoted = line.startsWith('&gt;')
  const body = quoted ? line.slice('&gt;'.length).trimStart() : line
  const html = hideSparklines(drawEmoji(nameEmoji(styled(escapeHtml(decode(body))))))
  return quoted ? `<blockquote>${html}</blockquote>` : html
}

/** Slack formats only at the edges of words: `a*b*c` and `foo_bar_baz` stay as they are. */
function styled(html: string): string {
  return html
    .replace(
      /(^|[^\p{L}\p{N}*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\p{L}\p{N}*])/gu,
      '$1<strong>$2</strong>',
    )
    .replace(/(^|[^\p{L}\p{N}_])_([^\s_](?:[^_]*[^\s_])?)_(?![\p{L}\p{N}_])/gu, '$1<em>$2</em>')
    .replace(/(^|[^\p{L}\p{N}~])~([^\s~](?:[^~]*[^\s~])?)~(?![\p{L}\p{N}~])/gu, '$1<s>$2</s>')
}

/** What stands between angle brackets: a link, a date, a mention. */
function angled(inner: string): string {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = decode(bar < 0 ? target : inner.slice(bar + 1))
  const unix = DATE.exec(target)?.[1]
  if (unix !== undefined) return `<time data-unix="${unix}">${escapeHtml(label)}</time>`
  if (isLink(target)) return linkHtml(decode(target), label)
  return `<span class="ref">${escapeHtml(label)}</span>`
}

/** A link out of the page; the caller has seen that the address may be linked to. */
export function linkHtml(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}" rel="noopener noreferrer" target="_blank">${escapeHtml(label)}</a>`
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
