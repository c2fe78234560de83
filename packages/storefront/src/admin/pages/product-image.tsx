import { CheckedInput } from "../parts/checked-input.tsx";
import { texts } from "../texts.ts";

const t = texts.product;

interface Props {
  image: { url: string; alt: string };
  /** Its place in the list, and how many there are. */
  at: number;
  count: number;
  error: string | undefined;
  isDragged: boolean;
  onDrag: (isDragged: boolean) => void;
  /** Whether an image is dragged, which can be dropped here. */
  canDrop: () => boolean;
  onDrop: () => void;
  onAlt: (alt: string) => void;
  onMove: (to: number, button: "earlier" | "later") => void;
  onRemove: () => void;
}

/** An image of a product: its text, and buttons for its place in the list. It can be dragged, too. */
export function ProductImage({ image, at, count, error, isDragged, ...on }: Props) {
  const number = at + 1;
  return (
    <li
      class={isDragged ? "dragged" : undefined}
      draggable
      onDragStart={(event) => {
        on.onDrag(true);
        event.dataTransfer?.setData("text/plain", String(at));
      }}
      onDragEnd={() => on.onDrag(false)}
      onDragOver={(event) => {
        if (on.canDrop()) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!on.canDrop()) return;
        event.preventDefault();
        event.stopPropagation();
        on.onDrop();
      }}
    >
      <img
        src={image.url}
        alt={image.alt || t.imageNumber(number)}
        width="120"
        height="160"
        draggable={false}
      />
      <CheckedInput
        aria-label={t.altOf(number)}
        placeholder={t.alt}
        value={image.alt}
        maxLength={500}
        error={error}
        onInput={on.onAlt}
      />
      <div class="image-actions">
        <button
          type="button"
          aria-label={t.earlier(number)}
          disabled={at === 0}
          onClick={() => on.onMove(at - 1, "earlier")}
        >
          ←
        </button>
        <button
          type="button"
          aria-label={t.later(number)}
          disabled={at === count - 1}
          onClick={() => on.onMove(at + 1, "later")}
        >
          →
        </button>
        <button type="button" aria-label={t.removeImage(number)} onClick={on.onRemove}>
          ×
        </button>
      </div>
    </li>
  );
}
