// The box to write in: Enter sends, `/` and `@` offer what there is, a file can be picked, dropped or pasted.
import { make } from './view.js'

const MAX_FILE_BYTES = 32 * 1024 * 1024

/**
 * Fills a form with a composer. `where()` gives the channel and thread, `offers` what can be completed,
 * `tell(text)` shows a fault.
 */
export function composer(form, where, offers, tell) {
  form.append(document.getElementById('composer-template').content.cloneNode(true))
  const box = form.querySelector('textarea')
  const hints = hintList(form, box, offers)
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
  return fetch('/ui/send', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...place, text }),
  })
}

function sendFile(place, text, file) {
  const query = new URLSearchParams({ channel: place.channel, name: file.name, text })
  if (place.threadTs !== null) query.set('thread', place.threadTs)
  return fetch(`/ui/share?${query}`, { method: 'POST', body: file })
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

// What is being typed decides what is offered: a command at the start, a name after an @.
function hintList(form, box, offers) {
  const list = form.querySelector('.hints')
  list.id = `${form.id}-hints`
  box.setAttribute('aria-controls', list.id)
  box.setAttribute('aria-autocomplete', 'list')
  let shown = []
  let chosen = 0

  const paint = () => {
    list.hidden = shown.length === 0
    const items = shown.map((hint, index) => {
      const item = make('li', '')
      item.id = `${list.id}-${index}`
      item.setAttribute('role', 'option')
      item.setAttribute('aria-selected', String(index === chosen))
      item.append(
        make('b', '', hint.label),
        make('code', '', hint.usage),
        make('span', '', hint.note),
      )
      item.addEventListener('pointerdown', (event) => {
        event.preventDefault()
        take(hint)
      })
      return item
    })
    list.replaceChildren(...items)
    if (shown.length > 0) box.setAttribute('aria-activedescendant', `${list.id}-${chosen}`)
    else box.removeAttribute('aria-activedescendant')
  }
  const take = (hint) => {
    const before = box.value.slice(0, box.selectionStart).replace(/\S*$/, '')
    box.setRangeText(`${hint.insert} `, before.length, box.selectionStart, 'end')
    update()
    box.focus()
  }
  const update = () => {
    shown = matching(box.value.slice(0, box.selectionStart), offers)
    chosen = 0
    paint()
  }
  const onKey = (event) => {
    if (shown.length === 0) return false
    if (event.key === 'ArrowDown') chosen = (chosen + 1) % shown.length
    else if (event.key === 'ArrowUp') chosen = (chosen + shown.length - 1) % shown.length
    else if (event.key === 'Escape') shown = []
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) take(shown[chosen])
    else return false
    event.preventDefault()
    event.stopPropagation()
    paint()
    return true
  }
  box.addEventListener('blur', () => {
    shown = []
    paint()
  })
  return { update, onKey }
}

function matching(before, offers) {
  const { commands, names } = offers()
  const slash = /^\/\S*$/.exec(before)?.[0]
  if (slash !== undefined) {
    return commands
      .filter((one) => one.command.startsWith(slash))
      .map((one) => ({
        label: one.command,
        usage: one.usage,
        note: one.description,
        insert: one.command,
      }))
  }
  const at = /(?:^|\s)@(\S*)$/.exec(before)?.[1]
  if (at === undefined) return []
  return names
    .filter((name) => name.startsWith(at) && name !== at)
    .map((name) => ({ label: `@${name}`, usage: '', note: '', insert: `@${name}` }))
}
