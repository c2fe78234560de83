import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { newUpload, run, type Upload, type UploadState } from "../upload.ts";
import { wrongIn } from "./uploads.tsx";

/** Files that are sent at the same time. */
const AT_ONCE = 2;
const MAX_FILES = 50;

interface Item {
  upload: Upload;
  state: UploadState;
}

/** Sends files, two at a time. `onReady` gets the address of each image, as long as the form is there. */
export function useUploads(onReady: (url: string) => void) {
  const items = useSignal<Item[]>([]);
  /** The form changes while files are on their way. */
  const latest = useRef(onReady);
  latest.current = onReady;
  const isMounted = useRef(true);
  useEffect(
    () => () => {
      isMounted.current = false;
    },
    [],
  );
  const setState = (key: string, state: UploadState) => {
    items.value = items.value.map((item) => (item.upload.key === key ? { ...item, state } : item));
  };
  const dismiss = (upload: Upload) => {
    items.value = items.value.filter((item) => item.upload !== upload);
  };
  const start = async (upload: Upload) => {
    await run(upload, (state) => {
      if (!isMounted.current) return;
      if (state.name !== "ready") return setState(upload.key, state);
      dismiss(upload);
      if (state.image.url) latest.current(state.image.url);
    });
  };
  const add = async (files: File[]) => {
    const added = files.slice(0, MAX_FILES).map((file): Item => {
      const wrong = wrongIn(file);
      return {
        upload: newUpload(file),
        state: wrong ? { name: "refused", reason: wrong } : { name: "waiting" },
      };
    });
    items.value = [...items.value, ...added];
    const waiting = added.filter(({ state }) => state.name === "waiting").map(({ upload }) => upload);
    const next = async (): Promise<void> => {
      const upload = waiting.shift();
      if (!upload) return;
      await start(upload);
      await next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  };
  return { items: items.value, add, start, dismiss };
}
