import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { FileField, UploadRow } from "../parts/uploads.tsx";
import { useUploads } from "../parts/use-uploads.ts";
import { moved } from "../product.rules.ts";
import { texts } from "../texts.ts";
import type { FormProps } from "./product.tsx";
import { ProductImage } from "./product-image.tsx";

const t = texts.product;

/** The pictures: their order by dragging or by buttons, their texts, and new files. */
export function Images({ typed, errors, change }: FormProps) {
  const { images } = typed;
  const dragged = useSignal<number | undefined>(undefined);
  const isOver = useSignal(false);
  const spoken = useSignal("");
  const list = useRef<HTMLUListElement>(null);
  /** Two files may be ready before the form is rendered again. */
  const latest = useRef(images);
  latest.current = images;
  const uploads = useUploads((url) => {
    latest.current = [...latest.current, { url, alt: "" }];
    change({ images: latest.current });
  });
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
          <ProductImage
            key={image.url}
            image={image}
            at={i}
            count={images.length}
            error={errors[`images.${i}`]}
            isDragged={dragged.value === i}
            onDrag={(isDragged) => {
              dragged.value = isDragged ? i : undefined;
            }}
            canDrop={() => dragged.value !== undefined}
            onDrop={() => {
              if (dragged.value !== undefined) move(dragged.value, i);
              dragged.value = undefined;
            }}
            onAlt={(alt) => change({ images: images.map((one, at) => (at === i ? { ...one, alt } : one)) })}
            onMove={(to, button) => moveByKey(i, to, button)}
            onRemove={() => change({ images: images.filter((_, at) => at !== i) })}
          />
        ))}
      </ul>
      {uploads.items.length > 0 && (
        <ul class="uploads">
          {uploads.items.map(({ upload, state }) => (
            <UploadRow
              key={upload.key}
              name={upload.file.name}
              state={state}
              onRetry={() => void uploads.start(upload)}
              onDismiss={() => uploads.dismiss(upload)}
            />
          ))}
        </ul>
      )}
      <FileField
        isOver={isOver.value}
        setOver={(is) => (isOver.value = is)}
        onFiles={(files) => void uploads.add(files)}
      />
    </section>
  );
}
