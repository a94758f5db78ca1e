/** A setting of memory as a server's configuration writes it: `125MB`, `8192` in the setting's own unit. guc.c parse_int. */

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
}

/** Gives bytes; null for what is no size. `unitBytes` is what a bare number counts. */
export function memorySetting(text: string | undefined, unitBytes: number): number | null {
  const [, digits, unit] = /^(\d{1,15})\s*(B|kB|MB|GB|TB)?$/.exec(text ?? '') ?? []
  if (digits === undefined) return null
  const bytes = Number(digits) * (unit === undefined ? unitBytes : (UNITS[unit] ?? 1))
  return Number.isSafeInteger(bytes) ? bytes : null
}
