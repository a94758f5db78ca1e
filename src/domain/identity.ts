/**
 * Who a cgroup belongs to, by its path alone: a container, a pod, a systemd unit, a virtual machine. Pure.
 * Forms: systemd.slice(5), kubelet's cgroup drivers (cgroupfs and systemd), and the names that docker, containerd,
 * CRI-O, podman, LXC, libvirt, ECS and Slurm give.
 */

export interface Identity {
  readonly kind: 'container' | 'pod' | 'unit' | 'machine' | 'job'
  /** Who made the group: `docker`, `containerd`, `cri-o`, `podman`, `lxc`, `kubernetes`, `systemd`, `libvirt`... */
  readonly manager: string
  /** The container's whole id, the unit's or machine's name; for a pod without a container its uid. */
  readonly name: string
  /** The pod around a container, and the pod itself. */
  readonly podUid: string | null
  /** User id of a user's manager or session. */
  readonly uid: number | null
}

/** Gives the innermost owner that the path names; null for the root, slices and groups of no known form. */
export function identityOf(path: string): Identity | null {
  // A path out of the reader's cgroup namespace begins with these.
  const parts = path.split('/').filter((part) => part !== '' && part !== '..')
  const podUid = first(parts, podUidOf)
  const uid = first(parts, uidOf)
  const own = innermost(parts)
  if (own !== null) return { ...own, podUid, uid }
  return podUid === null
    ? null
    : { kind: 'pod', manager: 'kubernetes', name: podUid, podUid, uid: null }
}

/** Whose group a path is itself, not a part of it; null for the groups within a container, slices and unknown forms. */
export function ownIdentityOf(path: string): Identity | null {
  const of = identityOf(path)
  const above = identityOf(path.slice(0, path.lastIndexOf('/')))
  return of !== null && above !== null && of.kind === above.kind && of.name === above.name
    ? null
    : of
}

/**
 * What to type for this group: `unit:nginx.service`, `container:4f2a0c1b9d8e`, else `cgroup:/path`. Null for names that
 * hold more than letters, digits and the signs that no shell and no chat takes for its own: they become no command.
 */
export function groupWordOf(path: string): string | null {
  const of = ownIdentityOf(path)
  const word =
    of?.kind === 'unit' && of.uid === null
      ? `unit:${of.name}`
      : of?.kind === 'container'
        ? `container:${shortId(of.name)}`
        : of?.kind === 'pod' || of?.kind === 'machine'
          ? `container:${of.name}`
          : `cgroup:${path}`
  return /^[a-z]+:[A-Za-z0-9/@._:-]+$/.test(word) ? word : null
}

/** The unit that a group's last part names, as systemd writes it: services, scopes and slices; null for no unit. */
export function unitNameOf(path: string): string | null {
  const last = unescaped(path.slice(path.lastIndexOf('/') + 1))
  const openrc = /^openrc\.(.+)$/.exec(last)?.[1]
  if (openrc !== undefined) return openrc
  return /.\.(?:service|scope|slice|socket|mount|swap)$/.test(last) ? last : null
}

/** Whether a cgroup's path is another's or lies below it. */
export function isAtOrBelow(path: string, top: string): boolean {
  return top === '/' || path === top || path.startsWith(`${top}/`)
}

/** A few words for a table: `docker:4f2a0c1b9d8e`, `pod:1f0a23bc/4f2a0c1b9d8e`, `nginx.service`, `vm:db01`. */
export function identityLabel(of: Identity): string {
  switch (of.kind) {
    case 'container':
      return `${of.podUid === null ? of.manager : `pod:${short(of.podUid)}`}${of.podUid === null ? ':' : '/'}${shortId(of.name)}`
    case 'pod':
      return `pod:${short(of.name)}`
    case 'unit':
      return of.uid === null ? of.name : `uid ${of.uid}: ${of.name}`
    case 'machine':
      return `${of.manager === 'libvirt' ? 'vm' : of.manager}:${of.name}`
    case 'job':
      return `${of.manager}:${of.name}`
  }
}

type Named = Pick<Identity, 'kind' | 'manager' | 'name'>

const ID = '[0-9a-f]{64}|[0-9a-f]{32}-\\d{5,}'
/** `docker-ID.scope`, `cri-containerd-ID.scope`, `crio-ID`, `libpod-ID.scope`, `x.slice:cri-containerd:ID`. */
const PREFIXED_ID = new RegExp(`(?:^|:)([a-z][a-z-]*?)[-:](${ID})(?:\\.scope)?$`)
const BARE_ID = new RegExp(`^(?:${ID})$`)

const MANAGERS: Readonly<Record<string, string>> = {
  docker: 'docker',
  'cri-containerd': 'containerd',
  containerd: 'containerd',
  nerdctl: 'containerd',
  crio: 'cri-o',
  'cri-o': 'cri-o',
  libpod: 'podman',
  'libpod-payload': 'podman',
  podman: 'podman',
  garden: 'garden',
}

/** From the leaf up: a service inside a container is the container's, so containers are looked for first. */
function innermost(parts: readonly string[]): Named | null {
  for (let i = parts.length - 1; i >= 0; i -= 1) {
    const found = containerOf(parts, i) ?? machineOf(parts, i)
    if (found !== null) return found
  }
  for (let i = parts.length - 1; i >= 0; i -= 1) {
    const found = jobOf(parts, i) ?? unitOf(parts[i] ?? '')
    if (found !== null) return found
  }
  return null
}

function containerOf(parts: readonly string[], i: number): Named | null {
  const part = parts[i] ?? ''
  const [, prefix, id] = PREFIXED_ID.exec(part) ?? []
  if (prefix !== undefined && id !== undefined) {
    const manager = MANAGERS[prefix]
    // conmon watches a container from outside: it is not in it.
    if (manager !== undefined) return { kind: 'container', manager, name: id }
    return prefix.endsWith('conmon') ? null : { kind: 'container', manager: prefix, name: id }
  }
  if (!BARE_ID.test(part)) return null
  const above = parts.slice(0, i)
  const manager = above.includes('ecs')
    ? 'ecs'
    : above.some((one) => /kubepods/.test(one))
      ? 'kubernetes'
      : 'docker'
  return { kind: 'container', manager, name: part }
}

/** LXC's payloads, systemd-nspawn and libvirt's guests. */
function machineOf(parts: readonly string[], i: number): Named | null {
  const part = parts[i] ?? ''
  const lxc =
    /^lxc\.(?:payload\.)?(?!monitor)(.+)$/.exec(part)?.[1] ??
    (/^lxc(?:\.payload)?$/.test(parts[i - 1] ?? '') ? part : undefined)
  if (lxc !== undefined) return { kind: 'machine', manager: 'lxc', name: lxc }
  const nspawn = /^systemd-nspawn@(.+)\.service$/.exec(part)?.[1]
  if (nspawn !== undefined) return { kind: 'machine', manager: 'nspawn', name: unescaped(nspawn) }
  const machine = unescaped(part)
  const guest =
    /^machine-qemu-\d+-(.+)\.scope$/.exec(machine)?.[1] ??
    /^qemu-\d+-(.+)\.libvirt-qemu$/.exec(machine)?.[1]
  if (guest !== undefined) return { kind: 'machine', manager: 'libvirt', name: guest }
  const scope = /^machine-(.+)\.scope$/.exec(machine)?.[1]
  return scope === undefined ? null : { kind: 'machine', manager: 'machine', name: scope }
}

function jobOf(parts: readonly string[], i: number): Named | null {
  const job = /^job_(\d+)$/.exec(parts[i] ?? '')?.[1]
  const slurm = parts.slice(0, i).some((part) => /^slurm/.test(part))
  return job === undefined || !slurm ? null : { kind: 'job', manager: 'slurm', name: job }
}

/** Services and scopes; a user's manager (`user@1000.service`) is a place for the units below it. */
function unitOf(part: string): Named | null {
  const openrc = /^openrc\.(.+)$/.exec(part)?.[1]
  if (openrc !== undefined) return { kind: 'unit', manager: 'openrc', name: openrc }
  if (!/.\.(?:service|scope|socket|mount|swap)$/.test(part)) return null
  return { kind: 'unit', manager: 'systemd', name: unescaped(part) }
}

/** `pod<uid>` of the cgroupfs driver, `kubepods-burstable-pod<uid_>.slice` of the systemd driver. */
function podUidOf(part: string): string | null {
  const uid =
    /^pod([0-9a-f-]{32,36})$/.exec(part)?.[1] ??
    /-pod([0-9a-f_]{32,36})\.slice(?::|$)/.exec(part)?.[1]
  return uid === undefined ? null : uid.replaceAll('_', '-')
}

function uidOf(part: string): number | null {
  const digits = /^user-(\d{1,10})\.slice$/.exec(part)?.[1]
  return digits === undefined ? null : Number(digits)
}

function first<T>(parts: readonly string[], of: (part: string) => T | null): T | null {
  for (const part of parts) {
    const found = of(part)
    if (found !== null) return found
  }
  return null
}

/** systemd writes what may not stand in a unit's name as `\x2d` (systemd-escape(1)). */
function unescaped(name: string): string {
  return name.replace(/\\x([2-7][0-9a-f])/g, (_, hex) => String.fromCharCode(Number(`0x${hex}`)))
}

const short = (uid: string): string => uid.slice(0, 8)
const shortId = (id: string): string => id.slice(0, 12)
