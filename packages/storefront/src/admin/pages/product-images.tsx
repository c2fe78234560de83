import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { FileField, UploadRow, wrongIn } from "../parts/uploads.tsx";
import { moved } from "../product.rules.ts";
import { texts } from "../texts.ts";
import { newUpload, run, type Upload, type UploadState } from "../upload.ts";
import type { FormProps } from "./product.tsx";

const t = texts.product;
/** Files that are sent at the same time. */
const AT_ONCE = 2;
const MAX_IMAGES = 50;

interface Item {
  upload: Upload;
  state: UploadState;
}

/** The pictures: their order by dragging or by buttons, their texts, and new files. */
export function Images({ typed, errors, change }: FormProps) {
  const { images } = typed;
  const uploads = useSignal<Item[]>([]);
  const dragged = useSignal<number | undefined>(undefined);
  const isOver = useSignal(false);
  const spoken = useSignal("");
  const list = useRef<HTMLUListElement>(null);
  /** The form changes while files are on their way. */
  const latest = useRef({ images, change });
  latest.current = { images, change };
  const isMounted = useRef(true);
  useEffect(
    () => () => {
      isMounted.current = false;
    },
    [],
  );

  const setState = (key: string, state: UploadState) => {
    uploads.value = uploads.value.map((item) => (item.upload.key === key ? { ...item, state } : item));
  };
  const start = async (upload: Upload) => {
    await run(upload, (state) => {
      if (!isMounted.current) return;
      if (state.name !== "ready") return setState(upload.key, state);
      const { url } = state.image;
      uploads.value = uploads.value.filter((item) => item.upload !== upload);
      if (!url) return;
      const { images, change } = latest.current;
      const all = [...images, { url, alt: "" }];
      // Two files may be ready before the form is rendered again.
      latest.current = { images: all, change };
      change({ images: all });
    });
  };
  const add = async (files: File[]) => {
    const items = files.slice(0, MAX_IMAGES).map((file): Item => {
      const wrong = wrongIn(file);
      return {
        upload: newUpload(file),
        state: wrong ? { name: "refused", reason: wrong } : { name: "waiting" },
      };
    });
    uploads.value = [...uploads.value, ...items];
    const waiting = items.filter(({ state }) => state.name === "waiting").map(({ upload }) => upload);
    const next = async (): Promise<void> => {
      const upload = waiting.shift();
      if (!upload) return;
      await start(upload);
      await next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= images.length || from === to) return;
    change({ images: moved(images, from, to) });
    spoken.value = t.imageMoved(to + 1, images.length);
  };
  /** Moves an image and the focus with it. */
  const moveByKey = (from: number, to: number, button: "earlier" | "later") => {
    move(from, to);
    requestAnimationFrame(() => {
      const buttons =
        list.current?.children[to]?.querySelectorAll<HTMLButtonElement>(".image-actions button");
      const wanted = buttons?.[button === "earlier" ? 0 : 1];
      (wanted?.disabled ? buttons?.[button === "earlier" ? 1 : 0] : wanted)?.focus();
    });
  };

  return (
    <section class="part" aria-labelledby="images">
      <h2 id="images">{t.images}</h2>
      <p class="help">{t.imagesHelp}</p>
      <p class="hidden" role="status">
        {spoken}
      </p>
      <ul class="images" ref={list}>
        {images.map((image, i) => (
          <li
            key={image.url}
            class={dragged.value === i ? "dragged" : undefined}
            draggable
            onDragStart={(event) => {
              dragged.value = i;
              event.dataTransfer?.setData("text/plain", String(i));
            }}
            onDragEnd={() => {
              dragged.value = undefined;
            }}
            onDragOver={(event) => {
              if (dragged.value === undefined) return;
              event.preventDefault();
            }}
            onDrop={(event) => {
              if (dragged.value === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              move(dragged.value, i);
              dragged.value = undefined;
            }}
          >
            <img
              src={image.url}
              alt={image.alt || t.imageNumber(i + 1)}
              width="120"
              height="160"
              draggable={false}
            />
            <AltField
              number={i + 1}
              alt={image.alt}
              error={errors[`images.${i}`]}
              onInput={(alt) =>
                change({ images: images.map((one, at) => (at === i ? { ...one, alt } : one)) })
              }
            />
            <div class="image-actions">
              <button
                type="button"
                aria-label={t.earlier(i + 1)}
                disabled={i === 0}
                onClick={() => moveByKey(i, i - 1, "earlier")}
              >
                ←
              </button>
              <button
                type="button"
                aria-label={t.later(i + 1)}
                disabled={i === images.length - 1}
                onClick={() => moveByKey(i, i + 1, "later")}
              >
                →
              </button>
              <button
                type="button"
                aria-label={t.removeImage(i + 1)}
                onClick={() => change({ images: images.filter((_, at) => at !== i) })}
              >
                ×
              </button>
            </div>
          </li>
        ))}
      </ul>
      {uploads.value.length > 0 && (
        <ul class="uploads">
          {uploads.value.map(({ upload, state }) => (
            <UploadRow
              key={upload.key}
              name={upload.file.name}
              state={state}
              onRetry={() => void start(upload)}
              onDismiss={() => {
                uploads.value = uploads.value.filter((item) => item.upload !== upload);
              }}
            />
          ))}
        </ul>
      )}
      <FileField
        isOver={isOver.value}
        setOver={(is) => (isOver.value = is)}
        onFiles={(files) => void add(files)}
      />
    </section>
  );
}

interface AltProps {
  number: number;
  alt: string;
  error: string | undefined;
  onInput: (alt: string) => void;
}

function AltField({ number, alt, error, onInput }: AltProps) {
  const id = useId();
  return (
    <>
      <input
        aria-label={t.altOf(number)}
        placeholder={t.alt}
        value={alt}
        maxLength={500}
        {...(error && { "aria-invalid": "true", "aria-describedby": id })}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {error && (
        <p class="error" id={id}>
          {error}
        </p>
      )}
    </>
  );
}
