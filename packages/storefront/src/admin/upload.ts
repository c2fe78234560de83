import { api, type Image } from "./api.ts";

/** What the shop accepts, and what its API limits. */
export const TYPES = ["image/png", "image/jpeg", "image/webp", "image/avif"] as const;
export const MAX_BYTES = 10 * 1024 * 1024;
/** Sending 10 MB over a slow line. */
const SEND_MS = 180_000;
/** The worker makes the sizes in seconds. */
const READY_MS = 60_000;
const POLL_MS = [400, 800, 1_500, 2_500];

export type UploadState =
  | { name: "waiting" }
  | { name: "sending"; percent: number }
  | { name: "processing" }
  | { name: "ready"; image: Image }
  | { name: "refused"; reason: string }
  | { name: "failed"; problem: { code: string; detail: string } | "send" | "slow" };

export interface Upload {
  /** Also the request's `Idempotency-Key`: a new try makes no second image. */
  key: string;
  file: File;
  /** The image, as soon as the shop has made its id and has its file. */
  id?: string;
}

export const newUpload = (file: File): Upload => ({ key: crypto.randomUUID(), file });

/** Sends a file and waits until the shop has made its sizes, or has refused it. May be called again after a failure. */
export async function run(upload: Upload, onState: (state: UploadState) => void): Promise<void> {
  const { key, file } = upload;
  if (upload.id === undefined) {
    onState({ name: "waiting" });
    const { data, error } = await api.POST("/admin/v1/uploads", {
      params: { header: { "Idempotency-Key": key } },
      body: { filename: file.name, contentType: file.type as (typeof TYPES)[number], bytes: file.size },
    });
    if (error) return onState({ name: "failed", problem: error });
    const isSent = await send(data.upload, file, (percent) => onState({ name: "sending", percent }));
    if (!isSent) return onState({ name: "failed", problem: "send" });
    upload.id = data.id;
  }
  onState({ name: "processing" });
  onState(await waitFor(upload.id));
}

/** The presigned request. `fetch` tells no progress of what it sends. */
const send = (
  { method, url, headers }: { method: string; url: string; headers: Record<string, string> },
  file: File,
  onPercent: (percent: number) => void,
): Promise<boolean> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.timeout = SEND_MS;
    // Browsers set the length by themselves, and refuse it from pages.
    for (const [name, value] of Object.entries(headers))
      if (name.toLowerCase() !== "content-length") request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) =>
      onPercent(Math.round((loaded / Math.max(1, total)) * 100));
    request.onloadend = () => resolve(request.status >= 200 && request.status < 300);
    onPercent(0);
    request.send(file);
  });

async function waitFor(id: string): Promise<UploadState> {
  const ends = Date.now() + READY_MS;
  for (let i = 0; Date.now() < ends; i++) {
    const { data, error } = await api.GET("/admin/v1/images/{id}", { params: { path: { id } } });
    if (error) return { name: "failed", problem: error };
    if (data.status === "ready") return { name: "ready", image: data };
    if (data.status === "refused") return { name: "refused", reason: data.reason ?? "" };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS[i] ?? POLL_MS.at(-1)));
  }
  return { name: "failed", problem: "slow" };
}
