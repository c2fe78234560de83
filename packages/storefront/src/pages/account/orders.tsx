import type { components } from "@myclothes/client";
import { useSignal } from "@preact/signals";
import { day, price } from "../../format.ts";
import { sentenceOf } from "../../parts/form/form.tsx";
import { Picture } from "../../parts/picture.tsx";
import { orderPath, type PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { asCustomer } from "../../state/customer.ts";
import { forgetToken, keptOrders } from "../../state/orders.ts";
import { accountTexts } from "../../texts.account.ts";
import { orderState } from "./account.rules.ts";
import { AccountFrame } from "./frame.tsx";
import { Loaded, useCustomerData } from "./load.tsx";

type Order = components["schemas"]["Order"];

/** The account's orders. They need no token of a guest any more. */
async function read(cursor?: string) {
  const answer = await shop.GET("/v1/customers/me/orders", { params: { query: cursor ? { cursor } : {} } });
  for (const { id } of answer.data?.data ?? []) forgetToken(id);
  return answer;
}

/** How many pictures of an order the list shows. */
const SHOWN = 4;

export const OrdersPage = ({ page }: { page: PageOf<"personal"> }) => (
  <AccountFrame page={page} title={accountTexts.orders.title}>
    {() => <Orders />}
  </AccountFrame>
);

function Orders() {
  const t = accountTexts.orders;
  const { data, problem, load } = useCustomerData(() => read());
  const more = useSignal<"ready" | "loading" | string>("ready");
  const loadMore = async (cursor: string) => {
    if (more.value === "loading") return;
    more.value = "loading";
    const next = asCustomer(await read(cursor));
    more.value = next.error ? sentenceOf(next.error) : "ready";
    if (next.data && data.value) data.value = { ...next.data, data: [...data.value.data, ...next.data.data] };
  };
  return (
    <Loaded problem={problem.value} isReady={!!data.value} onRetry={load}>
      {() => {
        const { data: orders = [], nextCursor = null } = data.value ?? {};
        if (orders.length === 0)
          return (
            <>
              <div class="account-message">
                <h2>{t.none}</h2>
                <p class="lede">{t.noneText}</p>
                <a class="button" href="/search?sort=newest">
                  {t.shop}
                </a>
              </div>
              <GuestOrders />
            </>
          );
        return (
          <>
            <ul class="order-list">
              {orders.map((order) => (
                <OrderRow key={order.id} order={order} />
              ))}
            </ul>
            {nextCursor && (
              <button
                class="button quiet"
                type="button"
                aria-busy={more.value === "loading"}
                onClick={() => void loadMore(nextCursor)}
              >
                {more.value === "loading" ? accountTexts.loading : t.more}
              </button>
            )}
            <p role="alert">{more.value !== "ready" && more.value !== "loading" ? more.value : ""}</p>
            <GuestOrders />
          </>
        );
      }}
    </Loaded>
  );
}

/** The orders that a guest placed in this browser. The page of each one can move it to the account. */
function GuestOrders() {
  const t = accountTexts.orders;
  const orders = keptOrders().filter(({ token }) => token !== undefined);
  if (orders.length === 0) return null;
  return (
    <section aria-labelledby="guest-orders">
      <h2 id="guest-orders">{t.guest}</h2>
      <p>{t.guestText}</p>
      <ul class="guest-orders">
        {orders.map(({ id, number }) => (
          <li key={id}>
            <a class="link" href={orderPath(id)}>
              {t.number(number)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OrderRow({ order }: { order: Order }) {
  const t = accountTexts.orders;
  const { id, number, placedAt, total, lines } = order;
  const state = orderState(order);
  const items = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <li>
      <a class="order-row" href={orderPath(id)}>
        <span class="order-words">
          <span class="order-number">{t.number(number)}</span>
          <span class={`order-row-state ${state}`}>{t.states[state]}</span>
          <small>
            {day(placedAt)} · {t.items(items)} · {price(total)}
          </small>
        </span>
        <span class="order-pictures">
          {lines.slice(0, SHOWN).map(({ sku, image }) => (
            <Picture key={sku} image={image} sizes="56px" isDecorative />
          ))}
        </span>
      </a>
    </li>
  );
}
