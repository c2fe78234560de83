/** 128 random bits as text. `crypto` does not exist on every platform. These IDs must be unique, not secret. */
export function newId(): string {
  const bytes =
    typeof crypto === "undefined"
      ? Uint8Array.from({ length: 16 }, () => Math.random() * 256)
      : crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
