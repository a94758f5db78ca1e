// Whoever works by keyboard keeps the place where they are when something is drawn anew around it.

const STOPS = 'button, a[href], input, select, textarea, summary, [tabindex]'

/** Draws a box anew; what had the focus in it has it again, or else the message or box that it stood in. */
export function keepingFocus(box, draw) {
  const focused = document.activeElement
  const spot = box.contains(focused) && focused !== box ? spotOf(box, focused) : null
  draw()
  if (spot === null || (focused.isConnected && document.activeElement === focused)) return
  const scope = scopeOf(box, spot.ts)
  const again = alike(scope, spot.key)[spot.index]
  if (again === undefined && scope.tabIndex < 0) scope.tabIndex = -1
  ;(again ?? scope).focus({ preventScroll: true })
}

function spotOf(box, focused) {
  const ts = focused.closest('.message')?.dataset.ts ?? null
  const key = keyOf(focused)
  return { ts, key, index: Math.max(0, alike(scopeOf(box, ts), key).indexOf(focused)) }
}

function scopeOf(box, ts) {
  return (ts === null ? null : box.querySelector(`[data-ts="${CSS.escape(ts)}"]`)) ?? box
}

const alike = (scope, key) => [...scope.querySelectorAll(STOPS)].filter((one) => keyOf(one) === key)

/** What an element is for; ids of blocks are left out, an app gives new ones each time. */
function keyOf({ tagName, type, value, dataset }) {
  if (dataset.thread) return 'thread'
  const isChoice = tagName === 'BUTTON' || type === 'radio' || type === 'checkbox'
  return [tagName, dataset.action, dataset.more, isChoice ? value : ''].join(' ')
}
