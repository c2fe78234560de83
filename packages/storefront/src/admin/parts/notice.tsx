import { signal } from "@preact/signals";
import { texts } from "../texts.ts";

/** One sentence about what was just done. It stays until it is closed or the next one comes. */
export const notice = signal<string | undefined>(undefined);

export const Notice = () => (
  <div class={notice.value ? "notice" : undefined} role="status">
    {notice.value && (
      <>
        <p>{notice.value}</p>
        <button
          type="button"
          onClick={() => {
            notice.value = undefined;
          }}
        >
          {texts.close}
        </button>
      </>
    )}
  </div>
);
