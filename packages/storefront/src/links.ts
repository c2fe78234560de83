/** A segment of a path as text. Undefined if it is not percent-encoded UTF-8. */
export function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The link of this origin that a click follows in this tab. Undefined: the browser does by itself what the click means. */
export function plainLink(event: MouseEvent): HTMLAnchorElement | undefined {
  const link = (event.target as Element).closest?.("a");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download"))
    return undefined;
  return link.origin === location.origin ? link : undefined;
}
