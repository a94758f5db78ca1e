// One message -> one element. All HTML in `html` was escaped by the server; everything else is textContent.

const GROUP_SECONDS = 300

export function secondsOf(ts) {
  return Number(ts.split('.')[0])
}

/** An element with a class and, if given, text. */
export function make(tag, className, text) {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}

/** A row of a list is taken by a click: a finger that only scrolls the list takes nothing. The field keeps the focus. */
export function onPick(row, pick) {
  row.addEventListener('mousedown', (event) => event.preventDefault())
  row.addEventListener('click', pick)
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

/** The time alone, without AM or PM, for the gutter. */
function shortClock(seconds) {
  return clock(seconds).replace(/\s?[ap]\.?m\.?$/i, '')
}

/** With seconds: what happened when matters in a text, and readings are seconds apart. */
function exactClock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}

export function dayName(seconds) {
  const day = new Date(seconds * 1000)
  const today = new Date()
  const yesterday = new Date(today.getTime() - 86_400_000)
  if (day.toDateString() === today.toDateString()) return 'Today'
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday'
  return day.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })
}

/** True when a message belongs under the one above it, without a name of its own. */
export function continues(message, above) {
  return (
    above !== undefined &&
    above.author === message.author &&
    above.isEphemeral === message.isEphemeral &&
    message.command === null &&
    !message.isQuiet &&
    !above.isQuiet &&
    dayName(secondsOf(above.ts)) === dayName(secondsOf(message.ts)) &&
    secondsOf(message.ts) - secondsOf(above.ts) < GROUP_SECONDS
  )
}

/** The element of a message; `replies` are those of its thread, shown as a line below it. */
export function messageElement(message, replies, isContinued) {
  const article = make('article', 'message')
  article.dataset.ts = message.ts
  article.classList.toggle('continued', isContinued)
  article.classList.toggle('ephemeral', message.isEphemeral)
  article.classList.toggle('quiet', message.isQuiet)
  article.append(gutter(message, isContinued), content(message, replies, isContinued))
  return article
}

function gutter(message, isContinued) {
  if (isContinued) return timeElement(message, 'gutter-time')
  const avatar = make('div', `avatar ${message.isApp ? 'app-avatar' : ''}`, initial(message.name))
  avatar.setAttribute('aria-hidden', 'true')
  return avatar
}

function content(message, replies, isContinued) {
  const box = make('div', 'content')
  if (message.command !== null) box.append(make('p', 'command', message.command))
  if (message.isEphemeral && !isContinued) box.append(make('p', 'only', 'Only visible to you'))
  if (!isContinued) box.append(head(message))
  const body = make('div', 'text')
  body.innerHTML = message.html
  dress(body)
  if (message.isEdited) body.append(make('span', 'edited', ' (edited)'))
  box.append(body)
  for (const file of message.files) box.append(fileElement(file))
  for (const image of box.querySelectorAll('figure img')) enlargeable(image)
  if (replies.length > 0) box.append(threadLine(replies))
  if (!message.isEphemeral) box.append(tools(message, replies))
  return box
}

/** A picture can be enlarged by keyboard too. */
function enlargeable(image) {
  image.tabIndex = 0
  image.setAttribute('role', 'button')
  image.setAttribute('aria-label', `${image.alt} (enlarge)`)
}

function head(message) {
  const line = make('div', 'head')
  line.append(make('span', 'name', message.name))
  if (message.isApp) line.append(make('span', 'badge', 'App'))
  line.append(timeElement(message, 'time'))
  return line
}

function timeElement(message, className) {
  const seconds = secondsOf(message.ts)
  const isGutter = className === 'gutter-time'
  const time = make('time', className, isGutter ? shortClock(seconds) : clock(seconds))
  time.dateTime = new Date(seconds * 1000).toISOString()
  time.title = new Date(seconds * 1000).toLocaleString()
  return time
}

/** What the workspace's HTML gets in the page: times for the reader, and a way by keyboard to what is scrolled. */
export function dress(root) {
  for (const time of root.querySelectorAll('time[data-unix]')) localTime(time)
  for (const box of root.querySelectorAll('pre, table')) {
    scrolled.observe(box)
    box.addEventListener('scroll', () => showRest(box), { passive: true })
  }
}

/** What is larger than its box can be reached, so that its keys scroll it; what is not is no stop on the way. */
const scrolled = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const isScrolled =
      target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight
    if (isScrolled) target.tabIndex = 0
    else target.removeAttribute('tabindex')
    showRest(target)
  }
})

/** Marks that there is more to the right: a table that ends at a border looks whole where no bar is drawn. */
function showRest(box) {
  const rest = box.scrollWidth - box.clientWidth - box.scrollLeft
  box.classList.toggle('goes-on', rest > 1)
}

/** Times in texts are written for each reader in their own zone. */
function localTime(time) {
  const seconds = Number(time.dataset.unix)
  if (!Number.isFinite(seconds)) return
  time.title = time.textContent
  const day = dayName(seconds)
  time.textContent = `${day === 'Today' ? 'today' : day === 'Yesterday' ? 'yesterday' : day} ${exactClock(seconds)}`
}

function threadLine(replies) {
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`
  const button = make('button', 'thread-line', count)
  button.type = 'button'
  button.dataset.thread = 'open'
  const last = secondsOf(replies[replies.length - 1].ts)
  const day = dayName(last)
  const when = day === 'Today' ? `at ${clock(last)}` : `${day} at ${clock(last)}`
  button.append(make('span', 'thread-last', `Last reply ${when}`))
  return button
}

/** What can be done with a message; it comes with the pointer or the focus. */
function tools(message, replies) {
  const box = make('div', 'tools')
  if (message.threadTs === null && replies.length === 0) box.append(replyButton())
  const more = make('button', 'more')
  more.type = 'button'
  more.dataset.more = 'open'
  more.setAttribute('aria-haspopup', 'menu')
  more.setAttribute('aria-expanded', 'false')
  more.setAttribute('aria-label', `More actions: ${message.name}, ${clock(secondsOf(message.ts))}`)
  more.append(document.getElementById('dots').content.cloneNode(true))
  box.append(more)
  return box
}

function replyButton() {
  const button = make('button', 'reply', 'Reply in thread')
  button.type = 'button'
  button.dataset.thread = 'open'
  return button
}

function fileElement(file) {
  if (!file.isPicture) {
    const link = make('a', 'file')
    link.href = file.url
    link.download = file.name
    link.append(
      make('span', 'file-name', file.title || file.name),
      make('span', 'file-size', size(file.sizeBytes)),
    )
    return link
  }
  const figure = make('figure', 'picture')
  const image = make('img')
  image.src = file.url
  image.alt = file.alt
  figure.append(make('figcaption', '', file.title || file.name), image)
  return figure
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KiB`
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

function initial(name) {
  return [...name][0]?.toUpperCase() ?? '?'
}
