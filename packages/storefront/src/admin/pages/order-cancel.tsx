import { useSignal } from "@preact/signals";
import { api, type Order } from "../api.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../parts/form.tsx";
import { notice } from "../parts/notice.tsx";
import { sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.cancel;

interface Props {
  order: Order;
  onChanged: () => Promise<void>;
}

/** Cancels an order, after a question. */
export function CancelOrder({ order, onChanged }: Props) {
  const isOpen = useSignal(false);
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const close = () => {
    isOpen.value = false;
    problem.value = undefined;
  };
  const cancel = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    const { error } = await api.POST("/admin/v1/orders/{id}/cancellation", {
      params: { path: { id: order.id } },
    });
    isBusy.value = false;
    if (error) {
      problem.value = sentenceOf(error);
      return;
    }
    close();
    notice.value = t.done;
    await onChanged();
  };
  return (
    <>
      <button
        type="button"
        class="opener danger"
        aria-haspopup="dialog"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        {t.open}
      </button>
      <Dialog isOpen={isOpen.value} title={t.title(order.number)} onClose={close}>
        <p>{t.text}</p>
        <Problem sentence={problem.value} />
        <div class="dialog-actions">
          <button type="button" class="button quiet" onClick={close}>
            {t.keep}
          </button>
          <button type="button" class="button danger" aria-busy={isBusy.value} onClick={() => void cancel()}>
            {isBusy.value ? t.working : t.action}
          </button>
        </div>
      </Dialog>
    </>
  );
}
