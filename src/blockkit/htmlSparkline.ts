/** Rows of block signs: lines for the eye, noise for the ear. */

/** Three signs at least: one alone may be a host's own text. A middle dot is a gap, but never a whole line. */
const SIGNS = /[▁▂▃▄▅▆▇█·]{3,}/g
const BLOCK = /[▁▂▃▄▅▆▇█]/

/**
 * Takes them away from screen readers: the numbers that they draw stand beside them. Escaped HTML in and out; not for
 * text inside of attributes.
 */
export function hideSparklines(html: string): string {
  return html.replace(SIGNS, (signs) =>
    BLOCK.test(signs) ? `<span class="spark" aria-hidden="true">${signs}</span>` : signs,
  )
}
