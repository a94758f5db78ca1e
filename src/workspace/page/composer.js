// The box to write in: Enter sends, `/` and `@` offer what there is, a file can be picked, dropped or pasted.
import { draftOf, keepDraft } from './drafts.js'
import { hintList } from './hints.js'
import { asMe, store } from './store.js'

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
    write('')
    attached.set(null)
    keepDraft(place, '')
    const refusal = await refusalOf(
      file === null ? sendText(place, text) : sendFile(place, text, file),
    )
    if (refusal === null) return
    // Nothing that was typed or picked is lost when it could not be sent.
    if (draftOf(place) === '') keepDraft(place, text)
    if (isSame(place, where()) && box.value === '') {
      write(text)
      if (attached.file() === null) attached.set(file)
    }
    tell(`Not sent: ${refusal}`)
  }

  const write = (text) => {
    box.value = text
    hints.update()
    grow(box)
  }
  let here = null

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send()
  })
  box.addEventListener('input', () => {
    keepDraft(where(), box.value)
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
    /** Stands at a place now, of this person: what was typed there is in the box, a file picked elsewhere is not. */
    enter() {
      const place = { ...where(), as: store.as }
      if (here !== null && isSame(here, place) && here.as === place.as) return
      here = place
      attached.set(null)
      write(draftOf(place))
      hints.close()
    },
    label(text) {
      box.placeholder = text
      box.setAttribute('aria-label', text)
    },
  }
}

const isSame = (one, other) => one.channel === other.channel && one.threadTs === other.threadTs

/** Why it was not taken, in words; null when it was. */
async function refusalOf(sending) {
  try {
    const answer = await sending
    return answer.ok ? null : await answer.text()
  } catch {
    return 'the workspace does not answer.'
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
  // Hidden it has no height to be measured.
  if (box.scrollHeight === 0) return
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
  return { file: () => file, set }
}
