// Menus that open at a button: arrow keys, Escape, a click beside them. One is open at a time.
import { make } from './view.js'

let open = null

/** Opens a menu at its button, or closes it when it is open. */
export function toggleMenu(button, menu) {
  const wasOpen = open?.menu === menu && open.button === button
  closeMenu(false)
  if (wasOpen) return
  open = { button, menu }
  button.setAttribute('aria-expanded', 'true')
  menu.hidden = false
  placeAt(button, menu)
  itemsOf(menu)[0]?.focus()
}

export function closeMenu(isFocusBack) {
  if (open === null) return
  const { button, menu } = open
  open = null
  button.setAttribute('aria-expanded', 'false')
  menu.hidden = true
  if (isFocusBack) button.focus()
}

export function isMenuOpen() {
  return open !== null
}

/** Fills the page's own menu; each item has a label, perhaps a note, and what it does. */
export function fillMenu(items, label) {
  const menu = document.getElementById('menu-popup')
  menu.setAttribute('aria-label', label)
  menu.replaceChildren(
    ...items.map(({ label: words, note, run }) => {
      const item = make('button', '')
      item.type = 'button'
      item.setAttribute('role', 'menuitem')
      item.append(make('span', '', words))
      if (note) item.append(make('small', '', note))
      item.addEventListener('click', () => {
        closeMenu(true)
        run()
      })
      return item
    }),
  )
  return menu
}

/** Puts something below an element, or above it where there is more room, within the window. */
export function placeAt(anchor, popup) {
  // At the left edge it has the width that it wants; where it stood before it may have been squeezed.
  popup.style.left = '8px'
  popup.style.maxHeight = ''
  const box = anchor.getBoundingClientRect()
  const below = window.innerHeight - box.bottom - 8
  const isBelow = below >= Math.min(popup.offsetHeight, 240) || below > box.top
  popup.style.maxHeight = `${Math.max(96, (isBelow ? below : box.top - 8) - 6)}px`
  const left = Math.min(box.left, window.innerWidth - popup.offsetWidth - 8)
  popup.style.left = `${Math.max(8, left)}px`
  popup.style.top = isBelow ? `${box.bottom + 4}px` : `${box.top - popup.offsetHeight - 4}px`
}

function itemsOf(menu) {
  return [...menu.querySelectorAll('[role=menuitem], a')]
}

function onKey(event) {
  if (open === null) return
  const items = itemsOf(open.menu)
  const at = items.indexOf(document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
  if (event.key === 'Escape') closeMenu(true)
  else if (event.key === 'Tab') return closeMenu(true)
  else if (to === undefined) return
  else items[(to + items.length) % items.length]?.focus()
  event.preventDefault()
  event.stopPropagation()
}

export function wireMenus() {
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('pointerdown', ({ target }) => {
    if (open !== null && !open.menu.contains(target) && !open.button.contains(target)) {
      closeMenu(false)
    }
  })
  document.addEventListener(
    'scroll',
    ({ target }) => {
      if (open !== null && !open.menu.contains(target)) closeMenu(false)
    },
    true,
  )
}
