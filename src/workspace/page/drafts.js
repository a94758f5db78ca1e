// What was typed and not sent yet stays where it was typed: of each person, by channel and thread, over a reload too.
import { store } from './store.js'

const keyOf = ({ channel, threadTs }) => `draft ${store.as} ${channel}/${threadTs ?? ''}`

/** Of a place, a channel or a thread. */
export function draftOf(place) {
  return sessionStorage.getItem(keyOf(place)) ?? ''
}

export function keepDraft(place, text) {
  if (text === '') sessionStorage.removeItem(keyOf(place))
  else sessionStorage.setItem(keyOf(place), text)
}
