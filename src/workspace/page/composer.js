// The box to write in: Enter sends, `/` and `@` offer what there is, a file can be picked, dropped or pasted.
import { hintList } from './hints.js'
import { asMe } from './store.js'

const MAX_FILE_BYTES = 32 * 1024 * 1024

/**
 * Fills a form with a composer. `where()` gives the channel and thread, `offers` what can be completed,
 * `tell(text)` shows a fault.
 */
export function composer(form, where, offers, tell) {
  form.append(document.getElementById('composer-template').content.cloneNode(true))
  const box = form.querySelector('textarea')
  const hints = hintList(form, box, offers, () => where().threadTs !== null)
  const attached = attachment(form, tell)

  const send = async () => {
    const text = box.value.trim()
    const file = attached.file()
    if (text === '' && file === null) return
    const place = where()
    box.value = ''
    attached.clear()
    hints.update()
    grow(box)
    const answer = await (file === null ? sendText(place, text) : sendFile(place, text, file))
    if (answer.ok) return
    // Nothing that was typed is lost when it could not be sent.
    if (box.value === '') box.value = text
    tell(`Not sent: ${await answer.text()}`)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send().catch(() => tell('Not sent: the workspace does not answer.'))
  })
  box.addEventListener('input', () => {
    grow(box)
    hints.update()
  })
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || hints.onKey(event)) return
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    form.requestSubmit()
  })
  return {
    focus: () => box.focus(),
    label(text) {
      box.placeholder = text
      box.setAttribute('aria-label', text)
    },
  }
}

function sendText(place, text) {
  return fetch(asMe('/ui/send'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...place, text }),
  })
}

function sendFile(place, text, file) {
  const query = new URLSearchParams({ channel: place.channel, name: file.name, text })
  if (place.threadTs !== null) query.set('thread', place.threadTs)
  return fetch(asMe(`/ui/share?${query}`), { method: 'POST', body: file })
}

function grow(box) {
  box.style.height = 'auto'
  box.style.height = `${Math.min(box.scrollHeight, 220)}px`
}

function attachment(form, tell) {
  const input = form.querySelector('input[type=file]')
  const row = form.querySelector('.attached')
  let file = null
  const set = (next) => {
    if (next && next.size > MAX_FILE_BYTES) return tell('The file is larger than 32 MiB.')
    file = next
    input.value = ''
    row.hidden = file === null
    row.querySelector('.attached-name').textContent = file?.name ?? ''
  }
  input.addEventListener('change', () => set(input.files[0] ?? null))
  row.querySelector('button').addEventListener('click', () => set(null))
  form.addEventListener('dragover', (event) => event.preventDefault())
  form.addEventListener('drop', (event) => {
    event.preventDefault()
    if (event.dataTransfer.files[0]) set(event.dataTransfer.files[0])
  })
  form.addEventListener('paste', (event) => {
    if (event.clipboardData.files[0]) set(event.clipboardData.files[0])
  })
  return { file: () => file, clear: () => set(null) }
}
