/** Small things that a browser keeps for these pages. Without storage, as in some private windows, they live as long as the page. */
const inMemory = new Map<string, string>();

const PREFIX = "myclothes-";

type Place = "tab" | "browser";

const storageOf = (place: Place): Storage => (place === "tab" ? sessionStorage : localStorage);

export function keep(place: Place, name: string, value: unknown): void {
  const text = JSON.stringify(value);
  inMemory.set(name, text);
  try {
    storageOf(place).setItem(PREFIX + name, text);
  } catch {
    // It is full or forbidden.
  }
}

/** Undefined: nothing is kept, or it is not readable. */
export function kept<T>(place: Place, name: string): T | undefined {
  try {
    const text = storageOf(place).getItem(PREFIX + name) ?? inMemory.get(name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

export function forget(place: Place, name: string): void {
  inMemory.delete(name);
  try {
    storageOf(place).removeItem(PREFIX + name);
  } catch {
    // Nothing is kept there.
  }
}
