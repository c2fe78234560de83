import { signal } from "@preact/signals";

const NAME = "myclothes.admin.key";

/** The API key. It stays in this tab: the browser forgets it when the tab is closed. Undefined: nobody has signed in. */
export const key = signal<string | undefined>(
  (typeof sessionStorage !== "undefined" && sessionStorage.getItem(NAME)) || undefined,
);
/** Whether the shop has refused the key since somebody signed in. What is on the page stays there. */
export const isEnded = signal(false);
/** Counts the sign-ins, so that pages ask again with another key. */
export const signIns = signal(0);

export function signIn(secret: string): void {
  sessionStorage.setItem(NAME, secret);
  key.value = secret;
  isEnded.value = false;
  signIns.value++;
}

/** The shop has refused the key: it has expired or was revoked. */
export function endSession(): void {
  if (key.value === undefined) return;
  sessionStorage.removeItem(NAME);
  isEnded.value = true;
}

export function forget(): void {
  sessionStorage.removeItem(NAME);
  key.value = undefined;
  isEnded.value = false;
}

/** An API key as the shop makes them. Other text is refused here, so that a mistake is told at once. */
export const isKey = (text: string): boolean => /^sk_[\w-]{43}$/.test(text);
