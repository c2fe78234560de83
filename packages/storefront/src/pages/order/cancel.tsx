import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import "../../parts/dialog.css";
import { shop } from "../../shop.ts";
import { messageOf } from "../../state/notice.ts";
import { type Order, orderToken } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import { canCancel } from "./order.rules.ts";

interface Props {
  order: Order;
  onCanceled: (order: Order) => void;
  onChange: () => Promise<void>;
}

/** Cancels the order, after a question. */
export function CancelPart({ order, onCanceled, onChange }: Props) {
  const t = texts.order.cancel;
  const dialog = useRef<HTMLDialogElement>(null);
  const isBusy = useSignal(false);
  const message = useSignal("");
  const cancel = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    message.value = "";
    const { data, error } = await shop.POST("/v1/orders/{id}/cancellation", {
      params: { path: { id: order.id }, header: orderToken(order.id) },
    });
    isBusy.value = false;
    dialog.current?.close();
    if (data) {
      onCanceled(data);
      document.getElementById("main")?.focus();
      return;
    }
    message.value =
      error.code === "order.not_cancelable"
        ? t.shipped
        : error.code === "payment.unconfirmed"
          ? t.unconfirmed
          : messageOf(error);
    if (error.code === "order.not_cancelable") await onChange();
  };
  return (
    <section class="cancel">
      <div role="alert">{message.value && <p class="warning">{message.value}</p>}</div>
      {canCancel(order) && (
        <button class="link" type="button" onClick={() => dialog.current?.showModal()}>
          {t.action}
        </button>
      )}
      <dialog ref={dialog} class="dialog" aria-labelledby="cancel-title" aria-describedby="cancel-text">
        <h2 id="cancel-title">{t.title}</h2>
        <p id="cancel-text">{t.text}</p>
        <div class="dialog-actions">
          <button class="button" type="button" aria-busy={isBusy.value} onClick={() => void cancel()}>
            {isBusy.value ? t.working : t.confirm}
          </button>
          <button class="button quiet" type="button" onClick={() => dialog.current?.close()}>
            {t.keep}
          </button>
        </div>
      </dialog>
    </section>
  );
}
