// What is pressed or chosen in messages, in the modal and on the Home tab, told to the app.
import { confirmed } from './dialogs.js'
import { rawOf, valuesIn } from './fields.js'
import { tell } from './nav.js'
import { post, store } from './store.js'

/** In which view or message an element stands, as the workspace is told of it. */
export function placeOf(element) {
  const view = element.closest('[data-view]')
  if (view !== null) return { view: view.dataset.view }
  return { channel: store.current, ts: element.closest('.message').dataset.ts }
}

/** Tells the app of a button or field, after the question that it may ask first. */
export async function press(control) {
  if (control.hasAttribute('aria-busy')) return
  if (control.dataset.confirm !== undefined && !(await confirmed(control))) return undo(control)
  control.setAttribute('aria-busy', 'true')
  const held = control.contains(document.activeElement) ? document.activeElement : null
  // A button that is disabled loses the focus, and whoever works by keyboard their place.
  if (control.tagName !== 'BUTTON') control.disabled = true
  try {
    const told = await send(control)
    if (told.ok === false && told.error) tell(`The app did not take it: ${told.error}`)
  } catch (error) {
    tell(
      error instanceof TypeError ? 'The workspace does not answer.' : `Not done: ${error.message}`,
    )
  } finally {
    control.removeAttribute('aria-busy')
    control.disabled = false
    if (document.activeElement === document.body) held?.focus()
    keep(control)
  }
}

function send(control) {
  const { block, action } = control.dataset
  const value = control.tagName === 'BUTTON' ? control.value : rawOf(control)
  const place = placeOf(control)
  if (place.view === undefined) {
    return post('/ui/click', { ...place, block, action, value: value ?? '' })
  }
  const values = valuesIn(control.closest('[data-view]'))
  return post('/ui/act', { view: place.view, block, action, value, values })
}

/** A choice that was not confirmed goes back to the one before. */
function undo(control) {
  if (control.tagName === 'SELECT') control.value = control.dataset.was ?? ''
  for (const box of control.querySelectorAll('input')) box.checked = box.defaultChecked
}

function keep(control) {
  if (control.tagName === 'SELECT') control.dataset.was = control.value
  for (const box of control.querySelectorAll('input')) box.defaultChecked = box.checked
}
