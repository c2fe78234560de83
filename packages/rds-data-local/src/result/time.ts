import { ServiceError } from "../api/error.ts";

/** A date in PostgreSQL's ISO form. The service cannot return an infinite one. */
export function formatDate(text: string): string {
  if (text.endsWith("infinity")) throw new ServiceError("InternalFailure", "");
  return text;
}

/** A time with no fraction, milliseconds or microseconds: as many digits as it needs of 0, 3 or 6. */
export function formatTime(text: string): string {
  return formatDate(text).replace(/\.(\d+)/, (_, digits: string) => {
    const micros = digits.padEnd(6, "0");
    return `.${micros.endsWith("000") ? micros.slice(0, 3) : micros}`;
  });
}

const OFFSET = /([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

/** A timestamp with time zone, in UTC and without an offset, whatever the time zone of the session is. */
export function formatTimestamptz(text: string): string {
  const [offset, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(text) ?? [""];
  const local = text.slice(0, text.length - offset.length);
  const away = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (away === 0) return formatTime(local);
  const [, whole = "", fraction = ""] = /^([^.]*)(.*)$/.exec(local) ?? [];
  const moment = Date.parse(`${whole.replace(" ", "T")}Z`) - (sign === "-" ? -away : away) * 1000;
  const utc = new Date(moment).toISOString().replace("T", " ").slice(0, -5);
  return formatTime(utc + fraction);
}
