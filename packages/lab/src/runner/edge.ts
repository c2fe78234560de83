/** A cache in front of the shop, as a CDN is: it keeps answers for a time, and sends one request at a time for each of them. */
export function createEdge<T>(ttlMs: number, isCollapsing = true) {
  const stored = new Map<string, { answer: T; until: number }>();
  const loading = new Map<string, Promise<T>>();
  return async (key: string, load: () => Promise<T>): Promise<{ answer: T; isHit: boolean }> => {
    const entry = stored.get(key);
    if (entry && performance.now() < entry.until) return { answer: entry.answer, isHit: true };
    const other = loading.get(key);
    if (other && isCollapsing) return { answer: await other, isHit: true };
    const own = load().finally(() => loading.delete(key));
    loading.set(key, own);
    const answer = await own;
    stored.set(key, { answer, until: performance.now() + ttlMs });
    return { answer, isHit: false };
  };
}
