import { useSignal } from "@preact/signals";
import { api, type Order } from "../api.ts";
import { Problem } from "../parts/form.tsx";
import { notice } from "../parts/notice.tsx";
import { sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.order;

/** Sends the confirmation again, for customers who have lost it. */
export function SendConfirmation({ order: { id, email } }: { order: Order }) {
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const send = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    const { error } = await api.POST("/admin/v1/orders/{id}/confirmation", { params: { path: { id } } });
    isBusy.value = false;
    if (error) problem.value = sentenceOf(error);
    else notice.value = t.confirmationSent(email);
  };
  return (
    <>
      <p>
        <button type="button" class="text-button" aria-busy={isBusy.value} onClick={() => void send()}>
          {t.sendConfirmation}
        </button>
      </p>
      <Problem sentence={problem.value} />
    </>
  );
}
