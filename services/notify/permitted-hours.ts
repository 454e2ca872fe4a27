// When a text may reach a phone. No law fixes hours for service texts; a civil office does not wake people, so the hours
// are a setting (default 08:00–21:00, Asia/Shanghai, which has had no daylight saving since 1991).

/** A span of the day in minutes after midnight, China time: from (inclusive) to (exclusive). */
export interface PermittedHours {
  from: number;
  to: number;
}

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Reads `08:00-21:00`; `00:00-24:00` is always. Null when it is no span within one day. */
export function readPermittedHours(text: string): PermittedHours | null {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (match === null) return null;
  const [from, to] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
  const minutes = [Number(match[2]), Number(match[4])];
  return from < to && to <= 1440 && minutes.every((minute) => minute < 60) ? { from, to } : null;
}

/** The first moment from `now` on at which a text may go: `now` itself, or the next opening. */
export function nextPermitted(now: Date, hours: PermittedHours): Date {
  const local = now.getTime() + CHINA_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const minute = (local - midnight) / 60_000;
  if (minute >= hours.from && minute < hours.to) return now;
  const day = minute < hours.from ? midnight : midnight + DAY_MS;
  return new Date(day + hours.from * 60_000 - CHINA_MS);
}
