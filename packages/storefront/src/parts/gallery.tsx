import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { texts } from "../texts.ts";
import { type Image, LARGE_SIZES, Picture } from "./picture.tsx";

/** The pictures of a product: one large, the others below it. The large one opens over the whole page. */
export function Gallery({ images }: { images: Image[] }) {
  const t = texts.product;
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = useSignal<{ url: string; first: string | undefined } | undefined>(undefined);
  const [first] = images;
  // Another color shows its own picture again.
  const url = chosen.value?.first === first?.url ? chosen.value?.url : undefined;
  const large = images.find((one) => one.url === url) ?? first ?? null;
  /** The picture is larger than the view: its middle comes first. */
  const open = () => {
    const view = dialog.current;
    view?.showModal();
    view?.scrollTo((view.scrollWidth - view.clientWidth) / 2, (view.scrollHeight - view.clientHeight) / 2);
  };
  return (
    <section class="gallery" aria-label={t.gallery}>
      <button class="zoom" type="button" aria-label={t.enlarge} onClick={open}>
        <Picture image={large} sizes={LARGE_SIZES} isFirst />
      </button>
      {images.length > 1 && (
        <ul class="thumbs">
          {images.map((image) => (
            <li key={image.url}>
              <button
                type="button"
                aria-label={t.show(image.alt)}
                aria-pressed={image.url === large?.url}
                onClick={() => {
                  chosen.value = { url: image.url, first: first?.url };
                }}
              >
                <Picture image={image} sizes="80px" isDecorative />
              </button>
            </li>
          ))}
        </ul>
      )}
      <dialog ref={dialog} class="zoomed" aria-label={large?.alt ?? t.gallery}>
        <form method="dialog">
          <button class="close" aria-label={texts.close} type="submit">
            ×
          </button>
        </form>
        <Picture image={large} sizes="100vw" />
      </dialog>
    </section>
  );
}
