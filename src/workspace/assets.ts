/** The page's files, read once: a fixed list, so no request can name another. */
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'

const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'blocks.css': 'text/css; charset=utf-8',
  'inspector.css': 'text/css; charset=utf-8',
  'touch.css': 'text/css; charset=utf-8',
  'menus.css': 'text/css; charset=utf-8',
  'views.css': 'text/css; charset=utf-8',
  'main.js': 'text/javascript; charset=utf-8',
  'log.js': 'text/javascript; charset=utf-8',
  'nav.js': 'text/javascript; charset=utf-8',
  'store.js': 'text/javascript; charset=utf-8',
  'composer.js': 'text/javascript; charset=utf-8',
  'dialogs.js': 'text/javascript; charset=utf-8',
  'acts.js': 'text/javascript; charset=utf-8',
  'combobox.js': 'text/javascript; charset=utf-8',
  'drafts.js': 'text/javascript; charset=utf-8',
  'fields.js': 'text/javascript; charset=utf-8',
  'focus.js': 'text/javascript; charset=utf-8',
  'hints.js': 'text/javascript; charset=utf-8',
  'home.js': 'text/javascript; charset=utf-8',
  'inspector.js': 'text/javascript; charset=utf-8',
  'menu.js': 'text/javascript; charset=utf-8',
  'modal.js': 'text/javascript; charset=utf-8',
  'shortcuts.js': 'text/javascript; charset=utf-8',
  'view.js': 'text/javascript; charset=utf-8',
} as const
type Name = keyof typeof TYPES

/**
 * Scripts, styles and pictures come from here alone. Style attributes are let in because a table's cells are
 * aligned by them; they can load nothing.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export class Assets {
  readonly #files = new Map<string, Buffer>()

  constructor() {
    for (const name of Object.keys(TYPES)) {
      this.#files.set(name, readFileSync(new URL(`./page/${name}`, import.meta.url)))
    }
  }

  /** Sends a file of the page; false when there is none of that name. */
  send(response: ServerResponse, name: string, headers: Record<string, string> = {}): boolean {
    const bytes = this.#files.get(name)
    if (bytes === undefined) return false
    response.writeHead(200, {
      'content-type': TYPES[name as Name],
      'content-security-policy': POLICY,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...headers,
    })
    response.end(bytes)
    return true
  }
}
