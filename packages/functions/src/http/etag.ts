import { sha256 } from "@myclothes/core/hash";

/** Identifies a text. */
export const etagOf = (text: string): string => `"${sha256(text)}"`;

/** RFC 9110 §13.1.2: a weak comparison, because the edge weakens the tag of an answer that it compresses. */
export const matches = (tag: string, sent = ""): boolean =>
  sent.split(",").some((one) => ["*", tag, `W/${tag}`].includes(one.trim()));
