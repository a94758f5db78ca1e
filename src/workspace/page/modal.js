// The modal that the app has opened: drawn, filled in, submitted, closed.
import { placeOf, press } from './acts.js'
import { wireComboboxes } from './combobox.js'
import { describeFields, labelsIn, showErrors, showState, showValues, valuesIn } from './fields.js'
import { keepingFocus } from './focus.js'
import { get, post } from './store.js'
import { dress } from './view.js'

const byId = (id) => document.getElementById(id)
let shown = null

/** Draws the uppermost modal, or takes it away when there is none. */
export async function drawModal() {
  const { view } = await get('/ui/view')
  const box = byId('modal')
  if (view === null) {
    shown = null
    if (box.open) box.close()
    return
  }
  if (shown?.id === view.id && shown.hash === view.hash) return
  // The same form anew leaves whoever types in it where they are.
  if (box.open && shown?.id === view.id) return keepingFocus(byId('modal-body'), () => paint(view))
  paint(view)
  if (!box.open) box.showModal()
  focusFirst()
}

function paint(view) {
  const body = byId('modal-body')
  // The same view anew: what the person has typed stays where its field stays.
  const isSame = shown?.id === view.id
  const typed = isSame ? valuesIn(body) : {}
  const labels = isSame ? labelsIn(body) : new Map()
  shown = view
  byId('modal').dataset.view = view.id
  byId('modal-title').textContent = view.title ?? ''
  body.innerHTML = view.html
  dress(body)
  describeFields(body)
  showState(body, view.values)
  showValues(body, typed, labels)
  wireComboboxes(body, placeOf, press)
  const submit = byId('modal-submit')
  submit.hidden = view.submit === null
  submit.textContent = view.submit ?? ''
  byId('modal-close').textContent = view.close ?? (view.depth > 1 ? 'Back' : 'Cancel')
  tellFault('')
  setBusy(false)
}

function focusFirst() {
  const body = byId('modal-body')
  const asked = body.querySelector('[data-focus]')
  const first = body.querySelector('input, select, textarea, button')
  const target = asked ?? first ?? byId('modal-close')
  const box = target.tagName === 'FIELDSET' ? target.querySelector('input') : target
  box?.focus()
}

async function submit() {
  if (shown === null || byId('modal').hasAttribute('aria-busy')) return
  const body = byId('modal-body')
  const view = shown.id
  const values = valuesIn(body)
  showErrors(body, {})
  tellFault('')
  setBusy(true)
  try {
    const answer = await post('/ui/submit', { view, values })
    setBusy(false)
    if (!answer.ok) tellFault(`We had some trouble connecting. Try again? (${answer.error})`)
    else if (answer.errors) showErrors(body, answer.errors)
    else await drawModal()
  } catch (error) {
    setBusy(false)
    tellFault(`Not sent: ${error.message}`)
  }
}

function close(all) {
  return post('/ui/close', { all }).then(drawModal)
}

function setBusy(isBusy) {
  byId('modal').toggleAttribute('aria-busy', isBusy)
  // Not disabled: that would take the focus from it.
  byId('modal-submit').setAttribute('aria-disabled', String(isBusy))
  byId('modal-submit').classList.toggle('waiting', isBusy)
}

function tellFault(text) {
  byId('modal-fault').textContent = text
}

export function wireModal(fault) {
  const box = byId('modal')
  byId('modal-form').addEventListener('submit', (event) => {
    event.preventDefault()
    submit().catch(fault)
  })
  byId('modal-x').addEventListener('click', () => close(true).catch(fault))
  byId('modal-close').addEventListener('click', () => close(false).catch(fault))
  box.addEventListener('cancel', (event) => {
    if (event.target !== box) return
    event.preventDefault()
    close(false).catch(fault)
  })
}
