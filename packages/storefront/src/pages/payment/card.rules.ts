/** Digits in groups of four, or as on an American Express card. */
export function groupNumber(text: string): string {
  const digits = text.replace(/\D/g, "").slice(0, 19);
  const groups = /^3[47]/.test(digits) ? [4, 6, 5] : [4, 4, 4, 4, 3];
  const parts: string[] = [];
  let at = 0;
  for (const length of groups) {
    if (at < digits.length) parts.push(digits.slice(at, at + length));
    at += length;
  }
  return parts.join(" ");
}

/** `430`, `0430`, `4/30` and `04/2030` become `04 / 30`. While somebody deletes, nothing is added. */
export function groupExpiry(text: string, before = ""): string {
  if (text.length < before.length) return text;
  const typed = text.replace(/\D/g, "");
  const digits = /^[2-9]/.test(typed) || /^1\s*\//.test(text) ? `0${typed}` : typed;
  const [month, year] = [digits.slice(0, 2), digits.slice(2)];
  if (month.length < 2) return month;
  const short = year.length > 2 && year.startsWith("20") ? year.slice(2, 4) : year.slice(0, 2);
  return `${month} / ${short}`;
}

/** By its check digit (Luhn). */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (digits.length < 12 || digits.length > 19) return false;
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = i % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Undefined: no month and year. */
export function readExpiry(text: string): { month: number; year: number } | undefined {
  const [, month, year] = /^\s*(\d{1,2})\s*\/\s*(?:20)?(\d{2})\s*$/.exec(text) ?? [];
  const number = Number(month);
  return month && year && number >= 1 && number <= 12
    ? { month: number, year: 2000 + Number(year) }
    : undefined;
}

/** A card is valid until the end of its month. */
export const isPast = ({ month, year }: { month: number; year: number }, now: Date): boolean =>
  year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
