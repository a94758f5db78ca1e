// The app's Home tab, beside its messages.
import { placeOf, press } from './acts.js'
import { wireComboboxes } from './combobox.js'
import { describeFields, showState } from './fields.js'
import { keepingFocus } from './focus.js'
import { currentChannel, get, post, store } from './store.js'
import { dress, make } from './view.js'

const byId = (id) => document.getElementById(id)
let drawn = null

/** Shows the tabs where the app has a Home tab, and of the two that which is chosen. */
export function drawTabs() {
  const hasTabs = currentChannel()?.kind === 'im' && store.state.homeTab
  const isHome = hasTabs && store.tab === 'home'
  byId('tabs').hidden = !hasTabs
  byId('home').hidden = !isHome
  byId('log').hidden = isHome
  byId('composer').hidden = isHome
  for (const tab of byId('tabs').querySelectorAll('[role=tab]')) {
    const isChosen = tab.dataset.tab === store.tab
    tab.setAttribute('aria-selected', String(isChosen))
    tab.tabIndex = isChosen ? 0 : -1
  }
}

/** Tells the app that a tab was opened, and shows it. */
export async function openTab(tab) {
  store.tab = tab
  drawTabs()
  if (tab === 'home') await drawHome()
  await post('/ui/tab', { tab })
}

/** Reads the Home tab anew, when it is looked at. */
export async function drawHome() {
  if (store.tab !== 'home') return
  const { home } = await get('/ui/home')
  const box = byId('home')
  if (home === null) {
    drawn = null
    const note = make('div', 'empty')
    note.append(
      make('h3', '', store.state.bot),
      make('p', '', `${store.state.bot} has put nothing on its Home tab yet.`),
    )
    box.replaceChildren(note)
    return
  }
  const version = `${store.as} ${home.id} ${home.hash}`
  if (drawn === version) return
  drawn = version
  const body = make('div', 'home-body text')
  body.dataset.view = home.id
  body.innerHTML = home.html
  dress(body)
  describeFields(body)
  showState(body, home.values)
  keepingFocus(box, () => box.replaceChildren(body))
  wireComboboxes(body, placeOf, press)
}

export function wireTabs(fault) {
  const tabs = byId('tabs')
  const choose = (tab) => {
    openTab(tab.dataset.tab).catch(fault)
    tab.focus()
  }
  tabs.addEventListener('click', ({ target }) => {
    const tab = target.closest('[role=tab]')
    if (tab !== null) choose(tab)
  })
  tabs.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    choose(tabs.querySelector('[aria-selected=false]'))
  })
}
