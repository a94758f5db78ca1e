/** What a server process loaded that takes memory by malloc, outside of contexts. Pure. */
import { baseName } from '../../domain/subject.ts'

const SHOWN = 6
/** The server's own library folder: `/usr/lib/postgresql/15/lib`, `/usr/pgsql-15/lib`, `/usr/local/greenplum-db/lib`. */
const SERVER_FOLDER = /\/(?:postgresql|pgsql|greenplum|gpdb|pg|postgres)[^/]*\//
/** Where a distribution puts libraries that programs link. */
const SYSTEM_FOLDER = /^\/(?:usr\/)?lib(?:32|64|x32)?\//
/** Modules are NAME.so (DLSUFFIX); what bears a version (libpq.so.5) is a library that something links. */
const MODULE = /\.so$/
/** Modules of the server itself: they take their memory from contexts. */
const OWN = /^(?:plpgsql|dict_snowball|libpqwalreceiver|pgoutput|utf8_and_\w+|euc_\w+|libpq)\.so$/
/** Runtimes with an allocator or a heap of their own, wherever they lie. */
const RUNTIME = /^lib(?:perl|python|v8|LLVM|jvm|tcl|R(?=\.)|ruby|lua|mono)[\w.+-]*\.so[\d.]*$/
const ALLOCATOR = /^lib(?:jemalloc|tcmalloc|mimalloc|asan)/

/** Names for a finding, or that there are none; nothing where mappings were not read. */
export function suspectsAmong(
  mappings: readonly { readonly path: string }[] | null,
): Readonly<Record<string, string | number>> {
  if (mappings === null || mappings.length === 0) return {}
  const names = new Set(mappings.flatMap(({ path }) => suspect(path.replace(/ \(deleted\)$/, ''))))
  return names.size === 0 ? { noSuspects: 1 } : { suspects: [...names].slice(0, SHOWN).join(', ') }
}

function suspect(path: string): readonly string[] {
  const name = baseName(path)
  if (RUNTIME.test(name)) return [name]
  if (!path.startsWith('/') || !MODULE.test(name) || OWN.test(name) || ALLOCATOR.test(name))
    return []
  return SYSTEM_FOLDER.test(path) && !SERVER_FOLDER.test(path) ? [] : [name]
}
