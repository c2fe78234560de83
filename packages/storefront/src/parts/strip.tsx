import { useSignal } from "@preact/signals";
import { shop } from "../shop.ts";
import { type Call, calls, instances, isLocal, kill, lastAnswered } from "../state/calls.ts";
import { itemCount } from "../state/cart.ts";
import { texts } from "../texts.ts";

/** The bar at the foot of the page: what the last answer of the shop needed. On this machine, it can end the instance. */
export function Strip() {
  const t = texts.strip;
  const [last] = calls.value;
  const isKilling = useSignal(false);
  /** What a kill has changed, until the next call. */
  const outcome = useSignal<{ after: number; text: string } | undefined>(undefined);
  const target = lastAnswered()?.servedBy;
  const onKill = async () => {
    if (!target) return;
    isKilling.value = true;
    try {
      await kill(target);
      const { error } = await shop.cart.refresh();
      const { servedBy = "", number: after = 0 } = lastAnswered() ?? {};
      const text = error ? t.notYet(target) : t.survived(target, servedBy, itemCount.peek());
      outcome.value = { after, text };
    } finally {
      isKilling.value = false;
    }
  };
  const shown = last && outcome.value && last.number <= outcome.value.after ? outcome.value.text : "";
  return (
    <aside class="strip" aria-label={t.label}>
      <p class={shown ? "outcome" : undefined} role="status">
        {shown}
      </p>
      <ul class="instances">
        {instances.value.map(({ name, isKilled }) => (
          <li key={name} class={isKilled ? "killed" : undefined}>
            {name}
          </li>
        ))}
      </ul>
      <p class="said">{last ? <Said call={last} /> : t.waiting}</p>
      <a href="/behind">{t.more}</a>
      {isLocal.value && (
        <button type="button" disabled={!target || isKilling.value} onClick={() => void onKill()}>
          {isKilling.value ? t.killing : t.kill}
        </button>
      )}
    </aside>
  );
}

/** One call in a line: `2-14205: GET /v1/cart · dynamodb.BatchGetItem 1.4 ms · 6 ms`. */
function Said({ call: { method, path, servedBy, stores, ms, isRepeat } }: { call: Call }) {
  const t = texts.strip;
  const parts = servedBy ? stores.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`) : [];
  return (
    <>
      {servedBy ? <b>{servedBy}</b> : <span class="hit">{t.edge}</span>}
      {`: ${method} ${path}`}
      {servedBy && stores.length === 0 && ` · ${t.noStores}`}
      {parts.map((part) => ` · ${part}`)}
      {` · ${Math.round(ms)} ms`}
      {isRepeat && ` · ${t.repeated}`}
    </>
  );
}
