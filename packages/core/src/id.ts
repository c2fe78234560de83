import { ulid } from "ulid";
import * as z from "zod";

const prefixes = { product: "prod", cart: "cart", order: "ord" } as const;
type Kind = keyof typeof prefixes;

const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

/** A prefixed ULID: sorts by the moment it was made. Never a credential: whoever shows one must also be entitled to it. */
export const newId = (kind: Kind, now: Date): string => `${prefixes[kind]}_${ulid(now.getTime())}`;

export const idOf = (kind: Kind) => z.string().regex(new RegExp(`^${prefixes[kind]}_${ULID}$`));
