import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import "../../parts/dialog.css";
import { texts } from "../../texts.checkout.ts";
import { authenticate } from "./emulator.ts";
import type { Outcome } from "./payment.ts";

/** The question of a bank about a payment, and who gets the answer. */
export interface Secure {
  intent: string;
  onEnd: (outcome: Outcome) => void;
}

/** What a bank's page would ask. */
export function SecureDialog({ secure: { intent, onEnd } }: { secure: Secure }) {
  const t = texts.order;
  const dialog = useRef<HTMLDialogElement>(null);
  const isBusy = useSignal(false);
  useEffect(() => dialog.current?.showModal(), []);
  const answer = async (outcome: "succeeded" | "failed") => {
    if (isBusy.value) return;
    isBusy.value = true;
    const isHeard = await authenticate(intent, outcome);
    if (!isHeard) onEnd({ status: "unknown" });
    else if (outcome === "failed") onEnd({ status: "declined", message: t.pay.authentication });
    else onEnd({ status: "submitted" });
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="secure-title"
      onCancel={(event) => {
        // Escape is an answer, too: the shopper has not confirmed.
        event.preventDefault();
        void answer("failed");
      }}
    >
      <h2 id="secure-title">{t.card.secureTitle}</h2>
      <p>{t.card.secureText}</p>
      <div class="dialog-actions">
        <button
          class="button"
          type="button"
          aria-busy={isBusy.value}
          onClick={() => void answer("succeeded")}
        >
          {t.card.complete}
        </button>
        <button class="button quiet" type="button" onClick={() => void answer("failed")}>
          {t.card.fail}
        </button>
      </div>
    </dialog>
  );
}
