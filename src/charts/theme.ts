/** Colours of the two cards. A bot cannot know its reader's theme, so each card brings its own background. */

export type Theme = 'light' | 'dark'

export interface Palette {
  readonly card: string
  readonly border: string
  readonly ink: string
  readonly muted: string
  readonly grid: string
  readonly axis: string
  readonly zone: string
  readonly critical: string
  readonly warning: string
  /** No red and no amber among them: those mean limit and tone. Every colour is read as text too (4.5:1). */
  readonly series: readonly [string, string, string, string]
  /** Another tone of the first series' colour, for what is next of kin to it. */
  readonly kin: string
  /** For a fifth that stands among the series. */
  readonly leaf: string
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    card: '#FFFFFF',
    border: '#DDE1E6',
    ink: '#16181D',
    muted: '#5C6470',
    grid: '#E9ECEF',
    axis: '#B9C0C9',
    zone: '#F3F4F6',
    critical: '#C8102E',
    warning: '#B45309',
    series: ['#2563EB', '#0B7F74', '#8B3FD6', '#566373'],
    kin: '#1E3F9E',
    leaf: '#4D7C0F',
  },
  dark: {
    card: '#1A1D21',
    border: '#35393F',
    ink: '#F2F3F5',
    muted: '#A5ADB8',
    grid: '#2B2F35',
    axis: '#565D67',
    zone: '#24282D',
    critical: '#FF6B78',
    warning: '#F5B14C',
    series: ['#6AA0FF', '#3FC7B6', '#C29BFA', '#A3B0BF'],
    kin: '#A9C8FF',
    leaf: '#A8C95C',
  },
}
