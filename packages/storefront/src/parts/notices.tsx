import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { cart } from "../state/cart.ts";
import { notice, spoken } from "../state/notice.ts";
import { texts } from "../texts.ts";

const isOffline = signal(false);
const isSlow = signal(false);
/** A change that takes longer than this gets a sentence. */
const SLOW_MS = 3_000;

/** Follows what `Notices` says. Used once, in the frame of the page. */
export function useNotices(): void {
  useEffect(() => {
    const update = () => {
      isOffline.value = !navigator.onLine;
    };
    update();
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  const { isPending } = cart.value;
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => {
      isSlow.value = true;
    }, SLOW_MS);
    return () => {
      clearTimeout(timer);
      isSlow.value = false;
    };
  }, [isPending]);
}

/** One sentence about what just happened, where everyone sees or hears it: on the page, or in the dialog that covers it. */
export function Notices() {
  const text = isOffline.value ? texts.offline : (notice.value ?? (isSlow.value ? texts.slow : null));
  return (
    <>
      <p class="hidden" role="status">
        {spoken}
      </p>
      <div role="alert" class={text ? "notice" : undefined}>
        {text && <p>{text}</p>}
        {text && !isOffline.value && notice.value && (
          <button
            type="button"
            onClick={() => {
              notice.value = null;
            }}
          >
            {texts.close}
          </button>
        )}
      </div>
    </>
  );
}
