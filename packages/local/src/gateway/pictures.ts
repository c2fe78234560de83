export interface Picture {
  /** The media type. */
  type: string;
  body: Buffer;
}

/**
 * Finds images by their path: those of the demo catalogue, which are drawn here, and those of the bucket at `bucketUrl()`. On AWS
 * the seed puts the first ones into the bucket, too.
 */
export function findPictures(
  demo: (path: string) => Promise<string | undefined>,
  bucketUrl: () => string | undefined,
) {
  return async (path: string): Promise<Picture | undefined> => {
    const svg = await demo(path);
    if (svg !== undefined) return { type: "image/svg+xml", body: Buffer.from(svg) };
    const url = bucketUrl();
    const stored = url === undefined ? undefined : await fetch(`${url}${encodeURI(path)}`);
    if (!stored?.ok) return undefined;
    return {
      type: stored.headers.get("content-type") ?? "",
      body: Buffer.from(await stored.arrayBuffer()),
    };
  };
}
