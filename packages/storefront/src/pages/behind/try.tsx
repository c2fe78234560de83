import { useSignal } from "@preact/signals";
import { shop } from "../../shop.ts";
import { instances, isLocal, kill, lastAnswered } from "../../state/calls.ts";
import { cart, itemCount } from "../../state/cart.ts";
import { messageOf } from "../../state/notice.ts";
import { behindTexts } from "../../texts.behind.ts";
import { shortName } from "./behind.rules.ts";

type Action = "add" | "kill" | "read" | "catalogue";

/** An item that can be added, found once. */
let sku: string | undefined;

async function findSku(): Promise<string | undefined> {
  const { data } = await shop.GET("/v1/products", { params: { query: { inStock: true, limit: 1 } } });
  const handle = data?.data[0]?.handle;
  if (!handle) return undefined;
  const product = await shop.GET("/v1/products/{handle}", { params: { path: { handle } } });
  return product.data?.variants.find(({ available }) => available)?.sku;
}

/** Buttons that make calls, so that a visitor sees the bag survive. `onCall` shows the newest call. */
export function Try({ onCall }: { onCall: () => void }) {
  const t = behindTexts;
  const running = useSignal<Action | undefined>(undefined);
  const said = useSignal("");
  const target = lastAnswered()?.servedBy;
  const items = () => t.items(itemCount.peek());

  const actions: Record<Action, () => Promise<string>> = {
    add: async () => {
      sku ??= await findSku();
      if (!sku) return t.said.soldOut;
      const { error } = await shop.cart.add(sku);
      return error ? messageOf(error) : t.bag(items());
    },
    kill: async () => {
      if (!target) return "";
      await kill(target);
      const { error } = await shop.cart.refresh();
      const next = lastAnswered()?.servedBy;
      if (error || !next) return t.said.failed;
      return `${t.said.killed(shortName(target))} ${t.said.survived(shortName(next), items())}`;
    },
    read: async () => {
      const { error } = await shop.cart.refresh();
      return error ? messageOf(error) : t.bag(items());
    },
    catalogue: async () => {
      const { error } = await shop.GET("/v1/products", { params: { query: { limit: 4 } } });
      return error ? messageOf(error) : "";
    },
  };
  const run = async (action: Action) => {
    if (running.value) return;
    running.value = action;
    said.value = "";
    try {
      said.value = await actions[action]();
    } catch {
      said.value = t.said.failed;
    } finally {
      running.value = undefined;
      onCall();
    }
  };
  const isKilled = instances.value.find(({ name }) => name === target)?.isKilled;

  return (
    <section class="try" aria-label={t.try}>
      <div class="try-buttons">
        <button
          class="button"
          type="button"
          aria-busy={running.value === "add"}
          onClick={() => void run("add")}
        >
          {running.value === "add" ? t.adding : t.add}
        </button>
        {isLocal.value && (
          <button
            class="button kill"
            type="button"
            disabled={!target || isKilled}
            aria-busy={running.value === "kill"}
            onClick={() => void run("kill")}
          >
            {running.value === "kill" ? t.killing : t.kill(shortName(target ?? ""))}
          </button>
        )}
        <button
          class="button quiet"
          type="button"
          aria-busy={running.value === "read"}
          onClick={() => void run("read")}
        >
          {running.value === "read" ? t.reading : t.read}
        </button>
        <button
          class="button quiet"
          type="button"
          aria-busy={running.value === "catalogue"}
          onClick={() => void run("catalogue")}
        >
          {running.value === "catalogue" ? t.reading : t.catalogue}
        </button>
      </div>
      <p class="try-said" role="status">
        {said.value || (cart.value.cart ? t.bag(items()) : "")}
      </p>
      {!isLocal.value && <p class="try-note">{t.onlyLocal}</p>}
    </section>
  );
}
